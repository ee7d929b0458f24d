#include "adapters/git_local/local_tag_store.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <ostream>

#include "unit/adapters/git_local/local_fixture.hpp"

namespace shiptag::adapters::git_local {
namespace {

namespace fs = std::filesystem;
using contract::run;
using ports::Deletion;

/// What `holds` says in a process of its own that belongs to another user.
bool as_nobody(const std::function<bool()>& holds) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(::setuid(65534) == 0 && holds() ? 0 : 1);
  int status = 1;
  REQUIRE(::waitpid(child, &status, 0) == child);
  return status == 0;
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "git itself finds a written tag in order") {
  create("api/v1.0.0");
  CHECK(ground.git("cat-file tag api/v1.0.0") ==
        "object " + commit.hex() +
            "\ntype commit\ntag api/v1.0.0\ntagger Octo Cat <octocat@example.com> 1 +0000\n\n"
            "a message");
  CHECK(ground.git("fsck --strict --no-dangling 2>&1").empty());
}

TEST_CASE_FIXTURE(Fixture, "broken refs are listed as such, with what they are") {
  create("v1.0.0");
  std::ofstream(file("refs/tags/broken")) << "rubbish";
  std::ofstream(file("refs/tags/dangling")) << std::string(40, 'd') << "\n";
  std::ofstream(file("refs/tags/symbolic")) << "ref: refs/tags/v1.0.0\n";
  std::ofstream(file("refs/tags/nowhere")) << "ref: refs/tags/nothing\n";
  std::ofstream(file("refs/tags/empty")) << "";
  const std::string commitless = "object " + std::string(40, 'e') + "\ntype commit\ntag x\n\n";
  std::ofstream(file("tag")) << commitless;
  const auto tag = ground.git("hash-object -t tag -w --literally " + file("tag"));
  std::ofstream(file("refs/tags/commitless")) << tag << "\n";
  Names found;
  REQUIRE(store.list({""}, found));
  CHECK(found.tags.size() == 2);
  CHECK(found.tags.at("symbolic").object == found.tags.at("v1.0.0").object);
  CHECK(found.faults == std::map<std::string, std::string>{
                            {"broken", "'refs/tags/broken' does not contain an object ID"},
                            {"empty", "'refs/tags/empty' does not contain an object ID"},
                            {"dangling", "'refs/tags/dangling' points to the object " +
                                             std::string(40, 'd') + ", which is missing"},
                            {"commitless",
                             "'refs/tags/commitless' points to the commit of the tag "
                             "object " +
                                 tag + ", which is missing"},
                            {"nowhere",
                             "'refs/tags/nowhere' points to the ref 'refs/tags/nothing', "
                             "which is missing"}});
}

TEST_CASE_FIXTURE(Fixture, "a symbolic ref is not written through") {
  const auto object = create("v1.0.0");
  std::ofstream(file("refs/tags/symbolic")) << "ref: refs/tags/v1.0.0\n";
  const auto done = store.update({{"symbolic", object, Deletion{}}});
  REQUIRE_FALSE(done);
  CHECK(done.error().code == ReasonCode::rejected_by_server);
  CHECK(tags().size() == 2);
}

TEST_CASE_FIXTURE(Fixture, "a tag is of a commit, not of a tree or another tag") {
  const auto tag = create("v1.0.0");
  const auto done = store.update({{"v1.1.0", std::nullopt, on(tag)}});
  REQUIRE_FALSE(done);
  CHECK(done.error().code == ReasonCode::invalid_input);
  CHECK(done.error().message == tag.hex() + " is a tag, not a commit");
}

TEST_CASE_FIXTURE(Fixture, "a commit that is not there keeps the tags of others away too") {
  const auto unknown = domain::ObjectId::from_hex(std::string(40, 'd')).value();
  const auto done = store.update({{"v1.0.0", {}, on(commit)}, {"v1.1.0", {}, on(unknown)}});
  REQUIRE_FALSE(done);
  CHECK(done.error().hint.find("push the branch") != std::string::npos);
  CHECK(tags().empty());
}

TEST_CASE_FIXTURE(Fixture, "reading what the repository lacks or what is no tag is an error") {
  CHECK_FALSE(
      store.read({{"x", domain::ObjectId::from_hex(std::string(40, 'd')).value(), commit}}));
  CHECK_FALSE(store.read({{"x", commit, create("v1.0.0")}}));
}

TEST_CASE_FIXTURE(Fixture, "the same repository has many names") {
  create("v1.0.0");
  const std::string clone = contract::new_folder();
  const std::string tree = contract::new_folder();
  run("git clone --quiet " + ground.path() + " " + clone + "/app 2>/dev/null");
  run("git clone --quiet --bare " + ground.path() + " " + clone + "/bare.git");
  run("git -C " + clone + "/app worktree add --quiet " + tree + "/linked");
  for (const std::string& remote : {clone + "/app", clone + "/app/.git", "file://" + clone + "/app",
                                    clone + "/bare.git", clone + "/bare", tree + "/linked"}) {
    CAPTURE(remote);
    LocalTagStore other(remote, ground.patience());
    Names names;
    REQUIRE(other.list({"v"}, names));
    CHECK(names.tags.contains("v1.0.0"));
    CHECK(other.update({{"v1.1.0", std::nullopt, on(commit)}}).has_value() ==
          (remote == clone + "/app" || remote == clone + "/bare.git"));
  }
  CHECK(run("git -C " + tree + "/linked tag") == "v1.0.0\nv1.1.0");
  fs::remove_all(clone);
  fs::remove_all(tree);
}

TEST_CASE_FIXTURE(Fixture, "a remote that is no repository is a clear refusal") {
  std::ofstream(file("a-file")).close();
  struct Row {
    std::string remote, says;
  };
  for (const Row& row :
       {Row{"/nonexistent/app.git", "does not exist"}, Row{file("a-file"), "is a file"},
        Row{file("hooks"), "not a git repository"},
        Row{"file://example.com/app", "names a host"}}) {
    CAPTURE(row.remote);
    LocalTagStore none(row.remote, ground.patience());
    Names names;
    const auto listed = none.list({""}, names);
    REQUIRE_FALSE(listed);
    CHECK(listed.error().code == ReasonCode::invalid_input);
    CHECK(listed.error().message.find(row.says) != std::string::npos);
    CHECK_FALSE(none.check_writable());
    CHECK_FALSE(none.update({{"v1.0.0", std::nullopt, on(commit)}}));
  }
}

TEST_CASE_FIXTURE(Fixture, "a repository of an unknown kind is refused with the reason") {
  run("git -C " + ground.path() + " config core.repositoryFormatVersion 99");
  Names names;
  const auto listed = store.list({""}, names);
  REQUIRE_FALSE(listed);
  CHECK(listed.error().code == ReasonCode::unavailable);
  CHECK(listed.error().message.find("version 99") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "who may not write is told so before anything is tried") {
  if (::geteuid() != 0) return;  // Only root can be someone else.
  run("chmod 755 " + ground.path());
  const auto is_told = [&] {
    const auto done = store.update({{"v1.0.0", std::nullopt, on(commit)}});
    return !store.check_writable() && !done && done.error().code == ReasonCode::permission;
  };
  CHECK(as_nobody(is_told));
}

TEST_CASE_FIXTURE(Fixture, "who may not read is told so") {
  if (::geteuid() != 0) return;
  run("chmod 700 " + ground.path());
  const auto is_told = [&] {
    Names names;
    const auto listed = store.list({""}, names);
    return !listed && listed.error().code == ReasonCode::permission;
  };
  CHECK(as_nobody(is_told));
}

TEST_CASE_FIXTURE(Fixture, "what root writes belongs to the repository's owner") {
  if (::geteuid() != 0) return;
  const auto object = create("api/v1.0.0");
  create("api/v1.1.0");
  ground.pack();
  run("chown -R 65534:65534 " + ground.path());
  REQUIRE(store.update({{"api/v1.0.0", object, Deletion{}}, {"api/v1.2.0", {}, on(commit)}}));
  CHECK(run("find " + ground.path() + " -uid 0").empty());
}

}  // namespace shiptag::adapters::git_local
