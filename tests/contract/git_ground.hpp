#pragma once
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "contract/tag_store_contract.hpp"

namespace shiptag::contract {

/// A new empty folder in /tmp.
inline std::string new_folder() {
  std::string path = "/tmp/shiptag-test-XXXXXX";
  if (::mkdtemp(path.data()) == nullptr) throw std::runtime_error("no folder in /tmp");
  return path;
}

/// `word` for the shell.
inline std::string shell_word(const std::string& word) {
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

/// Runs `command` in a shell with nobody's git configuration; throws if it fails.
/// @return what it wrote to stdout, without the last newline.
inline std::string run(const std::string& command) {
  const std::string alone =
      "export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 LC_ALL=C "
      "GIT_AUTHOR_NAME=Test GIT_AUTHOR_EMAIL=test@example.com "
      "GIT_COMMITTER_NAME=Test GIT_COMMITTER_EMAIL=test@example.com; ";
  FILE* const pipe = ::popen((alone + command).c_str(), "re");
  if (pipe == nullptr) throw std::runtime_error("no shell for " + command);
  std::string output;
  std::array<char, 4096> buffer{};
  while (const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), pipe))
    output.append(buffer.data(), size);
  if (::pclose(pipe) != 0) throw std::runtime_error("failed: " + command);
  if (output.ends_with('\n')) output.pop_back();
  return output;
}

/// A bare repository on the disk, filled with plain git, removed with all it holds when it goes.
class GitGround : public Ground {
 public:
  /// @param path  where the repository is made.
  explicit GitGround(std::string path) : path_(std::move(path)) {
    run("git init --quiet --bare --initial-branch=main " + shell_word(path_));
    const std::string tree = git("hash-object -t tree -w /dev/null");
    for (const char* const message : {"first", "second", "third"}) {
      std::string command = "commit-tree -m ";
      command.append(message).append(" ").append(tree);
      if (!commits_.empty()) command.append(" -p ").append(commits_.back().hex());
      commits_.push_back(domain::ObjectId::from_hex(git(command)).value());
    }
    run("git -C " + shell_word(path_) + " update-ref refs/heads/main " + commits_.back().hex());
  }
  ~GitGround() override {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  GitGround(const GitGround&) = delete;
  GitGround& operator=(const GitGround&) = delete;

  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  [[nodiscard]] std::vector<domain::ObjectId> commits() override { return commits_; }
  void put_lightweight(const std::string& name, const domain::ObjectId& commit) override {
    run("git -C " + shell_word(path_) + " tag -f " + shell_word(name) + " " + commit.hex() +
        " >/dev/null");
  }
  void put_annotated(const std::string& name, const domain::ObjectId& commit,
                     const std::string& message) override {
    put(name, commit.hex(), "commit", message);
  }
  void put_tag_of_tag(const std::string& name, const std::string& inner,
                      const std::string& message) override {
    put(name, git("rev-parse refs/tags/" + inner), "tag", message);
  }
  void put_signed(const std::string& name, const domain::ObjectId& commit,
                  const std::string& message) override {
    put(name, commit.hex(), "commit",
        message +
            "-----BEGIN PGP SIGNATURE-----\n\nnot a signature\n-----END PGP SIGNATURE-----\n");
  }
  void pack() override { run("git -C " + shell_word(path_) + " pack-refs --all"); }

  /// `git <arguments>` in the repository.
  [[nodiscard]] std::string git(const std::string& arguments) const {
    return run("git -C " + shell_word(path_) + " " + arguments);
  }

 private:
  /// Writes a tag object of `type` with `message` and points the tag at it.
  void put(const std::string& name, const std::string& target, const std::string& type,
           const std::string& message) {
    const std::string content = "object " + target + "\ntype " + type + "\ntag " + name +
                                "\ntagger Test <test@example.com> 1 +0000\n\n" + message;
    const std::string object =
        run("printf %s " + shell_word(content) + " | git -C " + shell_word(path_) + " mktag");
    run("git -C " + shell_word(path_) + " update-ref refs/tags/" + name + " " + object);
  }

  std::string path_;
  std::vector<domain::ObjectId> commits_;
};

}  // namespace shiptag::contract
