#include "adapters/sops/leaves.hpp"

#include <algorithm>
#include <optional>

#include "adapters/json/leaves.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::sops {
namespace {

constexpr std::string_view metadata_prefix = "sops_";

std::string_view without_carriage_return(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

enum class Format { yaml, json, dotenv, ini };

/// The formats differ in how they store SOPS' metadata; otherwise the first line decides.
Format format_of(std::string_view text) {
  if (trimmed(text).starts_with('{')) return Format::json;
  std::optional<Format> guess;
  for (const std::string_view whole : split(text, '\n')) {
    const std::string_view line = without_carriage_return(whole);
    if (line == "[sops]") return Format::ini;
    if (line == "sops:") return Format::yaml;
    if (line.starts_with(metadata_prefix) && line.find('=') != std::string_view::npos)
      return Format::dotenv;
    if (ini_section_in(line) && guess != Format::yaml) guess = Format::ini;
    if (guess || trimmed(line).empty() || line.starts_with('#') || line.starts_with(';')) continue;
    const std::size_t delimiter = line.find_first_of("=:");
    const bool is_assignment = delimiter != std::string_view::npos && line[delimiter] == '=';
    guess = is_assignment ? Format::dotenv : Format::yaml;
  }
  return guess.value_or(Format::yaml);
}

}  // namespace

void Leaves::add(Leaf leaf) {
  for (const std::string& key : leaf.path) key_bytes_ += key.size();
  leaves_.push_back(std::move(leaf));
}

Expected<std::vector<Leaf>> Leaves::take() {
  if (!is_full()) return std::move(leaves_);
  return fail(ReasonCode::invalid_input, "up to line " + std::to_string(last().line) +
                                             " its keys exceed " +
                                             std::to_string(most_key_bytes >> 20U) +
                                             " MiB, each counted once for every value below it");
}

bool has_line_break(std::string_view line) {
  for (const std::string_view mark : {"\r", "\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\xa9"})
    if (line.find(mark) != std::string_view::npos) return true;
  return false;
}

Leaf opaque_line(std::string_view line, std::size_t number) {
  return {{}, std::string(line), number, true};
}

Expected<std::vector<Leaf>> json_leaves(std::string_view text) {
  Leaves leaves;
  const auto ok = json::for_each_leaf(text, [&](json::Leaf leaf) {
    leaves.add({std::move(leaf.path), std::move(leaf.text), leaf.line});
    return !leaves.is_full();
  });
  if (!ok) return fail(as(ReasonCode::invalid_input, ok.error()));
  return leaves.take();
}

Expected<std::vector<Leaf>> dotenv_leaves(std::string_view text) {
  Leaves leaves;
  std::size_t number = 0;
  for (const std::string_view whole : split(text, '\n')) {
    ++number;
    const std::string_view line = without_carriage_return(whole);
    const std::size_t equals = line.find('=');
    const bool is_comment = line.starts_with('#') && !has_line_break(line);
    if (line.empty() || is_comment) continue;
    if (equals == std::string_view::npos || has_line_break(line)) {
      leaves.add(opaque_line(line, number));
      continue;
    }
    std::string_view key = line.substr(0, equals);
    std::vector<std::string> path;
    if (key.starts_with(metadata_prefix)) {
      path.emplace_back("sops");
      key.remove_prefix(metadata_prefix.size());
    }
    path.emplace_back(key);
    leaves.add({std::move(path), std::string(line.substr(equals + 1)), number});
  }
  return leaves.take();
}

Expected<std::vector<Leaf>> leaves_of(std::string_view text) {
  switch (format_of(text)) {
    case Format::json:
      return json_leaves(text);
    case Format::dotenv:
      return dotenv_leaves(text);
    case Format::ini:
      return ini_leaves(text);
    case Format::yaml:
      break;
  }
  return yaml_leaves(text);
}

}  // namespace shiptag::adapters::sops
