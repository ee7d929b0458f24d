#include "adapters/json/leaves.hpp"

#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <algorithm>

#include "adapters/json/read.hpp"

namespace shiptag::adapters::json {
namespace {

/// Counts lines, continuing from where it stopped last.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {}

  std::size_t at(std::size_t byte) {
    const std::string_view passed = text_.substr(byte_, byte - byte_);
    line_ += static_cast<std::size_t>(std::count(passed.begin(), passed.end(), '\n'));
    byte_ = byte;
    return line_;
  }

 private:
  std::string_view text_;
  std::size_t byte_ = 0;
  std::size_t line_ = 1;
};

// NOLINTBEGIN(readability-identifier-naming): the names are RapidJSON's.
class Walker : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Walker> {
 public:
  Walker(const rapidjson::MemoryStream& stream, std::string_view text,
         const std::function<bool(Leaf)>& each)
      : stream_(stream), lines_(text), each_(each) {}

  [[nodiscard]] std::size_t line() { return lines_.at(stream_.Tell()); }
  [[nodiscard]] bool is_stopped() const noexcept { return is_stopped_; }
  [[nodiscard]] bool is_too_deep() const noexcept { return depth_ > max_depth; }

  // What the reader calls; false ends the walk.
  using Size = rapidjson::SizeType;
  bool Null() { return leaf({}); }
  bool Bool(bool value) { return leaf(value ? "true" : "false"); }
  bool RawNumber(const char* digits, Size size, bool /*copy*/) { return leaf({digits, size}); }
  bool String(const char* text, Size size, bool /*copy*/) { return leaf({text, size}); }
  bool Key(const char* text, Size size, bool /*copy*/) {
    path_.back().assign(text, size);
    return true;
  }
  bool StartObject() {
    path_.emplace_back();
    return ++depth_ <= max_depth;
  }
  bool EndObject(Size /*members*/) {
    path_.pop_back();
    --depth_;
    return true;
  }
  bool StartArray() { return ++depth_ <= max_depth; }
  bool EndArray(Size /*elements*/) {
    --depth_;
    return true;
  }

 private:
  bool leaf(std::string_view text) {
    is_stopped_ = !each_({path_, std::string(text), line()});
    return !is_stopped_;
  }

  const rapidjson::MemoryStream& stream_;
  Lines lines_;
  const std::function<bool(Leaf)>& each_;
  std::vector<std::string> path_;
  std::size_t depth_ = 0;
  bool is_stopped_ = false;
};
// NOLINTEND(readability-identifier-naming)

}  // namespace

Read<void> for_each_leaf(std::string_view text, const std::function<bool(Leaf)>& each) {
  using namespace rapidjson;
  constexpr unsigned flags =
      kParseIterativeFlag | kParseNumbersAsStringsFlag | kParseValidateEncodingFlag;
  MemoryStream stream(text.data(), text.size());
  Walker walker(stream, text, each);
  Reader reader;
  // The reader takes a NUL for the end, and would not read what follows it.
  if (reader.Parse<flags>(stream, walker) && text.find('\0') == std::string_view::npos) return {};
  if (walker.is_stopped()) return {};
  const std::string line = std::to_string(walker.line());
  if (walker.is_too_deep())
    return faulty("line " + line + " is nested more than " + std::to_string(max_depth) +
                  " levels deep");
  return faulty("line " + line + " is not JSON");
}

}  // namespace shiptag::adapters::json
