#include <algorithm>
#include <map>

#include "base/secrets.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/environment_inputs.hpp"
#include "cli/inputs.hpp"
#include "cli/requests.hpp"
#include "fuzz/target.hpp"

namespace shiptag::fuzz {
namespace {

constexpr std::string_view canary = "not-a-real-token";
constexpr char separator = '\x1e';  // Stands between variables, as a value may have every other.

/// `NAME=value` of each part, with a token in every case.
std::map<std::string, std::string, std::less<>> variables_of(std::string_view input) {
  std::map<std::string, std::string, std::less<>> variables;
  for (const std::string_view part : split(input, separator)) {
    const std::size_t end = std::min(part.find('='), part.size());
    variables.emplace(part.substr(0, end), part.substr(std::min(end + 1, part.size())));
  }
  variables["INPUT_TOKEN"] = canary;
  return variables;
}

/// What the operation takes, refused or not.
Expected<void> request_of(const cli::Inputs& inputs) {
  const auto done = [](const auto& request) {
    return request ? Expected<void>() : Expected<void>(fail(request.error()));
  };
  switch (inputs.operation()) {
    case cli::Operation::tag:
      return done(cli::tag_request(inputs, {}));
    case cli::Operation::deploy:
      return done(cli::deploy_request(inputs, {}));
    case cli::Operation::rollback:
      return done(cli::rollback_request(inputs));
    case cli::Operation::hold:
      return done(cli::hold_request(inputs));
    case cli::Operation::resume:
      return done(cli::resume_request(inputs));
  }
  return {};
}

void check_refusal(const Error& error, const Secrets& secrets) {
  require(error.code == ReasonCode::invalid_input, "what is refused is an input");
  require(!has_control_characters(error.message), "a refusal is one line");
  const std::string shown = secrets.redact(error.message + error.hint);  // As it is printed.
  require(shown.find(canary) == std::string::npos, "no token is shown");
  const bool names_one = std::ranges::any_of(cli::all_inputs(), [&](const cli::InputSpec& spec) {
    return error.message.find(spec.name) != std::string::npos;
  });
  require(names_one, "a refusal names an input");
}

}  // namespace

std::vector<std::string> seeds() {
  const std::string deploy = "INPUT_OPERATION=deploy\x1eINPUT_ENVIRONMENT=production\x1e";
  const std::string hold = "INPUT_OPERATION=hold\x1eINPUT_ENVIRONMENT=production\x1e";
  return {
      "INPUT_OPERATION=tag\x1eINPUT_BUMP=patch\x1eINPUT_SUB_PROJECT=api\x1eINPUT_WITHIN=v1",
      "INPUT_OPERATION=tag\x1eINPUT_TAG-TYPE=state\x1eINPUT_STATE=stable\x1eINPUT_VERSION=v1.2.3",
      deploy + "INPUT_VERSION=v1.0.0\x1eINPUT_PHASE=start\x1eINPUT_REGION=us-east",
      deploy + "INPUT_VERSION=v1.0.0\x1eINPUT_OVERRIDE=true\x1eINPUT_OVERRIDE_REASON=urgent",
      deploy + "INPUT_ENVIRONMENT_URL=https://example.com\x1eINPUT_TIMEOUT_SECONDS=60",
      "INPUT_OPERATION=rollback\x1eINPUT_ENVIRONMENT=production\x1eINPUT_STRATEGY=stable",
      hold + "INPUT_REASON=freeze\x1eINPUT_UNTIL=2030-01-02T08:00:00Z",
      "INPUT_OPERATION=resume\x1eINPUT_ENVIRONMENT=production\x1eINPUT_DRY_RUN=TRUE",
  };
}

void try_input(std::string_view input) {
  const auto values = variables_of(input);
  const auto variables = [&](std::string_view name) -> std::optional<std::string> {
    const auto found = values.find(name);
    return found == values.end() ? std::nullopt : std::optional(found->second);
  };
  const Secrets secrets = cli::secrets_of({}, variables);
  const auto command = cli::read_command({}, variables);
  if (!command) return check_refusal(command.error(), secrets);
  if (!command->inputs) return;
  if (const auto request = request_of(*command->inputs); !request)
    check_refusal(request.error(), secrets);
}

}  // namespace shiptag::fuzz
