#pragma once
#include <ostream>
#include <streambuf>
#include <string>

#include "base/secrets.hpp"

namespace shiptag::adapters::system {

/// While it exists, what is written to `stream` waits for the next flush, and is then written
/// without the secrets that are known by that time.
class RedactedStream final : private std::streambuf {
 public:
  RedactedStream(std::ostream& stream, const Secrets& secrets);
  ~RedactedStream() override;
  RedactedStream(const RedactedStream&) = delete;
  RedactedStream& operator=(const RedactedStream&) = delete;

 private:
  std::streamsize xsputn(const char* text, std::streamsize size) override;
  int_type overflow(int_type character) override;
  int sync() override;

  std::ostream& stream_;
  const Secrets& secrets_;
  std::streambuf* destination_;
  std::string waiting_;
};

}  // namespace shiptag::adapters::system
