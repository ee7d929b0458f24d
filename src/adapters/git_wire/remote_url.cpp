#include "adapters/git_wire/remote_url.hpp"

#include <algorithm>

#include "adapters/http/url.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::git_wire {
namespace {

constexpr std::string_view example = "https://github.com/owner/repository.git";

tl::unexpected<Error> refuse(std::string_view url, std::string_view rule, std::string hint) {
  return fail(ReasonCode::invalid_input,
              "remote " + in_quotes(redacted(url), 300) + " " + std::string(rule), std::move(hint));
}

/// `git@host:owner/name` and `ssh://git@host[:port]/owner/name` as the HTTPS address of the same.
std::string https_form(std::string_view ssh) {
  const bool is_url = ssh.find("://") != std::string_view::npos;
  if (is_url) ssh.remove_prefix(ssh.find("://") + 3);
  if (const std::size_t at = ssh.rfind('@'); at != std::string_view::npos)
    ssh.remove_prefix(at + 1);
  const std::size_t host_end = std::min(ssh.find_first_of(is_url ? ":/" : ":"), ssh.size());
  const std::size_t path = std::min(ssh.find_first_of(is_url ? "/" : ":"), ssh.size());
  std::string form = "https://" + std::string(ssh.substr(0, host_end)) + "/";
  if (path < ssh.size()) form.append(ssh.substr(path + 1));
  return printable(form, 300);
}

bool is_scp_like(std::string_view text) {
  const std::size_t colon = text.find(':');
  return text.find("://") == std::string_view::npos && colon != std::string_view::npos &&
         text.find('/') > colon;
}

Expected<void> check_characters(std::string_view url) {
  const bool fits = std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c < 127; });
  if (!fits || url.find_first_of("?#\\\"<>^`{|}") != std::string_view::npos)
    return refuse(url, "has a character that is not allowed in a repository address",
                  "write it like " + std::string(example) +
                      ", with other characters as %XX and the host name in its xn-- form");
  if (url.size() > 2048) return refuse(url, "is longer than 2048 bytes", {});
  return {};
}

Expected<void> check_path(std::string_view url, std::string_view path) {
  if (path.size() < 2)
    return refuse(url, "does not name a repository", "write it like " + std::string(example));
  for (const std::string_view segment : split(path.substr(1), '/'))
    if (segment == "." || segment == ".." || segment.empty())
      return refuse(url, "has the path segment " + in_quotes(segment), "remove that segment");
  return {};
}

}  // namespace

Expected<RemoteUrl> RemoteUrl::parse(std::string_view text, std::string_view token) {
  if (text.starts_with("ssh://") || text.starts_with("git+ssh://") || is_scp_like(text))
    return refuse(text, "is an SSH address; only HTTPS is supported",
                  "use " + https_form(text) + " and a `token`");
  const bool is_http = text.starts_with("http://");
  if (!is_http && !text.starts_with("https://"))
    return refuse(text, "does not start with https://", "write it like " + std::string(example));
  if (const auto ok = check_characters(text); !ok) return fail(ok.error());
  const std::size_t host = text.find("://") + 3;
  const std::size_t path_start = std::min(text.find('/', host), text.size());
  if (text.substr(host, path_start - host).find('@') != std::string_view::npos)
    return refuse(text, "contains a user name or password",
                  "remove it from the address and set `token` instead");
  if (path_start == host || text[host] == ':')
    return refuse(text, "does not name a host", "write it like " + std::string(example));
  if (http::parse_url(text) == nullptr)
    return refuse(text, "has an invalid host or port", "write it like " + std::string(example));
  if (is_http && !token.empty() && !http::is_loopback(text))
    return refuse(text, "would send the token unencrypted", "use https:// with the same address");
  std::string url(text);
  while (url.ends_with('/') && url.size() > path_start + 1) url.pop_back();
  if (const auto ok = check_path(url, std::string_view(url).substr(path_start)); !ok)
    return fail(ok.error());
  if (!url.ends_with(".git")) url += ".git";
  return RemoteUrl(std::move(url));
}

std::string redacted(std::string_view url) {
  const std::size_t at = url.rfind('@');  // A password may have any character, even a slash.
  if (at == std::string_view::npos) return std::string(url);
  const std::size_t slashes = url.find("://");
  const std::size_t user = slashes < at ? slashes + 3 : 0;
  return std::string(url.substr(0, user)).append("***").append(url.substr(at));
}

}  // namespace shiptag::adapters::git_wire
