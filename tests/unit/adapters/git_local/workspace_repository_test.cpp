#include "adapters/git_local/workspace_repository.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <ostream>

#include "contract/git_ground.hpp"

namespace shiptag::adapters::git_local {
namespace {

using contract::run;

struct Workspace {
  ~Workspace() { std::filesystem::remove_all(path); }
  Workspace() = default;
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  void git(const std::string& arguments) const { run("git -C " + path + " " + arguments); }
  [[nodiscard]] WorkspaceRepository read() const {
    const auto found = read_workspace_repository(path);
    REQUIRE_MESSAGE(found, found.error().message);
    return *found;
  }
  std::string path = contract::new_folder();
};

}  // namespace

TEST_CASE("a workspace without a repository has no origin and no head") {
  const Workspace workspace;
  CHECK(workspace.read().origin == std::nullopt);
  CHECK(workspace.read().head == std::nullopt);
  CHECK(read_workspace_repository(workspace.path + "/none").value().origin == std::nullopt);
}

TEST_CASE("a repository says its origin and its head") {
  const Workspace workspace;
  workspace.git("init --quiet");
  CHECK(workspace.read().origin == std::nullopt);
  CHECK(workspace.read().head == std::nullopt);
  workspace.git("commit --quiet --allow-empty -m first");
  workspace.git("remote add origin https://example.com/org/app.git");
  workspace.git("remote set-url --push origin https://example.com/org/other.git");
  workspace.git("config url.https://elsewhere.example/.insteadOf https://example.com/");
  CHECK(workspace.read().origin == "https://example.com/org/app.git");
  CHECK(workspace.read().head.value().hex() == run("git -C " + workspace.path + " rev-parse HEAD"));
  workspace.git("checkout --quiet --detach");
  CHECK(workspace.read().head.has_value());
  std::filesystem::create_directories(workspace.path + "/a/b");
  CHECK(read_workspace_repository(workspace.path + "/a/b").value().origin ==
        "https://example.com/org/app.git");
}

TEST_CASE("folders that are named like a repository's files are no concern") {
  const Workspace workspace;
  for (const char* folder : {"", "/project/a"})
    for (const char* name : {"/HEAD", "/config", "/objects", "/refs"})
      std::filesystem::create_directories(workspace.path + folder + name);
  CHECK(read_workspace_repository(workspace.path + "/project/a").value().origin == std::nullopt);
  run("git -C " + workspace.path + "/project init --quiet");
  run("git -C " + workspace.path + "/project remote add origin https://example.com/org/app.git");
  CHECK(read_workspace_repository(workspace.path + "/project/a").value().origin ==
        "https://example.com/org/app.git");
}

TEST_CASE("a folder is a repository where git says so, by its HEAD") {
  struct Row {
    std::string head;
    bool is_link, is_repository;
  };
  const std::vector<Row> rows = {{"ref: refs/heads/main\n", false, true},
                                 {"ref:refs/heads/main", false, true},
                                 {std::string(40, 'a') + "\n", false, true},
                                 {"refs/heads/main", true, true},
                                 {"", false, false},
                                 {"a project's own\n", false, false},
                                 {"ref: elsewhere\n", false, false},
                                 {"/dev/zero", true, false}};
  for (const Row& row : rows) {
    CAPTURE(row.head);
    const Workspace workspace;
    workspace.git("init --quiet");
    workspace.git("remote add origin https://example.com/org/outer.git");
    const std::string inner = workspace.path + "/inner";
    run("git init --quiet --bare " + inner);
    run("git -C " + inner + " remote add origin https://example.com/org/inner.git");
    std::ofstream(inner + "/refs/heads/main") << std::string(40, 'a') << "\n";
    std::filesystem::remove(inner + "/HEAD");
    if (row.is_link)
      std::filesystem::create_symlink(row.head, inner + "/HEAD");
    else
      std::ofstream(inner + "/HEAD") << row.head;
    const std::string origin = run("git -C " + inner + " config remote.origin.url");
    CHECK(origin.ends_with(row.is_repository ? "inner.git" : "outer.git"));
    CHECK(read_workspace_repository(inner).value().origin == origin);
  }
}

TEST_CASE("a repository whose files are pipes is not opened, and those above are not looked at") {
  const Workspace workspace;
  workspace.git("init --quiet");
  std::filesystem::remove(workspace.path + "/.git/config");
  run("mkfifo " + workspace.path + "/.git/config");
  const auto found = read_workspace_repository(workspace.path);
  REQUIRE_FALSE(found);
  CHECK(found.error().message.find("is a pipe, not a regular file") != std::string::npos);
  run("git init --quiet " + workspace.path + "/below");
  CHECK(read_workspace_repository(workspace.path + "/below").has_value());
}

TEST_CASE("an origin that is a relative path is one from the work tree") {
  const Workspace workspace;
  workspace.git("init --quiet");
  workspace.git("remote add origin ../app.git");
  CHECK(workspace.read().origin == "/tmp/app.git");
  workspace.git("remote set-url origin git@example.com:org/app.git");
  CHECK(workspace.read().origin == "git@example.com:org/app.git");
  workspace.git("remote set-url origin file:///srv/app.git");
  CHECK(workspace.read().origin == "file:///srv/app.git");
}

TEST_CASE("a repository that cannot be read is an error") {
  const Workspace workspace;
  workspace.git("init --quiet");
  run("echo '[broken' > " + workspace.path + "/.git/config");
  const auto found = read_workspace_repository(workspace.path);
  REQUIRE_FALSE(found);
  CHECK(found.error().code == ReasonCode::unavailable);
}

}  // namespace shiptag::adapters::git_local
