#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/json/read.hpp"
#include "base/timestamp.hpp"
#include "domain/object_id.hpp"
#include "domain/version.hpp"

namespace shiptag::adapters::json {

/// Reads an object's members as domain values. The first fault is remembered, named by its member,
/// and everything that could not be read is empty: read all, then look at fault() once.
class Members {
 public:
  enum class Need { optional, required };  ///< Whether a member may be missing or null.

  explicit Members(const Value& object) : object_(&object) {}

  /// One line of text, at most 1000 bytes.
  [[nodiscard]] std::string line(std::string_view key, Need need);
  /// A deployment's id: 1 to 200 of `A-Z a-z 0-9 . _ -`.
  [[nodiscard]] std::string id(std::string_view key, Need need);
  [[nodiscard]] std::string environment(std::string_view key, Need need);
  [[nodiscard]] std::string region(std::string_view key);  ///< Empty: none.
  [[nodiscard]] std::optional<domain::Version> version(std::string_view key, Need need);
  [[nodiscard]] std::optional<domain::ObjectId> object_id(std::string_view key, Need need);
  [[nodiscard]] std::optional<Timestamp> timestamp(std::string_view key, Need need);
  [[nodiscard]] std::uint64_t number(std::string_view key, std::uint64_t otherwise);
  [[nodiscard]] bool flag(std::string_view key, bool otherwise);
  /// An array of lines; a missing one is empty.
  [[nodiscard]] std::vector<std::string> lines(std::string_view key);
  /// The elements of an array of objects; a missing one is empty.
  [[nodiscard]] std::vector<const Value*> objects(std::string_view key);
  /// nullptr if there is none.
  [[nodiscard]] const Value* object(std::string_view key);

  /// Reports that the member `key`, already read, is not what it must be.
  void refuse(std::string_view key, std::string_view fault);
  void refuse(std::string_view key, const Fault& fault);
  void refuse(std::string_view key, const Error& fault);

  [[nodiscard]] const std::optional<Fault>& fault() const noexcept { return fault_; }

 private:
  template <typename T>
  T keep(Read<T> read, T otherwise = {});
  std::optional<std::string> text(std::string_view key, Need need);
  template <typename Parse>
  auto parsed(std::string_view key, Need need, Parse parse)
      -> std::optional<typename decltype(parse(std::string_view()))::value_type>;

  const Value* object_;
  std::optional<Fault> fault_;
};

}  // namespace shiptag::adapters::json
