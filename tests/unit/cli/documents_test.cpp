#include "unit/cli/documents.hpp"

#include <filesystem>
#include <regex>
#include <set>

#include "base/reason_code.hpp"
#include "cli/inputs.hpp"
#include "cli/outputs.hpp"

using namespace shiptag;
using namespace shiptag::cli;
using shiptag::tests::check_document;
using shiptag::tests::check_section;
using shiptag::tests::read_document;

namespace {

std::string words_of(const InputSpec& spec) {
  if (spec.kind == Kind::flag) return "`true`, `false`";
  if (spec.kind == Kind::number)
    return std::to_string(spec.lowest) + " to " + std::to_string(spec.highest);
  if (spec.kind != Kind::choice) return "";
  return "`" + std::regex_replace(std::string(spec.words), std::regex("\\|"), "`, `") + "`";
}

std::string code(std::string_view text) {
  return text.empty() ? "" : "`" + std::string(text) + "`";
}

std::string operations_of(const OperationSet& set) {
  std::string text;
  for (const Operation operation : all_operations)
    if (set.contains(operation)) text.append(text.empty() ? "" : ", ").append(to_string(operation));
  return text;
}

std::string row(std::initializer_list<std::string> cells) {
  std::string line = "|";
  for (const std::string& cell : cells) line += cell.empty() ? " |" : " " + cell + " |";
  return line + "\n";
}

std::string default_of(const InputSpec& spec) {
  return code(spec.action_default.empty() ? spec.fallback : spec.action_default);
}

std::string input_row(const InputSpec& spec) {
  return row({code(spec.name), std::string(spec.description), words_of(spec), default_of(spec)});
}

const std::string input_head =
    row({"input", "what it is", "values", "default"}) + "|---|---|---|---|\n";

std::string inputs_for_all() {
  std::string table = input_head;
  for (const InputSpec& spec : all_inputs())
    if (operations_of(spec.used_by) == operations_of(every_operation)) table += input_row(spec);
  return table;
}

std::string inputs_of(Operation operation) {
  std::string table = input_head;
  for (const InputSpec& spec : all_inputs())
    if (spec.used_by.contains(operation) &&
        operations_of(spec.used_by) != operations_of(every_operation))
      table += input_row(spec);
  return table;
}

std::string all_input_rows() {
  std::string table =
      row({"input", "used by", "what it is", "values", "default"}) + "|---|---|---|---|---|\n";
  for (const InputSpec& spec : all_inputs()) {
    const std::string users = operations_of(spec.used_by);
    table += row({code(spec.name), users == operations_of(every_operation) ? "all" : users,
                  std::string(spec.description), words_of(spec), default_of(spec)});
  }
  return table;
}

std::string all_output_rows() {
  std::string table = row({"output", "set by", "what it is"}) + "|---|---|---|\n";
  for (const OutputSpec& spec : all_outputs()) {
    const std::string setters = operations_of(spec.set_by);
    table += row({code(spec.name), setters == operations_of(every_operation) ? "all" : setters,
                  std::string(spec.description)});
  }
  return table;
}

std::string quoted_yaml(std::string_view text) {
  return "\"" + std::string(text) + "\"";
}

std::string action_yml() {
  std::string text =
      "# The inputs and outputs repeat the tables in src/cli/; a test holds them to it.\n"
      "name: shiptag\n"
      "description: Tags versions, deploys and rolls back with git tags as the only state.\n"
      "branding:\n  icon: git-commit\n  color: green\n"
      "inputs:\n";
  for (const InputSpec& spec : all_inputs()) {
    text += "  " + std::string(spec.name) + ":\n    description: " + quoted_yaml(spec.description) +
            "\n    required: " + (spec.name == "operation" ? "true" : "false") + "\n";
    if (!spec.action_default.empty())
      text += "    default: " + std::string(spec.action_default) + "\n";
    else if (spec.name != "operation")
      text += "    default: " + quoted_yaml(spec.fallback) + "\n";
  }
  text += "outputs:\n";
  for (const OutputSpec& spec : all_outputs())
    text += "  " + std::string(spec.name) + ":\n    description: " + quoted_yaml(spec.description) +
            "\n";
  return text +
         "runs:\n  using: docker\n  image: Dockerfile\n  post-entrypoint: /post-entrypoint.sh\n";
}

/// The words that `pattern` captures in every file in or below `folder`.
std::set<std::string> captured(const std::string& folder, const std::regex& pattern) {
  std::set<std::string> words;
  const std::string root = tests::document_path("");
  for (const auto& file :
       std::filesystem::recursive_directory_iterator(tests::document_path(folder))) {
    if (!file.is_regular_file()) continue;
    const std::string text = read_document(file.path().string().substr(root.size()));
    for (std::sregex_iterator at(text.begin(), text.end(), pattern), end; at != end; ++at)
      words.insert((*at)[1]);
  }
  return words;
}

}  // namespace

TEST_SUITE_BEGIN("cli/documents");

TEST_CASE("action.yml has every input and output of the code, and no other") {
  check_document("action.yml", action_yml());
}

TEST_CASE("the page of inputs and outputs has the tables of the code") {
  check_section("docs/inputs-and-outputs.md", "inputs", all_input_rows());
  check_section("docs/inputs-and-outputs.md", "outputs", all_output_rows());
}

TEST_CASE("each operation's page has its inputs") {
  for (const Operation operation : all_operations)
    check_section("docs/operations/" + std::string(to_string(operation)) + ".md", "inputs",
                  inputs_of(operation));
  check_section("docs/operations/README.md", "inputs", inputs_for_all());
}

TEST_CASE("no description is read as an expression or breaks a table or YAML") {
  for (const InputSpec& spec : all_inputs()) {
    CAPTURE(spec.name);
    CHECK(spec.description.find("${{") == std::string_view::npos);
    CHECK(spec.description.find_first_of("|\"\\\n") == std::string_view::npos);
  }
  for (const OutputSpec& spec : all_outputs()) {
    CAPTURE(spec.name);
    CHECK(spec.description.find_first_of("|\"\\\n$") == std::string_view::npos);
  }
}

TEST_CASE("an output that an operation sets is in the table") {
  std::set<std::string> known;
  for (const OutputSpec& spec : all_outputs()) known.emplace(spec.name);
  const auto set = captured("src/operations", std::regex("output\\(\"([a-z_]+)\""));
  CHECK_FALSE(set.empty());
  for (const std::string& name : set) {
    CAPTURE(name);
    CHECK(known.count(name) == 1);
  }
}

TEST_CASE("docs/reason-codes.md explains every reason code, and no other") {
  std::set<std::string> codes;
  for (int code = 0; code <= static_cast<int>(ReasonCode::internal); ++code)
    codes.emplace(to_string(static_cast<ReasonCode>(code)));
  const std::string text = read_document("docs/reason-codes.md");
  std::set<std::string> explained;
  const std::regex first_cell("\n\\| `([a-z_]+)` \\|");
  for (std::sregex_iterator at(text.begin(), text.end(), first_cell), end; at != end; ++at)
    CHECK_MESSAGE(explained.insert((*at)[1]).second, "explained twice: " << (*at)[1]);
  CHECK(explained == codes);
}

TEST_SUITE_END();
