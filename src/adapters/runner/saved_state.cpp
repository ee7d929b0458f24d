#include "adapters/runner/saved_state.hpp"

#include <filesystem>
#include <system_error>

#include "adapters/runner/workflow_commands.hpp"
#include "adapters/system/regular_file.hpp"

namespace shiptag::adapters::runner {
namespace {

constexpr std::string_view state_name = "deployment_state";
/// Saved instead of an empty value: act's parser takes empty lines for errors.
constexpr std::string_view nothing = "none";
constexpr std::size_t longest_state = 65536;

std::optional<std::string> first_line(const std::string& path) {
  if (path.empty()) return std::nullopt;
  const auto content = system::read_regular_file(path, longest_state + 1);
  if (!content || !*content || (*content)->empty()) return std::nullopt;
  return (*content)->substr(0, (*content)->find('\n'));
}

}  // namespace

SavedState::SavedState(const Variables& variables, std::string_view key, const Secrets& secrets)
    : secrets_(secrets),
      handed_over_(variables("STATE_" + std::string(state_name))),
      state_file_(variables("GITHUB_STATE").value_or("")) {
  const auto folder = std::filesystem::path(state_file_).parent_path();
  if (!folder.empty()) own_file_ = (folder / ("shiptag-" + std::string(key))).string();
}

Expected<void> SavedState::check() const {
  return check_can_append(state_file_, "GITHUB_STATE");
}

Expected<void> SavedState::save(std::string_view state, ports::Clock& clock) const {
  const std::string_view value = state.empty() ? nothing : state;
  auto saved = append_to_file(state_file_, command_file_entry(state_name, value, clock),
                              "GITHUB_STATE", secrets_);
  if (!saved || own_file_.empty()) return saved;
  std::error_code ignored;
  std::filesystem::remove(own_file_, ignored);
  return append_to_file(own_file_, std::string(value) + "\n", "the file beside GITHUB_STATE",
                        secrets_);
}

std::optional<std::string> SavedState::load() const {
  auto found = handed_over_ && !handed_over_->empty() ? handed_over_ : first_line(own_file_);
  if (!found || found->size() > longest_state) return std::nullopt;
  return *found == nothing ? "" : *found;
}

}  // namespace shiptag::adapters::runner
