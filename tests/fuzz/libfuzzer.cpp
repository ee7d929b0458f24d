// Makes a target one of LLVM's libFuzzer. Where SHIPTAG_SEEDS names a folder, its seeds are written
// there before anything runs, as the beginning of a corpus.
#include <cstdlib>
#include <fstream>
#include <iostream>

#include "fuzz/target.hpp"

namespace shiptag::fuzz {
namespace {

void write_seeds(const std::string& folder) {
  std::size_t number = 0;
  for (const std::string& seed : seeds())
    std::ofstream(folder + "/seed-" + std::to_string(number++), std::ios::binary) << seed;
}

}  // namespace

void require(bool holds, std::string_view what) {
  if (holds) return;
  std::cerr << what << std::endl;
  std::abort();
}

}  // namespace shiptag::fuzz

// NOLINTBEGIN(readability-identifier-naming): the names are libFuzzer's.
extern "C" int LLVMFuzzerInitialize(int* /*count*/, char*** /*arguments*/) {
  if (const char* folder = std::getenv("SHIPTAG_SEEDS")) shiptag::fuzz::write_seeds(folder);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
  shiptag::fuzz::try_input({reinterpret_cast<const char*>(bytes), size});
  return 0;
}
// NOLINTEND(readability-identifier-naming)
