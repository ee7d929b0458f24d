#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/config/workspace_environments.hpp"
#include "adapters/git_local/workspace_repository.hpp"
#include "adapters/github/account.hpp"
#include "adapters/github/github.hpp"
#include "adapters/http/curl_client.hpp"
#include "adapters/json/ledger_format.hpp"
#include "adapters/open_tag_store.hpp"
#include "adapters/runner/run_context.hpp"
#include "adapters/runner/runner_report.hpp"
#include "adapters/runner/saved_state.hpp"
#include "adapters/runner/workflow_commands.hpp"
#include "adapters/system/interrupt.hpp"
#include "adapters/system/redacted_stream.hpp"
#include "adapters/system/system_clock.hpp"
#include "adapters/terminal/terminal_report.hpp"
#include "base/secrets.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/environment_inputs.hpp"
#include "cli/run.hpp"

// The composition root: the one place that knows both the operations and the adapters.

namespace shiptag {
namespace {

using domain::Outcome;

std::optional<std::string> variable(std::string_view name) {
  const char* const value = std::getenv(std::string(name).c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

/// What stays the same through the whole run.
struct Process {
  const Secrets& secrets;
  Variables variables = variable;
  bool in_workflow = adapters::runner::in_workflow(variables);
  adapters::system::SystemClock clock = {};
  std::unique_ptr<ports::Log> log = {};
  std::unique_ptr<ports::ReportSink> sink = {};

  explicit Process(const Secrets& known) : secrets(known) {
    using namespace adapters;
    if (in_workflow) {
      log = std::make_unique<runner::WorkflowLog>(std::cout);
      sink = std::make_unique<runner::RunnerReport>(runner::RunnerFiles::from(variables), std::cout,
                                                    clock, secrets);
      return;
    }
    using Shown = terminal::TerminalLog::Shown;
    const bool wanted = variables("SHIPTAG_DEBUG") == "1";
    log = std::make_unique<terminal::TerminalLog>(std::cerr, wanted ? Shown::yes : Shown::no);
    sink = std::make_unique<terminal::TerminalReport>(std::cout, std::cerr);
  }

  [[nodiscard]] adapters::runner::SavedState saved_state(std::string_view key) const {
    return {variables, key, secrets};
  }

  [[nodiscard]] std::string workspace() const {
    std::string given = in_workflow ? variables("GITHUB_WORKSPACE").value_or("") : "";
    if (!given.empty()) return given;
    std::error_code gone;
    const auto here = std::filesystem::current_path(gone);
    return gone ? "." : here.string();
  }
};

/// Runs before anything else is printed. What cannot be a token is refused later, and never shown.
void mask_tokens(const Process& process) {
  if (!process.in_workflow) return;
  for (const std::string& token :
       {cli::token_of(process.variables), process.variables("GITHUB_TOKEN").value_or("")})
    if (!token.empty() && is_utf8(token) && !has_control_characters(token))
      std::cout << adapters::runner::add_mask(token) << std::flush;
}

Expected<domain::RunContext> run_context(const Process& process) {
  using namespace adapters::runner;
  if (process.in_workflow) return workflow_context(process.variables);
  return terminal_context(process.variables, git_identity(process.variables, process.workspace()));
}

/// The repository around the workspace, unless the workflow already says everything it could.
Expected<adapters::git_local::WorkspaceRepository> repository_here(const Process& process,
                                                                   const domain::RunContext& run) {
  if (!run.commit_sha.empty() && !run.repository.empty())
    return adapters::git_local::WorkspaceRepository{};
  return adapters::git_local::read_workspace_repository(process.workspace());
}

cli::Checkout checkout(const domain::RunContext& run,
                       const Expected<adapters::git_local::WorkspaceRepository>& repository) {
  if (auto commit = domain::ObjectId::from_hex(run.commit_sha)) return {commit};
  return {repository ? repository->head : std::nullopt};
}

/// The step itself; for `phase: auto` it leaves word for the post step.
std::optional<Outcome> step(const cli::Inputs& inputs, const cli::Checkout& checkout,
                            operations::Ports& ports, const Process& process) {
  if (!cli::has_post(inputs)) return cli::run(inputs, checkout, ports);
  const auto saved = process.saved_state(cli::step_key(inputs, ports.run));
  if (const auto ok = saved.check(); !ok)
    return cli::failed_before(to_string(inputs.operation()), ok.error());
  Outcome outcome = cli::run(inputs, checkout, ports);
  if (const auto done = saved.save(cli::left_for_post(outcome), ports.clock); !done)
    outcome.warn("State not saved",
                 with_hint(done.error()) + "; the post step may not end this deployment");
  return outcome;
}

/// The post step: ends what the step began.
std::optional<Outcome> post(const cli::Inputs& inputs, const cli::Checkout& checkout,
                            operations::Ports& ports, const Process& process) {
  const auto saved = process.saved_state(cli::step_key(inputs, ports.run));
  return cli::run_post(inputs, checkout, saved.load(), ports);
}

Expected<std::optional<Outcome>> operate(const cli::Command& command, Process& process) {
  const cli::Inputs& inputs = *command.inputs;
  if (!cli::ends_deployment(command))
    if (const auto ok = process.sink->check(); !ok) return fail(ok.error());
  const auto run = run_context(process);
  if (!run) return fail(run.error());
  const auto repository = repository_here(process, *run);
  const auto choice = adapters::choose_remote(
      {.remote = inputs.text("remote"),
       .token = inputs.text("token"),
       .github_token = std::string(trimmed(process.variables("GITHUB_TOKEN").value_or("")))},
      *run, repository);
  if (!choice) return fail(choice.error());
  const std::chrono::seconds time_limit(inputs.number("timeout_seconds"));
  adapters::http::CurlClient http;
  const auto account =
      adapters::github::account_for(choice->remote, choice->token, *run, time_limit);
  if (!account) return fail(account.error());
  std::optional<adapters::github::GitHub> github;
  if (*account)
    github.emplace(adapters::github::World{http, process.clock, *process.log}, **account,
                   run->run_url);
  const auto store =
      adapters::open_tag_store(*choice, time_limit, {http, process.clock, *process.log},
                               github ? &github->tag_writer : nullptr);
  if (!store) return fail(store.error());
  const adapters::json::LedgerFormat ledger_format;
  adapters::config::WorkspaceEnvironments environments(process.workspace(),
                                                       inputs.text("environments_dir"));
  operations::Ports ports{**store, ledger_format, environments, process.clock, *process.log, *run};
  if (github)
    ports.forge.emplace(operations::Forge{github->deployments, github->runs, github->permissions});
  auto outcome =
      (command.is_post ? post : step)(inputs, checkout(*run, repository), ports, process);
  if (outcome && choice->notice) outcome->notices.insert(outcome->notices.begin(), *choice->notice);
  return outcome;
}

/// @return nullopt if there was nothing to do.
std::optional<Outcome> run(const cli::Command& command, Process& process) {
  if (command.is_post && !cli::has_post(*command.inputs)) return std::nullopt;
  const std::string_view operation = to_string(command.inputs->operation());
  auto done = operate(command, process);
  std::optional<Outcome> outcome =
      done ? *std::move(done) : std::optional(cli::failed_before(operation, done.error()));
  if (outcome && !command.is_post)
    outcome->notices.insert(outcome->notices.begin(), command.notices.begin(),
                            command.notices.end());
  return outcome;
}

/// Reports how the run ended. @return the exit status.
int conclude(const Outcome& outcome, const Process& process) {
  if (const auto told = process.sink->report(outcome); !told) {
    const std::string words =
        "the operation ended with " + in_quotes(to_string(outcome.decision)) +
        ", but that could not be reported in full: " + with_hint(told.error());
    process.sink->add_error(words);
    return 1;
  }
  const int signal = adapters::system::interrupted();
  if (outcome.reason_code == ReasonCode::interrupted && signal != 0) return 128 + signal;
  return exit_status(outcome.decision, outcome.reason_code);
}

int print(const std::string& text) {
  std::cout << text << std::flush;
  return std::cout ? 0 : 1;
}

/// Inputs that cannot be read stopped the step as well, and it said so, unless the job has since
/// changed what they are made from.
int post_without_inputs(const std::string_view operation, const Error& fault,
                        const Process& process) {
  const auto left = process.saved_state("").load();
  if (!left || left->empty()) return 0;
  return conclude(
      cli::failed_before(operation, while_doing("ending this step's deployment", fault)), process);
}

int work(const std::vector<std::string>& arguments, Process& process) {
  const std::string_view operation = cli::asked_operation(arguments, process.variables);
  try {
    const auto command = cli::read_command(arguments, process.variables);
    if (!command && cli::is_post(arguments))
      return post_without_inputs(operation, command.error(), process);
    if (!command) return conclude(cli::failed_before(operation, command.error()), process);
    if (!command->inputs) return print(command->text);
    const auto outcome = run(*command, process);
    return outcome ? conclude(*outcome, process) : 0;
  } catch (const std::exception& bug) {
    const Error error{ReasonCode::internal, "shiptag itself failed: " + printable(bug.what(), 300),
                      "this is a bug in shiptag; please report it, with the version"};
    return conclude(cli::failed_before(operation, error), process);
  }
}

}  // namespace
}  // namespace shiptag

int main(int argc, char** argv) {
  using shiptag::adapters::system::RedactedStream;
  shiptag::Secrets secrets;
  const RedactedStream out(std::cout, secrets);
  const RedactedStream err(std::cerr, secrets);
  try {
    shiptag::adapters::system::catch_interrupts();
    const std::vector<std::string> arguments{argv + std::min(argc, 1), argv + argc};
    shiptag::Process process(secrets);
    shiptag::mask_tokens(process);  // While they may still be printed.
    secrets = shiptag::cli::secrets_of(arguments, process.variables);
    return shiptag::work(arguments, process);
  } catch (const std::exception& bug) {
    std::cerr << "error: " << bug.what() << std::endl;
    return 1;
  }
}
