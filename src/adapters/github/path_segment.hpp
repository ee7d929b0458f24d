#pragma once
#include <string>
#include <string_view>

namespace shiptag::adapters::github {

/// `text` as one segment of a URL's path: all but `A-Z a-z 0-9 - _ ~` as `%XX`, and `.` too
/// where it would mean a folder. Source: RFC 3986, section 2.
[[nodiscard]] std::string path_segment(std::string_view text);

/// Whether `id` can be a workflow run's: decimal digits, at most 20. Payloads may have others.
[[nodiscard]] bool is_run_id(std::string_view id) noexcept;

}  // namespace shiptag::adapters::github
