#pragma once
#include <string>
#include <string_view>

#include "base/expected.hpp"

namespace shiptag::adapters::git_wire {

/// The address of a repository on a git server, checked: `https://host/path.git`, or `http://`
/// where no token is given or the server is this machine. Never holds a password.
class RemoteUrl {
 public:
  /// Reads what a person gives as `remote`; `.git` is added where it is missing.
  /// @return `invalid_input` naming the rule; a password in `text` is not repeated.
  [[nodiscard]] static Expected<RemoteUrl> parse(std::string_view text, std::string_view token);

  [[nodiscard]] const std::string& str() const noexcept { return url_; }

 private:
  explicit RemoteUrl(std::string url) : url_(std::move(url)) {}
  std::string url_;
};

/// `url` made safe for messages: `***` replaces user and password, or what may be one.
[[nodiscard]] std::string redacted(std::string_view url);

}  // namespace shiptag::adapters::git_wire
