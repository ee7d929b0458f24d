#include "adapters/runner/run_context.hpp"

#include <git2.h>
#include <unistd.h>

#include <array>
#include <initializer_list>
#include <vector>

#include "adapters/git_objects/libgit2.hpp"
#include "adapters/system/regular_file.hpp"

namespace shiptag::adapters::runner {
namespace {

constexpr std::size_t longest_file = std::size_t{1} << 20U;
using Config = git_objects::Handle<git_config, git_config_free>;

std::string first_of(const Variables& variables, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names)
    if (auto value = variables(name).value_or(""); !value.empty()) return value;
  return {};
}

/// Git's own configuration files, the strongest first. libgit2's search is turned off, so that
/// nothing but the identity comes from them. Source: git-config(1), "FILES".
std::vector<std::string> files(const Variables& variables, const std::string& workspace) {
  const std::string home = first_of(variables, {"HOME"});
  const std::string xdg = first_of(variables, {"XDG_CONFIG_HOME"});
  return {workspace + "/.git/config", home + "/.gitconfig",
          (xdg.empty() ? home + "/.config" : xdg) + "/git/config", "/etc/gitconfig"};
}

/// The value of `key` in the file at `path`; empty if it has none, or cannot be read.
std::string value_in(const std::string& path, const char* key) {
  if (::access(path.c_str(), R_OK) != 0) return {};
  if (!system::check_regular(path, longest_file)) return {};
  git_config* raw = nullptr;
  if (git_config_open_ondisk(&raw, path.c_str()) < 0) return {};
  const Config file(raw);
  git_config* frozen = nullptr;
  if (git_config_snapshot(&frozen, raw) < 0) return {};
  const Config snapshot(frozen);
  const char* value = nullptr;
  return git_config_get_string(&value, frozen, key) < 0 ? std::string{} : std::string(value);
}

std::string configured(const std::vector<std::string>& paths, const char* key) {
  if (!git_objects::start_libgit2()) return {};
  for (const std::string& path : paths)
    if (auto value = value_in(path, key); !value.empty()) return value;
  return {};
}

std::string host_name() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return "localhost";
  return name.data();
}

}  // namespace

Person git_identity(const Variables& variables, const std::string& workspace) {
  const auto paths = files(variables, workspace);
  Person person{first_of(variables, {"GIT_COMMITTER_NAME"}),
                first_of(variables, {"GIT_COMMITTER_EMAIL"})};
  if (person.name.empty()) person.name = configured(paths, "user.name");
  if (person.email.empty()) person.email = configured(paths, "user.email");
  const std::string login = first_of(variables, {"USER", "LOGNAME"});
  if (person.name.empty()) person.name = login;
  if (person.email.empty()) person.email = (login.empty() ? "unknown" : login) + "@" + host_name();
  return person;
}

}  // namespace shiptag::adapters::runner
