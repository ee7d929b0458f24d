#include "cli/command.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "cli/command_line.hpp"
#include "cli/environment_inputs.hpp"
#include "cli/help.hpp"

namespace shiptag::cli {
namespace {

bool asks_for_help(const std::vector<std::string>& arguments) {
  return std::ranges::find(arguments, "--help") != arguments.end() ||
         std::ranges::find(arguments, "-h") != arguments.end();
}

std::string help(const std::vector<std::string>& arguments) {
  const auto operation = operation_from(arguments.front());
  return operation ? help_for(*operation) : general_help();
}

Expected<Command> from_environment(const Variables& variables) {
  auto read = read_environment(variables);
  if (!read) return fail(read.error());
  if (auto fits = check_no_secret(read->given, secrets_of({}, variables)); !fits)
    return fail(fits.error());
  auto inputs = Inputs::check(read->given);
  if (!inputs) return fail(inputs.error());
  return Command{.inputs = *std::move(inputs), .notices = std::move(read->notices)};
}

Expected<Command> from_options(const std::vector<std::string>& arguments,
                               const Variables& variables) {
  auto given = read_options(arguments);
  if (!given) return fail(given.error());
  if (std::string token = token_of(variables); !token.empty())
    given->insert_or_assign("token", std::move(token));
  if (const auto phase = given->find("phase"); phase != given->end() && phase->second == "auto")
    return fail(ReasonCode::invalid_input,
                "--phase auto works only in a workflow: there is no job here to wait for",
                "use --phase complete, or --phase start and --phase finish");
  if (auto fits = check_no_secret(*given, secrets_of(arguments, variables)); !fits)
    return fail(fits.error());
  auto inputs = Inputs::check(*given);
  if (!inputs) return fail(inputs.error());
  return Command{.inputs = *std::move(inputs)};
}

}  // namespace

Expected<Command> read_command(const std::vector<std::string>& arguments,
                               const Variables& variables) {
  // In a workflow a run without inputs is a mistake, and help would pass for success.
  const bool by_runner = variables("GITHUB_ACTIONS") == "true" || has_environment_inputs(variables);
  if (arguments.empty())
    return by_runner ? from_environment(variables) : Command{.text = general_help()};
  if (is_post(arguments)) {
    auto command = from_environment(variables);
    if (command) command->is_post = true;
    return command;
  }
  if (asks_for_help(arguments)) return Command{.text = help(arguments)};
  // With an operation in front, --version is that operation's input.
  if (arguments.size() == 1 && arguments.front() == "--version")
    return Command{.text = version_line()};
  return from_options(arguments, variables);
}

bool ends_deployment(const Command& command) {
  return command.is_post || (command.inputs && command.inputs->text("phase") == "finish");
}

bool is_post(const std::vector<std::string>& arguments) {
  return arguments == std::vector<std::string>{"--post"};
}

std::string_view asked_operation(const std::vector<std::string>& arguments,
                                 const Variables& variables) {
  const bool by_runner = arguments.empty() || is_post(arguments);
  const std::string word =
      by_runner ? variables("INPUT_OPERATION").value_or("") : arguments.front();
  const auto operation = operation_from(trimmed(word));
  return operation ? to_string(*operation) : std::string_view{};
}

}  // namespace shiptag::cli
