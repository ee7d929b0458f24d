#include "adapters/git_local/packed_refs.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <ostream>
#include <sstream>
#include <vector>

#include "contract/git_ground.hpp"

namespace shiptag::adapters::git_local {
namespace {

const std::string a40(40, 'a');
const std::string b40(40, 'b');
const std::string header = "# pack-refs with: peeled fully-peeled sorted \n";

/// A folder with a `packed-refs` of this content.
struct Folder {
  explicit Folder(const std::string& content) { std::ofstream(file, std::ios::binary) << content; }
  ~Folder() { std::filesystem::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] std::string content() const {
    std::ostringstream out;
    out << std::ifstream(file, std::ios::binary).rdbuf();
    return out.str();
  }
  [[nodiscard]] std::size_t files() const {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(path)) ++count;
    return count;
  }

  std::string path = contract::new_folder();
  std::string file = path + "/packed-refs";
};

Expected<std::vector<PackedRef>> read(const std::string& content) {
  const Folder folder(content);
  std::vector<PackedRef> refs;
  const auto ok = for_each_packed_tag(folder.file, [&](const PackedRef& r) { refs.push_back(r); });
  if (!ok) return fail(ok.error());
  return refs;
}

}  // namespace

TEST_CASE("an entry of packed-refs is peeled as the file says") {
  const auto refs = read(header + a40 + " refs/heads/main\n" + a40 + " refs/tags/annotated\n^" +
                         b40 + "\n" + a40 + " refs/tags/light\n");
  REQUIRE(refs);
  REQUIRE(refs->size() == 2);
  CHECK(refs->at(0).name == "refs/tags/annotated");
  CHECK(refs->at(0).object.hex() == a40);
  CHECK(refs->at(0).peeled.value().hex() == b40);
  CHECK(refs->at(1).name == "refs/tags/light");
  CHECK(refs->at(1).peeled.value().hex() == a40);
}

TEST_CASE("a file that does not promise peeled values leaves them open") {
  const auto refs = read(a40 + " refs/tags/old\n" + a40 + " refs/tags/annotated\n^" + b40);
  REQUIRE(refs);
  CHECK_FALSE(refs->at(0).peeled);
  CHECK(refs->at(1).peeled.value().hex() == b40);
}

TEST_CASE("no packed-refs is no entries") {
  const auto ok = for_each_packed_tag("/nonexistent/packed-refs",
                                      [](const PackedRef&) { FAIL("an entry of no file"); });
  CHECK(ok.has_value());
}

TEST_CASE("a broken packed-refs is an error that names the line") {
  for (const std::string& line :
       {std::string("rubbish"), std::string(), a40, a40 + " ", a40 + "refs/tags/x",
        "^" + a40.substr(1), std::string(41, 'g') + " refs/tags/x", std::string("\0\0", 2)}) {
    CAPTURE(line);
    std::string content = header + a40 + " refs/tags/v1\n";
    content.append(line).append("\n");
    const auto refs = read(content);
    REQUIRE_FALSE(refs);
    CHECK(refs.error().code == ReasonCode::protocol);
    CHECK(refs.error().message.find("line 3") != std::string::npos);
  }
}

TEST_CASE("removing an entry keeps every other line and the file's mode") {
  const std::string kept = a40 + " refs/tags/v1\n^" + b40 + "\n";
  const Folder folder(header + a40 + " refs/tags/v0\n^" + b40 + "\n" + kept);
  REQUIRE(::chmod(folder.file.c_str(), 0640) == 0);
  {
    const auto lock = PackedRefsLock::take(folder.file);
    REQUIRE(lock);
    REQUIRE(*lock);
    CHECK_FALSE(PackedRefsLock::take(folder.file)->has_value());
    CHECK((*lock)->remove({"refs/tags/v0", "refs/tags/none"}));
    CHECK(std::filesystem::exists(folder.file + ".lock"));
  }
  CHECK(folder.content() == header + kept);
  CHECK(folder.files() == 1);
  CHECK(std::filesystem::status(folder.file).permissions() == std::filesystem::perms{0640});
}

TEST_CASE("removing what is not packed leaves the file alone") {
  const Folder folder(header + a40 + " refs/tags/v1");
  CHECK(PackedRefsLock::take(folder.file).value()->remove({"refs/tags/v"}));
  CHECK(folder.content() == header + a40 + " refs/tags/v1");
  CHECK(folder.files() == 1);
}

}  // namespace shiptag::adapters::git_local
