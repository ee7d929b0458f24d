#include "adapters/system/redacted_stream.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <sstream>

namespace shiptag::adapters::system {

TEST_CASE("what goes to a stream goes out without secrets, and nothing is lost") {
  Secrets secrets;
  std::ostringstream out;
  {
    const RedactedStream redacted(out, secrets);
    out << "::add-mask::not-a-real-token\n" << std::flush;
    secrets.add("not-a-real-token");
    out << "not-a-"
        << "real-token" << '\n'
        << std::flush;
    out << 'x';
  }
  out << "y";
  CHECK(out.str() == "::add-mask::not-a-real-token\n***\nxy");
}

TEST_CASE("a stream that cannot be written says so") {
  struct Full final : std::streambuf {
  } full;
  std::ostream out(&full);
  const Secrets secrets;
  const RedactedStream redacted(out, secrets);
  out << "x";
  CHECK(out.good());
  out.flush();
  CHECK(out.bad());
}

}  // namespace shiptag::adapters::system
