#pragma once
#include <algorithm>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace shiptag::tests {

// A small reader of what GitHub's runner reads, by the rules of actions/runner:
// src/Runner.Common/ActionCommand.cs and src/Runner.Worker/FileCommandManager.cs.

struct RunnerCommand {
  std::string name;
  std::map<std::string, std::string> properties;
  std::string data;
};

inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

inline std::string unescaped(std::string text) {
  text = replaced(replaced(std::move(text), "%0D", "\r"), "%0A", "\n");
  text = replaced(replaced(std::move(text), "%3A", ":"), "%2C", ",");
  return replaced(std::move(text), "%25", "%");
}

/// .NET's ReadLine: `\n`, `\r` and `\r\n` all end a line.
inline std::vector<std::string> lines_of(std::string text) {
  text = replaced(replaced(std::move(text), "\r\n", "\n"), "\r", "\n");
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.erase(0, end + 1);
  }
  return lines;
}

/// `::name k=v,k2=v2::data` with leading white space dropped; an empty name if it is none.
inline RunnerCommand command_of(std::string line) {
  line.erase(0, std::min(line.find_first_not_of(" \t"), line.size()));
  const auto end = line.find("::", 2);
  if (!line.starts_with("::") || end == std::string::npos) return {};
  RunnerCommand command{
      .name = line.substr(2, end - 2), .properties = {}, .data = unescaped(line.substr(end + 2))};
  const auto space = command.name.find(' ');
  if (space == std::string::npos) return command;
  std::string list = command.name.substr(space + 1) + ",";
  command.name.resize(space);
  for (std::size_t at = 0; (at = list.find(',')) != std::string::npos; list.erase(0, at + 1)) {
    const auto equals = list.find('=');
    if (equals < at)
      command.properties[list.substr(0, equals)] =
          unescaped(list.substr(equals + 1, at - equals - 1));
  }
  return command;
}

/// What the runner would act on in `log`. A `##[command]` that is not inside another command or a
/// pause counts, under that name.
inline std::vector<RunnerCommand> commands_in(const std::string& log) {
  std::vector<RunnerCommand> commands;
  std::string paused;
  for (const std::string& line : lines_of(log)) {
    const RunnerCommand command = command_of(line);
    if (!paused.empty()) {
      if (command.name == paused) paused.clear();
    } else if (command.name == "stop-commands") {
      paused = command.data;
    } else if (!command.name.empty()) {
      commands.push_back(command);
    } else if (line.find("##[") != std::string::npos) {
      commands.push_back({.name = "##[", .properties = {}, .data = line});
    }
  }
  return commands;
}

/// The entries of a command file. Throws where the runner would fail the step.
inline std::map<std::string, std::string> entries_of(std::string text) {
  std::map<std::string, std::string> entries;
  while (!text.empty()) {
    const auto end = text.find('\n');
    if (end == std::string::npos) throw std::runtime_error("no newline at the end");
    const std::string head = text.substr(0, end);
    text.erase(0, end + 1);
    const auto mark = head.find("<<");
    if (mark == std::string::npos || mark == 0 || mark + 2 == head.size())
      throw std::runtime_error("invalid format: " + head);
    const std::string delimiter = "\n" + head.substr(mark + 2) + "\n";
    const auto close = ("\n" + text).find(delimiter);
    if (close == std::string::npos) throw std::runtime_error("no delimiter");
    entries[head.substr(0, mark)] = text.substr(0, close == 0 ? 0 : close - 1);
    text.erase(0, close + delimiter.size() - 1);
  }
  return entries;
}

}  // namespace shiptag::tests
