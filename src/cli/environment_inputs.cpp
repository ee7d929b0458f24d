#include "cli/environment_inputs.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace shiptag::cli {
namespace {

char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

std::string variable_for(std::string_view name, char separator) {
  std::string variable = "INPUT_";
  for (const char c : name) variable += c == '_' ? separator : upper(c);
  return variable;
}

std::string value_of(const Variables& variables, std::string_view name) {
  return std::string(trimmed(variables(name).value_or("")));
}

Expected<std::string> read_one(const InputSpec& spec, const Variables& variables) {
  std::string plain = value_of(variables, variable_for(spec.name, '_'));
  std::string dashed = value_of(variables, variable_for(spec.name, '-'));
  if (!plain.empty() && !dashed.empty() && plain != dashed)
    return fail(ReasonCode::invalid_input,
                std::string(spec.name) +
                    " is given twice, spelled with _ and with -, and the values differ",
                "set it once, as " + std::string(spec.name));
  return plain.empty() ? dashed : plain;
}

/// The default of an input that the runner did not fill in: nektos/act leaves the defaults out of
/// an action's post step. Only the runner can evaluate an expression.
std::string workflow_default(const InputSpec& spec) {
  const bool is_expression = spec.action_default.find("${{") != std::string_view::npos;
  return is_expression ? "" : std::string(spec.action_default);
}

/// The password in `https://user:password@host/`, or the user where there is none; empty where
/// there is neither. In an SSH address the user is not a secret.
std::string_view credential_in(std::string_view address) {
  if (!address.starts_with("https://") && !address.starts_with("http://")) return {};
  const std::size_t host = address.find("://") + 3;
  const std::size_t at = address.rfind('@');  // A password may have any character, even a slash.
  if (at == std::string_view::npos || at < host) return {};
  const std::string_view user_info = address.substr(host, at - host);
  const std::size_t colon = user_info.find(':');
  return colon == std::string_view::npos ? user_info : user_info.substr(colon + 1);
}

domain::Notice unused(const InputSpec& spec, Operation operation) {
  return {.level = domain::Notice::Level::notice,
          .title = "Input not used",
          .message = std::string(to_string(operation)) + " does not use the input " +
                     std::string(spec.name) + "; it was ignored"};
}

}  // namespace

bool has_environment_inputs(const Variables& variables) {
  return std::ranges::any_of(all_inputs(), [&](const InputSpec& spec) {
    return variables(variable_for(spec.name, '_')) || variables(variable_for(spec.name, '-'));
  });
}

Expected<EnvironmentInputs> read_environment(const Variables& variables) {
  EnvironmentInputs read;
  for (const InputSpec& spec : all_inputs()) {
    auto value = read_one(spec, variables);
    if (!value) return fail(value.error());
    if (value->empty()) *value = workflow_default(spec);
    if (value->empty()) continue;
    if (auto fits = check_characters(spec, *value); !fits) return fail(fits.error());
    read.given.emplace(spec.name, std::move(*value));
  }
  const auto operation = operation_of(read.given);
  if (!operation) return fail(operation.error());
  std::erase_if(read.given, [&](const auto& input) {
    const InputSpec& spec = *find_input(input.first);
    if (spec.used_by.contains(*operation)) return false;
    if (!is_default(spec, input.second)) read.notices.push_back(unused(spec, *operation));
    return true;
  });
  return read;
}

std::string token_of(const Variables& variables) {
  for (const std::string_view name : std::array{"INPUT_TOKEN", "SHIPTAG_TOKEN"})
    if (auto value = value_of(variables, name); !value.empty()) return value;
  return {};
}

Secrets secrets_of(const std::vector<std::string>& arguments, const Variables& variables) {
  Secrets secrets;
  for (const std::string_view name : std::array{"INPUT_TOKEN", "SHIPTAG_TOKEN", "GITHUB_TOKEN"})
    secrets.add(value_of(variables, name));
  secrets.add(credential_in(value_of(variables, variable_for("remote", '_'))));
  constexpr std::string_view option = "--remote";
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view argument = arguments[i];
    if (argument == option && i + 1 < arguments.size())
      secrets.add(credential_in(arguments[i + 1]));
    if (argument.starts_with(std::string(option) + "="))
      secrets.add(credential_in(argument.substr(option.size() + 1)));
  }
  return secrets;
}

}  // namespace shiptag::cli
