#include "adapters/git_objects/packed_object.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "adapters/git_objects/libgit2.hpp"
#include "adapters/git_objects/pack_encoding.hpp"

namespace shiptag::adapters::git_objects {
namespace {

constexpr std::size_t header_size = 12;
constexpr std::size_t checksum_size = 20;

tl::unexpected<Error> broken(const std::string& how) {
  return fail(ReasonCode::protocol, "the server's pack " + how);
}

std::uint32_t big_endian(std::string_view four) {
  std::uint32_t number = 0;
  for (const char byte : four) number = number << 8U | static_cast<unsigned char>(byte);
  return number;
}

domain::ObjectId id_of_bytes(std::string_view bytes) {
  git_oid id{};
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
  git_oid_fromraw(&id, reinterpret_cast<const unsigned char*>(bytes.data()));
  return from_git(id);
}

/// The number of objects that the header of `pack` declares.
Expected<std::size_t> object_count(std::string_view pack) {
  if (pack.size() < header_size + checksum_size || !pack.starts_with("PACK"))
    return broken("is truncated or is not a pack");
  const std::uint32_t version = big_endian(pack.substr(4, 4));
  if (version != 2 && version != 3)
    return broken("has version " + std::to_string(version) + "; only 2 and 3 are supported");
  return std::size_t{big_endian(pack.substr(8, 4))};
}

/// An object that was read, kept for the deltas that may build on it.
struct Kept {
  std::size_t offset;  ///< Where in the pack it begins.
  ObjectType type;     ///< Of a blob nothing is kept.
  unsigned depth = 0;  ///< Deltas beneath it.
  std::string content;
};

/// What comes before an object's compressed bytes.
struct Head {
  unsigned type = 0;  ///< An ObjectType, or one of the two deltas.
  std::size_t size = 0;
};
constexpr unsigned offset_delta = 6, reference_delta = 7;

/// Walks through a pack, object by object.
class Walk {
 public:
  Walk(std::string_view pack, const PackLimits& limits) : pack_(pack), limits_(limits) {}

  /// @return the next object, valid until the one after it; nullptr if it is a blob.
  [[nodiscard]] Expected<const Kept*> next();
  [[nodiscard]] bool is_at_end() const { return rest().empty(); }
  /// Lets a delta name the latest object as its base.
  void remember_as(const domain::ObjectId& id) { by_id_.emplace(id, kept_.size() - 1); }

 private:
  [[nodiscard]] std::string_view rest() const {
    return pack_.substr(at_, pack_.size() - checksum_size - at_);
  }
  [[nodiscard]] Expected<Head> take_head();
  [[nodiscard]] Expected<std::size_t> take_distance();
  [[nodiscard]] Expected<const Kept*> take_base(unsigned type);
  [[nodiscard]] Expected<const Kept*> keep(Kept object);
  [[nodiscard]] Expected<const Kept*> skip_blob(std::size_t size);
  [[nodiscard]] Expected<const Kept*> delta_on(const Kept& base, std::size_t size);
  [[nodiscard]] Expected<std::string> inflate(ObjectType type, std::size_t size);
  [[nodiscard]] Expected<void> count(std::size_t bytes);

  std::string_view pack_;
  const PackLimits& limits_;
  Inflater inflater_;
  std::size_t at_ = header_size;
  std::size_t start_ = header_size;  ///< Where the object begins that is being read.
  std::size_t inflated_ = 0;
  std::vector<Kept> kept_;  ///< By offset.
  std::map<domain::ObjectId, std::size_t> by_id_;
};

Expected<const Kept*> Walk::next() {
  start_ = at_;
  const auto head = take_head();
  if (!head) return fail(head.error());
  if (head->type == offset_delta || head->type == reference_delta) {
    const auto base = take_base(head->type);
    if (!base) return fail(base.error());
    return (*base)->type == ObjectType::blob ? skip_blob(head->size) : delta_on(**base, head->size);
  }
  const auto type = static_cast<ObjectType>(head->type);
  if (type == ObjectType::blob) return skip_blob(head->size);
  auto content = inflate(type, head->size);
  if (!content) return fail(content.error());
  return keep({start_, type, 0, *std::move(content)});
}

/// Three bits of type and four of size, then the size goes on like any other.
Expected<Head> Walk::take_head() {
  constexpr unsigned size_bits = 4;
  if (rest().empty()) return broken("has fewer objects than it declares");
  const auto first = static_cast<unsigned char>(rest().front());
  ++at_;
  Head head{(first >> size_bits) & 7U, first & 0xFU};
  const bool is_known = (head.type >= 1 && head.type <= 4) || head.type >= offset_delta;
  if (!is_known) return broken("has an object of unknown type " + std::to_string(head.type));
  if ((first & 0x80U) == 0) return head;
  std::string_view left = rest();
  const auto more = take_size(left);
  if (!more) return fail(more.error());
  if (*more >= std::size_t{1} << (63U - size_bits))
    return broken("declares a size that does not fit in 64 bits");
  head.size |= *more << size_bits;
  at_ = pack_.size() - checksum_size - left.size();
  return head;
}

/// How far before this object its base begins. Each further byte counts one more than its value,
/// so that every distance has only one encoding. Source: gitformat-pack(5), "offset encoding".
Expected<std::size_t> Walk::take_distance() {
  std::size_t distance = 0;
  while (distance <= pack_.size()) {
    if (rest().empty()) return broken("is truncated within a delta");
    const auto byte = static_cast<unsigned char>(rest().front());
    ++at_;
    distance |= byte & 0x7FU;
    if ((byte & 0x80U) == 0) return distance;
    distance = (distance + 1) << 7U;
  }
  return broken("has a delta whose base lies outside the pack");
}

Expected<const Kept*> Walk::take_base(unsigned type) {
  if (type == reference_delta) {
    if (rest().size() < GIT_OID_RAWSZ) return broken("is truncated within a delta");
    const auto found = by_id_.find(id_of_bytes(rest()));
    at_ += GIT_OID_RAWSZ;
    if (found == by_id_.end()) return broken("has a delta whose base does not precede it");
    return &kept_[found->second];
  }
  const auto distance = take_distance();
  if (!distance) return fail(distance.error());
  if (*distance > start_) return broken("has a delta whose base lies outside the pack");
  const auto base = std::ranges::lower_bound(kept_, start_ - *distance, {}, &Kept::offset);
  if (base == kept_.end() || base->offset != start_ - *distance)
    return broken("has a delta whose base offset is not the start of an object");
  return &*base;
}

Expected<const Kept*> Walk::delta_on(const Kept& base, std::size_t size) {
  if (base.depth >= limits_.delta_depth)
    return broken("has a chain of more than " + std::to_string(limits_.delta_depth) + " deltas");
  const auto delta = inflate(base.type, size);
  if (!delta) return fail(delta.error());
  auto content = apply_delta(base.content, *delta, limits_.object);
  if (!content) return fail(content.error());
  if (const auto ok = count(content->size()); !ok) return fail(ok.error());
  return keep({start_, base.type, base.depth + 1, *std::move(content)});
}

Expected<const Kept*> Walk::keep(Kept object) {
  kept_.push_back(std::move(object));
  return &kept_.back();
}

Expected<const Kept*> Walk::skip_blob(std::size_t size) {
  if (const auto ok = count(size); !ok) return fail(ok.error());
  const auto taken = inflater_.skip(rest(), size);
  if (!taken) return fail(taken.error());
  at_ += *taken;
  kept_.push_back({start_, ObjectType::blob, 0, {}});
  return nullptr;
}

Expected<std::string> Walk::inflate(ObjectType type, std::size_t size) {
  if (size > limits_.object)
    return fail(type == ObjectType::tag ? ReasonCode::ledger_unreadable : ReasonCode::protocol,
                "the server's pack has an object of " + std::to_string(size) +
                    " bytes; the limit is " + std::to_string(limits_.object));
  if (const auto ok = count(size); !ok) return fail(ok.error());
  std::string content;
  content.reserve(size);
  const auto taken = inflater_.inflate(rest(), size, content);
  if (!taken) return fail(taken.error());
  at_ += *taken;
  return content;
}

Expected<void> Walk::count(std::size_t bytes) {
  if (bytes > limits_.inflated - inflated_)
    return broken("inflates to more than " + std::to_string(limits_.inflated) + " bytes");
  inflated_ += bytes;
  return {};
}

}  // namespace

Expected<void> for_each_object(std::string_view pack, const PackLimits& limits, const GoOn& go_on,
                               const EachObject& each) {
  const auto count = object_count(pack);
  if (!count) return fail(count.error());
  if (*count > limits.objects)
    return broken("has " + std::to_string(*count) + " objects; the limit is " +
                  std::to_string(limits.objects));
  Walk walk(pack, limits);
  for (std::size_t i = 0; i < *count; ++i) {
    if (const auto ok = go_on(); !ok) return fail(ok.error());
    const auto object = walk.next();
    if (!object) return fail(object.error());
    if (*object == nullptr) continue;
    const auto id = object_id((*object)->type, (*object)->content);
    if (!id) return fail(id.error());
    walk.remember_as(*id);
    if (auto ok = each({(*object)->type, *id, (*object)->content}); !ok) return ok;
  }
  if (!walk.is_at_end()) return broken("has extra bytes after its last object");
  return {};
}

Expected<domain::ObjectId> object_id(ObjectType type, std::string_view content) {
  if (const auto ok = start_libgit2(); !ok) return fail(ok.error());
  git_oid id{};
  const int code =
      git_odb_hash(&id, content.data(), content.size(), static_cast<git_object_t>(type));
  if (const auto ok = check(code, "computing an object ID"); !ok) return fail(ok.error());
  return from_git(id);
}

}  // namespace shiptag::adapters::git_objects
