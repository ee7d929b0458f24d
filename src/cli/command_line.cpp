#include "cli/command_line.hpp"

#include <algorithm>
#include <boost/program_options.hpp>

#include "base/text.hpp"

namespace shiptag::cli {
namespace {

namespace po = boost::program_options;

// The operation is the only argument that is not an option.
constexpr std::string_view operation_name = "operation";

/// The input whose option `argument` is, without a value; nullptr if there is none.
const InputSpec* option_of(std::string_view argument) {
  const auto is_it = [&](const InputSpec& spec) {
    return "--" + option_for(spec.name) == argument;
  };
  const auto at = std::ranges::find_if(all_inputs(), is_it);
  return at == all_inputs().end() ? nullptr : &*at;
}

bool is_flag(std::string_view argument) {
  const InputSpec* const spec = option_of(argument);
  return spec != nullptr && spec->kind == Kind::flag;
}

/// `arguments` in the one form that the parser must handle: each option followed by its value.
/// A flag alone gets its `=true`, and `--region=` an empty value, which stands for the default.
std::vector<std::string> with_values(const std::vector<std::string>& arguments) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    const bool next_is_flag = i + 1 < arguments.size() && flag_from(arguments[i + 1]);
    if (is_flag(argument) && !next_is_flag) {
      out.push_back(argument + "=true");
    } else if (argument.starts_with("--") && argument.ends_with('=')) {
      out.push_back(argument.substr(0, argument.size() - 1));
      out.emplace_back();
    } else {
      out.push_back(argument);
    }
  }
  return out;
}

po::options_description options() {
  po::options_description description;
  for (const InputSpec& spec : all_inputs())
    description.add_options()(option_for(spec.name).c_str(), po::value<std::string>(), "");
  return description;
}

tl::unexpected<Error> misuse(std::string message) {
  return fail(ReasonCode::invalid_input, std::move(message),
              "run `shiptag <operation> --help` to list the options");
}

/// Boost would take `--dry-run` for the reason in `--reason --dry-run`, and the run would be real.
Expected<void> check_values_follow(const std::vector<std::string>& arguments) {
  for (std::size_t i = 0; i + 1 < arguments.size(); ++i)
    if (option_of(arguments[i]) != nullptr && !is_flag(arguments[i]) &&
        arguments[i + 1].starts_with("--"))
      return fail(ReasonCode::invalid_input, "option '" + arguments[i] + "' requires a value",
                  "if the value starts with two dashes, write " + arguments[i] + "=--…");
  return {};
}

using Style = po::command_line_style::style_t;
constexpr int style = Style::allow_long | Style::long_allow_adjacent | Style::long_allow_next;

/// The argument after the operation that belongs to no option; Boost does not say which one it is.
std::string unexpected_one(const std::vector<std::string>& arguments,
                           const po::options_description& known) {
  const auto parsed =
      po::command_line_parser(with_values(arguments)).options(known).style(style).run();
  std::size_t words = 0;
  for (const auto& option : parsed.options)
    if (option.position_key >= 0 && ++words > 1) return option.value.front();
  return {};
}

/// Boost's exceptions as errors: their own words quote values, which may be anything.
Expected<po::variables_map> parse(const std::vector<std::string>& arguments) {
  const po::options_description known = options();
  po::positional_options_description operation;
  operation.add(operation_name.data(), 1);
  try {
    po::variables_map values;
    po::store(po::command_line_parser(with_values(arguments))
                  .options(known)
                  .positional(operation)
                  .style(style)
                  .run(),
              values);
    return values;
  } catch (const po::unknown_option& error) {
    return misuse("unknown option " + in_quotes(error.get_option_name()));
  } catch (const po::multiple_occurrences& error) {
    return misuse("option " + in_quotes(error.get_option_name()) + " is given more than once");
  } catch (const po::too_many_positional_options_error&) {
    return misuse("unexpected argument " + in_quotes(unexpected_one(arguments, known)));
  } catch (const po::error_with_option_name& error) {
    return misuse("option " + in_quotes(error.get_option_name()) + " requires a value");
  } catch (const po::error&) {
    return misuse("the arguments cannot be parsed");
  }
}

GivenInputs given_of(const po::variables_map& values) {
  GivenInputs given;
  for (const InputSpec& spec : all_inputs()) {
    if (values.count(option_for(spec.name)) == 0) continue;
    const std::string_view value = trimmed(values[option_for(spec.name)].as<std::string>());
    if (!value.empty()) given.emplace(spec.name, value);
  }
  return given;
}

Expected<void> check_use(const GivenInputs& given, Operation operation) {
  for (const auto& [name, value] : given)
    if (!find_input(name)->used_by.contains(operation))
      return fail(
          ReasonCode::invalid_input,
          std::string(to_string(operation)) + " has no option --" + option_for(name),
          "run `shiptag " + std::string(to_string(operation)) + " --help` to list its options");
  return {};
}

}  // namespace

std::string option_for(std::string_view input) {
  std::string option(input);
  std::ranges::replace(option, '_', '-');
  return option;
}

Expected<GivenInputs> read_options(const std::vector<std::string>& arguments) {
  if (auto fits = check_values_follow(arguments); !fits) return fail(fits.error());
  const auto values = parse(arguments);
  if (!values) return fail(values.error());
  if (values->count("token") != 0)
    return fail(
        ReasonCode::invalid_input,
        "the token cannot be an option: anyone on the machine can read command-line arguments",
        "set the environment variable SHIPTAG_TOKEN instead");
  GivenInputs given = given_of(*values);
  const auto operation = operation_of(given);
  if (!operation) return fail(operation.error());
  if (auto fits = check_use(given, *operation); !fits) return fail(fits.error());
  return given;
}

}  // namespace shiptag::cli
