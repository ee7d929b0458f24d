#include "adapters/git_wire/advertisement.hpp"

#include "adapters/listing_limit.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::git_wire {
namespace {

constexpr std::string_view peeled_mark = "^{}";
/// For version 2, which sends one per line; git's own take about 200 bytes.
constexpr std::size_t most_capability_bytes = std::size_t{64} << 10U;

}  // namespace

void Capabilities::add(std::string_view capability) {
  if (capability.empty()) return;
  const std::size_t equals = capability.find('=');
  const bool has_value = equals != std::string_view::npos;
  values_[std::string(capability.substr(0, equals))] =
      has_value ? capability.substr(equals + 1) : std::string_view{};
}

void Capabilities::add_all(std::string_view list) {
  for (const std::string_view capability : split(list, ' ')) add(capability);
}

bool Capabilities::lists(std::string_view name, std::string_view word) const {
  const auto found = values_.find(name);
  if (found == values_.end()) return false;
  for (const std::string_view listed : split(found->second, ' '))
    if (listed == word) return true;
  return false;
}

Expected<void> Capabilities::check_object_format() const {
  const auto found = values_.find("object-format");
  if (found == values_.end() || found->second == "sha1") return {};
  return fail(other_object_format(found->second));
}

Error other_object_format(std::string_view format) {
  return {ReasonCode::protocol,
          "the repository's object format is " + in_quotes(format, 40) + "; only sha1 is supported",
          "use a repository created with `git init --object-format=sha1`, which is git's default"};
}

void AdvertisementReader::restart() {
  stage_ = Stage::start;
  capabilities_ = {};
  capability_bytes_ = 0;
  refs_ = 0;
  waiting_ = false;
  if (sink_ != nullptr) sink_->begin();
}

Expected<void> AdvertisementReader::line(const PktLine& line) {
  if (line.kind == PktLine::Kind::flush) return end();
  if (line.kind != PktLine::Kind::data)
    return fail(ReasonCode::protocol,
                "the ref advertisement has an unexpected kind of packet line");
  switch (stage_) {
    case Stage::start:
    case Stage::service:
      return start(line);
    case Stage::first_ref:
      return first_ref(line.text());
    case Stage::refs:
      return ref(line.text());
    case Stage::version_2:
      break;
  }
  return capability(line.text());
}

Expected<void> AdvertisementReader::capability(std::string_view text) {
  capability_bytes_ += text.size();
  if (capability_bytes_ > most_capability_bytes)
    return fail(ReasonCode::protocol, "the server's capabilities exceed " +
                                          std::to_string(most_capability_bytes) + " bytes");
  capabilities_.add(text);
  return {};
}

/// `# service=…` and its flush come first, except in version 2 of some servers; then comes the
/// version, except in version 0.
Expected<void> AdvertisementReader::start(const PktLine& line) {
  const std::string_view text = line.text();
  if (stage_ == Stage::start && text.starts_with("# service=")) {
    stage_ = Stage::service;
    return {};
  }
  if (text == "version 2") {
    stage_ = Stage::version_2;
    return {};
  }
  stage_ = Stage::first_ref;
  return text == "version 1" ? Expected<void>{} : first_ref(text);
}

Expected<void> AdvertisementReader::end() {
  if (stage_ == Stage::service) {  // The flush after the service's name.
    stage_ = Stage::start;
    return {};
  }
  hand_on();
  finish();
  return capabilities_.check_object_format();
}

/// `<id> <name> NUL <capabilities>`; the name is `capabilities^{}` if there are no refs.
Expected<void> AdvertisementReader::first_ref(std::string_view text) {
  const std::size_t nul = text.find('\0');
  if (nul == std::string_view::npos)
    return fail(ReasonCode::protocol, "the first advertised ref, " + in_quotes(text) +
                                          ", is not followed by the server's capabilities");
  capabilities_.add_all(text.substr(nul + 1));
  if (const auto ok = capabilities_.check_object_format(); !ok) return fail(ok.error());
  stage_ = Stage::refs;
  return ref(text.substr(0, nul));
}

Expected<void> AdvertisementReader::ref(std::string_view text) {
  if (sink_ == nullptr || text.starts_with("shallow ")) return {};
  const auto parsed = parse_ref_line(text);
  if (!parsed) return fail(parsed.error());
  if (!parsed->name.ends_with(peeled_mark)) ++refs_;
  if (auto ok = check_listing(refs_); !ok) return ok;
  if (!parsed->name.starts_with(tags_folder)) return {};
  std::string_view name = parsed->name.substr(tags_folder.size());
  const bool peels = name.ends_with(peeled_mark);
  if (peels) name.remove_suffix(peeled_mark.size());
  if (peels && waiting_ && name == tag_.name) tag_.commit = parsed->id;
  if (peels) return {};
  hand_on();
  if (name.empty() || !is_wanted(name, *prefixes_)) return {};
  tag_.name.assign(name);
  tag_.object = parsed->id;
  tag_.commit = parsed->id;
  waiting_ = true;
  return {};
}

void AdvertisementReader::hand_on() {
  if (waiting_) sink_->tag(tag_);
  waiting_ = false;
}

}  // namespace shiptag::adapters::git_wire
