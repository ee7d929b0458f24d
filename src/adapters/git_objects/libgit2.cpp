#include "adapters/git_objects/libgit2.hpp"

#include <array>
#include <string>

#include "base/text.hpp"

namespace shiptag::adapters::git_objects {
namespace {

// The packbuilder and git_repository_open read $HOME/.gitconfig and fail if it is broken.
int start() {
  if (const int code = git_libgit2_init(); code < 0) return code;
  constexpr std::array levels = {GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM,
                                 GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL};
  for (const git_config_level_t level : levels)
    if (const int code = git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, ""); code < 0)
      return code;
  return git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
}

std::string last_words(int code) {
  const git_error* last = git_error_last();
  if (last == nullptr || last->message == nullptr) return "libgit2 error " + std::to_string(code);
  return printable(last->message, 300);
}

}  // namespace

Expected<void> start_libgit2() {
  static const int code = start();
  if (code < 0) return fail(ReasonCode::internal, "starting libgit2: " + last_words(code));
  return {};
}

Expected<void> check(int code, std::string_view doing) {
  if (code >= 0) return {};
  return fail(ReasonCode::unavailable, std::string(doing) + ": " + last_words(code));
}

git_oid to_git(const domain::ObjectId& id) noexcept {
  git_oid out{};
  git_oid_fromstr(&out, id.hex().c_str());
  return out;
}

domain::ObjectId from_git(const git_oid& id) noexcept {
  std::array<char, GIT_OID_HEXSZ> hex{};
  git_oid_fmt(hex.data(), &id);
  return domain::ObjectId::from_hex({hex.data(), hex.size()}).value_or(domain::ObjectId{});
}

}  // namespace shiptag::adapters::git_objects
