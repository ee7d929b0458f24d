#include "adapters/system/redacted_stream.hpp"

namespace shiptag::adapters::system {

RedactedStream::RedactedStream(std::ostream& stream, const Secrets& secrets)
    : stream_(stream), secrets_(secrets), destination_(stream.rdbuf(this)) {}

RedactedStream::~RedactedStream() {
  stream_.flush();
  stream_.rdbuf(destination_);
}

std::streamsize RedactedStream::xsputn(const char* text, std::streamsize size) {
  waiting_.append(text, static_cast<std::size_t>(size));
  return size;
}

RedactedStream::int_type RedactedStream::overflow(int_type character) {
  if (!traits_type::eq_int_type(character, traits_type::eof()))
    waiting_ += traits_type::to_char_type(character);
  return traits_type::not_eof(character);
}

int RedactedStream::sync() {
  const std::string shown = secrets_.redact(waiting_);
  waiting_.clear();
  const auto size = static_cast<std::streamsize>(shown.size());
  const bool is_written = destination_->sputn(shown.data(), size) == size;
  return is_written && destination_->pubsync() == 0 ? 0 : -1;
}

}  // namespace shiptag::adapters::system
