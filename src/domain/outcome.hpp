#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/value.hpp"

namespace shiptag::domain {

/// The most rows that a table has; whoever builds it puts into `remark` how many more there are.
constexpr std::size_t most_rows = 100;

/// Something a summary shows as rows and columns, in no particular format.
struct Table {
  std::string title;                 ///< Empty for the first.
  std::vector<std::string> columns;  ///< Empty where the columns are self-explanatory.
  std::vector<std::vector<std::string>> rows = {};
  std::string remark = {};  ///< What the rows leave out; may be empty.
};

/// Something a person should see besides the outcome itself.
struct Notice {
  enum class Level { notice, warning };
  Level level = Level::notice;
  std::string title;    ///< A few words.
  std::string message;  ///< One line.
};

/// One row of the summary's table: what was looked at, and what came of it.
struct Finding {
  std::string subject;  ///< `version`, `hold`, `previous version`
  std::string value;
};

/// Everything that a run has to say, for the outputs, the annotations, and the summary alike.
struct Outcome {
  std::string operation;  ///< `tag`
  Decision decision = Decision::done;
  ReasonCode reason_code = ReasonCode::created;
  std::string headline = {};  ///< One line for a person: what was done, or why not.
  std::string hint = {};      ///< What to do now; empty if nothing.
  std::string detail = {};    ///< The server's own words, sanitized; may be several lines.
  std::vector<Notice> notices = {};
  std::vector<Finding> findings = {};
  std::vector<std::pair<std::string, std::string>> outputs =
      {};  ///< In the order they are written.
  std::vector<std::string> server_messages = {};

  /// What the finish of a started deployment needs; empty: there is nothing to finish.
  std::string for_finish = {};

  /// What else the operation knows: entities by their names in the result, and tables for the
  /// summary, each in the order in which it is shown.
  std::vector<std::pair<std::string, Value>> entities = {};
  std::vector<Table> tables = {};
  std::string remark = {};  ///< For the title: `the deployment failed`; may be empty.

  void note(std::string title, std::string message);  ///< Adds a notice.
  void warn(std::string title, std::string message);  ///< Adds a warning.
  void output(std::string name, std::string value);   ///< Sets an output.
  void show(std::string name, Value entity);          ///< Adds an entity, or replaces it.
  void show(Table table);                             ///< Likewise, by its title.
  void end(ReasonCode code, std::string line);        ///< Sets decision, code, and headline.
  void end(const Error& error);
  void plan();  ///< Turns `done` into `planned`; leaves every other decision as it is.
};

}  // namespace shiptag::domain
