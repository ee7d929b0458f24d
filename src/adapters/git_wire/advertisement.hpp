#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/git_wire/ls_refs.hpp"
#include "adapters/git_wire/pkt_line.hpp"
#include "base/expected.hpp"
#include "ports/tag_store.hpp"

namespace shiptag::adapters::git_wire {

/// What a server says it can do: `name` or `name=value`; a name's last value wins.
/// Source: gitprotocol-capabilities(5), gitprotocol-v2(5).
class Capabilities {
 public:
  /// Adds one, as `name` or `name=value`.
  void add(std::string_view capability);
  /// Adds those of a list separated by spaces, as version 0 has them.
  void add_all(std::string_view list);

  [[nodiscard]] bool has(std::string_view name) const { return values_.contains(name); }
  /// Whether `word` is one of the words, separated by spaces, of the value of `name`.
  [[nodiscard]] bool lists(std::string_view name, std::string_view word) const;

  /// @return `protocol` if the repository's object format is not SHA-1.
  [[nodiscard]] Expected<void> check_object_format() const;

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

/// The error for a repository whose object format we do not support.
[[nodiscard]] Error other_object_format(std::string_view format);

/// Reads the response to `GET …/info/refs?service=…`: in version 0 or 1 the server's capabilities
/// and all refs, and passes on the wanted tags; in version 2 only the capabilities.
/// Source: gitprotocol-http(5), "Smart Server Response"; gitprotocol-v2(5), "Initial Client
/// Request".
class AdvertisementReader final : public PktReader {
 public:
  AdvertisementReader() = default;  ///< For the capabilities only.
  /// Hands the tags that start with `prefixes` to `sink`; both outlive it.
  AdvertisementReader(const Prefixes& prefixes, ports::TagSink& sink)
      : prefixes_(&prefixes), sink_(&sink) {}

  [[nodiscard]] bool is_version_2() const { return stage_ == Stage::version_2; }
  [[nodiscard]] const Capabilities& capabilities() const { return capabilities_; }

 private:
  enum class Stage { start, service, first_ref, refs, version_2 };

  void restart() override;
  [[nodiscard]] Expected<void> line(const PktLine& line) override;
  [[nodiscard]] Expected<void> start(const PktLine& line);
  [[nodiscard]] Expected<void> end();
  [[nodiscard]] Expected<void> capability(std::string_view text);
  [[nodiscard]] Expected<void> first_ref(std::string_view text);
  [[nodiscard]] Expected<void> ref(std::string_view text);
  void hand_on();

  const Prefixes* prefixes_ = nullptr;
  ports::TagSink* sink_ = nullptr;  ///< Set if `prefixes_` is.
  Stage stage_ = Stage::start;
  Capabilities capabilities_;
  std::size_t capability_bytes_ = 0;
  std::size_t refs_ = 0;  ///< Listed so far.
  ports::TagRef tag_;     ///< Waits for the line that may peel it.
  bool waiting_ = false;  ///< Whether there is one.
};

}  // namespace shiptag::adapters::git_wire
