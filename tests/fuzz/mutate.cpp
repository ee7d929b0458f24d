// Feeds a target its seeds, and mutations of them. The same run makes the same mutations:
//   fuzz_ledger RUNS [FIRST]      runs FIRST to RUNS; a failure names its run
#include <algorithm>
#include <array>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>

#include "fuzz/target.hpp"

namespace shiptag::fuzz {
namespace {

std::uint64_t current_run = 0;

/// What readers stumble over: edges of numbers, encodings and of every format in use here.
constexpr std::array<std::string_view, 32> stumbling_blocks = {"0",
                                                               "-1",
                                                               "18446744073709551615",
                                                               "18446744073709551616",
                                                               "1e999",
                                                               "\"",
                                                               "\\",
                                                               "\\u0000",
                                                               "\\ud800",
                                                               "\\udc00",
                                                               "{",
                                                               "}",
                                                               "[",
                                                               "]",
                                                               ",",
                                                               ":",
                                                               "null",
                                                               "\n",
                                                               "\n\n",
                                                               "\r\n",
                                                               "\xff",
                                                               "\xc0\xaf",
                                                               "\xed\xa0\x80",
                                                               "\xe2\x82",
                                                               "/",
                                                               "..",
                                                               "v",
                                                               "-",
                                                               "0000",
                                                               "fff0",
                                                               "ENC[",
                                                               "refs/tags/"};

class Mutator {
 public:
  Mutator(std::uint64_t run, const std::vector<std::string>& seeds) : random_(run), seeds_(seeds) {}

  std::string input() {
    std::string text = any_seed();
    for (std::size_t left = below(6) + 1; left > 0; --left) mutate(text);
    return text;
  }

 private:
  std::size_t below(std::size_t limit) { return limit == 0 ? 0 : random_() % limit; }
  std::string end_of(const std::string& text) { return text.substr(below(text.size())); }
  const std::string& any_seed() { return seeds_[below(seeds_.size())]; }

  void mutate(std::string& text) {
    const std::size_t at = below(text.size() + 1);
    const std::size_t length = below(std::min<std::size_t>(text.size() - at, 40) + 1);
    switch (below(7)) {
      case 0:
        text.erase(at, length);
        break;
      case 1:
        text.resize(at);
        break;
      case 2:
        text.insert(at, std::string(text.substr(at, length)));
        break;
      case 3:
        text.insert(at, stumbling_blocks.at(below(stumbling_blocks.size())));
        break;
      case 4:
        text.replace(at, length, stumbling_blocks.at(below(stumbling_blocks.size())));
        break;
      case 5:
        text.replace(at, std::string::npos, end_of(any_seed()));
        break;
      default:
        if (at < text.size()) text[at] = static_cast<char>(below(256));
    }
  }

  std::mt19937_64 random_;
  const std::vector<std::string>& seeds_;
};

int work(std::uint64_t first, std::uint64_t runs) {
  const std::vector<std::string> good = seeds();
  for (const std::string& seed : good) try_input(seed);
  for (current_run = first; current_run < runs; ++current_run)
    try_input(Mutator(current_run, good).input());
  std::cout << runs - first << " runs\n";
  return 0;
}

}  // namespace

void require(bool holds, std::string_view what) {
  if (holds) return;
  std::cerr << "run " << current_run << ": " << what << std::endl;
  std::abort();
}

}  // namespace shiptag::fuzz

int main(int count, char** arguments) {
  const auto number = [&](int at, std::uint64_t otherwise) {
    return at < count ? std::strtoull(arguments[at], nullptr, 10) : otherwise;
  };
  return shiptag::fuzz::work(number(2, 0), number(1, 20000));
}
