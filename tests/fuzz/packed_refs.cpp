#include "adapters/git_local/packed_refs.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "fuzz/target.hpp"

namespace shiptag::fuzz {
namespace {

using adapters::git_local::PackedRef;
using adapters::git_local::PackedRefsLock;

const std::string id_1(40, '1'), id_2(40, '2');

/// A file that this process has for itself, gone at the end.
class OwnFile {
 public:
  OwnFile() {
    if (::mkdtemp(folder_.data()) == nullptr) std::abort();
  }
  OwnFile(const OwnFile&) = delete;
  OwnFile& operator=(const OwnFile&) = delete;
  ~OwnFile() {
    ::unlink(path().c_str());
    ::rmdir(folder_.c_str());
  }
  [[nodiscard]] std::string path() const { return folder_ + "/packed-refs"; }

 private:
  std::string folder_ = "/tmp/shiptag-fuzz-XXXXXX";
};

/// The tags in the file by name, as they come; nullopt if it is refused.
std::optional<std::vector<PackedRef>> read(const std::string& path) {
  std::vector<PackedRef> refs;
  const auto done = adapters::git_local::for_each_packed_tag(
      path, [&](const PackedRef& ref) { refs.push_back(ref); });
  return done ? std::optional(refs) : std::nullopt;
}

}  // namespace

std::vector<std::string> seeds() {
  const std::string header = "# pack-refs with: peeled fully-peeled sorted \n";
  return {header + id_1 + " refs/heads/main\n" + id_1 + " refs/tags/v1.0.0\n^" + id_2 + "\n",
          header + id_2 + " refs/tags/api/v1.0.0\n" + id_1 + " refs/tags/v1",
          id_1 + " refs/tags/v1.0.0\n" + id_2 + " refs/tags/v1.0.1\n", header, ""};
}

void try_input(std::string_view input) {
  static const OwnFile file;
  std::ofstream(file.path(), std::ios::binary | std::ios::trunc) << input;
  const auto refs = read(file.path());
  if (!refs) return;
  for (const PackedRef& ref : *refs) {
    require(ref.name.starts_with("refs/tags/"), "only tags are given");
    require(input.find(" " + ref.name) != std::string_view::npos,
            "what is given stands in the file");
  }
  if (refs->empty()) return;
  // Without one, the others are as they were.
  const std::string gone = refs->front().name;
  auto lock = PackedRefsLock::take(file.path());
  require(lock && *lock, "the file can be locked");
  require((*lock)->remove({gone}).has_value(), "a name can be taken out");
  const auto left = read(file.path());
  require(left.has_value(), "what is left can be read");
  const auto taken =
      std::ranges::count_if(*refs, [&](const PackedRef& ref) { return ref.name == gone; });
  require(left->size() + static_cast<std::size_t>(taken) == refs->size(),
          "nothing else is taken out");
}

}  // namespace shiptag::fuzz
