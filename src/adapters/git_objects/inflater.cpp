#include "adapters/git_objects/inflater.hpp"

namespace shiptag::adapters::git_objects {

Inflater::Inflater() : started_(::inflateInit(&stream_) == Z_OK) {}

Inflater::~Inflater() {
  if (started_) ::inflateEnd(&stream_);
}

Expected<std::size_t> Inflater::run(std::string_view deflated, std::size_t size, std::string* out) {
  if (!started_ || ::inflateReset(&stream_) != Z_OK)
    return fail(ReasonCode::internal, "zlib failed to start");
  // zlib only reads what next_in points at, but its interface is older than const.
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast,cppcoreguidelines-pro-type-const-cast)
  stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(deflated.data()));
  stream_.avail_in = static_cast<uInt>(deflated.size());
  std::size_t made = 0;
  int code = Z_OK;
  while (code == Z_OK && made <= size) {
    stream_.next_out = piece_.data();
    stream_.avail_out = static_cast<uInt>(piece_.size());
    code = ::inflate(&stream_, Z_NO_FLUSH);
    const std::size_t got = piece_.size() - stream_.avail_out;
    made += got;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
    if (out != nullptr) out->append(reinterpret_cast<const char*>(piece_.data()), got);
  }
  if (code == Z_STREAM_END && made == size) return deflated.size() - stream_.avail_in;
  if (made > size || code == Z_STREAM_END)
    return fail(ReasonCode::protocol,
                "an object inflates to " + std::string(made > size ? "more" : "fewer") +
                    " bytes than the " + std::to_string(size) + " it declares");
  return fail(ReasonCode::protocol, "an object's compressed data is corrupt");
}

}  // namespace shiptag::adapters::git_objects
