#include <yaml.h>

#include <algorithm>
#include <array>
#include <optional>

#include "adapters/sops/leaves.hpp"

namespace shiptag::adapters::sops {
namespace {

constexpr std::size_t max_depth = 32;

/// One of libyaml's, of any type.
class Event {
 public:
  Event() = default;
  ~Event() { yaml_event_delete(&event_); }
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;

  [[nodiscard]] yaml_event_t* raw() noexcept { return &event_; }
  [[nodiscard]] yaml_event_type_t type() const noexcept { return event_.type; }
  [[nodiscard]] std::size_t line() const noexcept { return event_.start_mark.line + 1; }

  [[nodiscard]] bool opens() const noexcept {
    return type() == YAML_SEQUENCE_START_EVENT || type() == YAML_MAPPING_START_EVENT;
  }
  [[nodiscard]] bool closes() const noexcept {
    return type() == YAML_SEQUENCE_END_EVENT || type() == YAML_MAPPING_END_EVENT;
  }

  /// Whether SOPS may write such a node: it writes no anchors, tags, or aliases.
  [[nodiscard]] bool is_bare() const noexcept {
    switch (type()) {
      case YAML_SCALAR_EVENT:
        return event_.data.scalar.anchor == nullptr && event_.data.scalar.tag == nullptr;
      case YAML_SEQUENCE_START_EVENT:
        return event_.data.sequence_start.anchor == nullptr &&
               event_.data.sequence_start.tag == nullptr;
      case YAML_MAPPING_START_EVENT:
        return event_.data.mapping_start.anchor == nullptr &&
               event_.data.mapping_start.tag == nullptr;
      default:
        return false;
    }
  }
  [[nodiscard]] bool is_flow() const noexcept {
    return (type() == YAML_SEQUENCE_START_EVENT &&
            event_.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE) ||
           (type() == YAML_MAPPING_START_EVENT &&
            event_.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE);
  }

  /// Of a scalar.
  [[nodiscard]] std::string text() const {
    const std::string_view bytes(reinterpret_cast<const char*>(event_.data.scalar.value),
                                 event_.data.scalar.length);
    return std::string(bytes);
  }
  [[nodiscard]] bool is_null() const {
    constexpr std::array<std::string_view, 5> words = {"", "~", "null", "Null", "NULL"};
    return event_.data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
           std::find(words.begin(), words.end(), text()) != words.end();
  }

 private:
  yaml_event_t event_ = {};
};

class YamlReader {
 public:
  explicit YamlReader(std::string_view text) {
    is_ready_ = yaml_parser_initialize(&parser_) != 0;
    if (!is_ready_) return;
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()),
                                 text.size());
  }
  ~YamlReader() {
    if (is_ready_) yaml_parser_delete(&parser_);
  }
  YamlReader(const YamlReader&) = delete;
  YamlReader& operator=(const YamlReader&) = delete;

  [[nodiscard]] Expected<std::vector<Leaf>> read() {
    if (!is_ready_) return fail(ReasonCode::internal, "libyaml is out of memory");
    for (;;) {
      Event event;
      if (!next(event)) return fail(not_yaml());
      if (event.type() == YAML_STREAM_END_EVENT || leaves_.is_full()) return leaves_.take();
      if (const auto ok = take(event); !ok) return fail(ok.error());
    }
  }

 private:
  /// A list or map that has been opened.
  struct Nesting {
    bool is_map;
    std::optional<std::string> key = {};  ///< In a map, where its value is what comes next.
  };

  [[nodiscard]] bool next(Event& event) { return yaml_parser_parse(&parser_, event.raw()) != 0; }

  [[nodiscard]] Error not_yaml() const {
    return invalid(mark_of_problem().line + 1, "is not valid YAML");
  }
  [[nodiscard]] const yaml_mark_t& mark_of_problem() const noexcept {
    switch (parser_.error) {
      case YAML_SCANNER_ERROR:
        return parser_.context_mark;  // Where the unterminated token begins.
      case YAML_PARSER_ERROR:
        return parser_.problem_mark;
      default:
        return parser_.mark;
    }
  }
  [[nodiscard]] static Error invalid(std::size_t line, const std::string& what) {
    return {ReasonCode::invalid_input, "line " + std::to_string(line) + " " + what};
  }

  Expected<void> take(const Event& event) {
    if (event.closes()) {
      levels_.pop_back();
      end_value();
      return {};
    }
    const bool is_node =
        event.opens() || event.type() == YAML_SCALAR_EVENT || event.type() == YAML_ALIAS_EVENT;
    if (!is_node) return {};  // The start or the end of a document.
    if (!levels_.empty() && levels_.back().is_map && !levels_.back().key) return take_key(event);
    if (!event.opens()) return take_scalar(event);
    return event.is_bare() && !event.is_flow() ? open(event) : take_whole(event);
  }

  Expected<void> take_key(const Event& event) {
    if (event.type() != YAML_SCALAR_EVENT || !event.is_bare())
      return fail(invalid(event.line(), "has a key in a form that SOPS does not write"));
    levels_.back().key = event.text();
    return {};
  }

  Expected<void> take_scalar(const Event& event) {
    if (!event.is_bare()) return add({{}, "?", event.line(), true});
    return add({{}, event.is_null() ? "" : event.text(), event.line()});
  }

  Expected<void> open(const Event& event) {
    levels_.push_back({event.type() == YAML_MAPPING_START_EVENT});
    if (levels_.size() <= max_depth) return {};
    return fail(
        invalid(event.line(), "is nested more than " + std::to_string(max_depth) + " levels deep"));
  }

  /// A list or map that SOPS would not write, as one value. Only empty ones are in flow style.
  Expected<void> take_whole(const Event& event) {
    bool is_empty = event.is_bare();
    for (std::size_t depth = 1; depth > 0;) {
      Event inner;
      if (!next(inner)) return fail(not_yaml());
      if (inner.closes())
        --depth;
      else
        is_empty = false;
      if (inner.opens() && levels_.size() + ++depth > max_depth)
        return fail(invalid(inner.line(),
                            "is nested more than " + std::to_string(max_depth) + " levels deep"));
    }
    return add({{}, is_empty ? "" : "?", event.line(), !is_empty});
  }

  Expected<void> add(Leaf leaf) {
    for (const Nesting& level : levels_)
      if (level.key) leaf.path.push_back(*level.key);
    leaves_.add(std::move(leaf));
    end_value();
    return {};
  }

  void end_value() {
    if (!levels_.empty()) levels_.back().key.reset();
  }

  yaml_parser_t parser_ = {};
  bool is_ready_ = false;
  Leaves leaves_;
  std::vector<Nesting> levels_;
};

}  // namespace

Expected<std::vector<Leaf>> yaml_leaves(std::string_view text) {
  return YamlReader(text).read();
}

}  // namespace shiptag::adapters::sops
