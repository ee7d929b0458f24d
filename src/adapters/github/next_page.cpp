#include "adapters/github/next_page.hpp"

#include <algorithm>

#include "adapters/http/url.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::github {
namespace {

/// Whether one of the parameters after an address is `rel="next"`, alone or among others.
bool is_next(std::string_view parameters) {
  parameters = trimmed(parameters);
  if (parameters.ends_with(',')) parameters.remove_suffix(1);  // Another address follows.
  for (std::string_view parameter : split(parameters, ';')) {
    parameter = trimmed(parameter);
    if (!parameter.starts_with("rel=")) continue;
    parameter.remove_prefix(4);
    if (parameter.starts_with('"') && parameter.ends_with('"') && parameter.size() > 1)
      parameter = parameter.substr(1, parameter.size() - 2);
    const auto words = split(parameter, ' ');
    return std::find(words.begin(), words.end(), "next") != words.end();
  }
  return false;
}

}  // namespace

Expected<std::optional<std::string>> next_page(std::string_view url, std::string_view link) {
  for (;;) {
    const std::size_t open = link.find('<');
    const std::size_t close = link.find('>', std::min(open, link.size()));
    if (close == std::string_view::npos) return std::nullopt;
    const std::string_view target = link.substr(open + 1, close - open - 1);
    link.remove_prefix(close + 1);
    if (!is_next(link.substr(0, link.find('<')))) continue;
    auto next = http::redirect_target(url, target);
    if (!next) return fail(while_doing("the next page", std::move(next.error())));
    return *std::move(next);
  }
}

}  // namespace shiptag::adapters::github
