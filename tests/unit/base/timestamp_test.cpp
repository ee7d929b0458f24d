#include "base/timestamp.hpp"

#include <doctest/doctest.h>

#include <ostream>

#include "containing.hpp"

using namespace std::string_view_literals;
using shiptag::Timestamp;
using shiptag::tests::Containing;

TEST_CASE("a moment is read as RFC 3339 has it") {
  struct Row {
    std::string_view rule, text;
    std::int64_t seconds;
  };
  for (const Row& row : {
           Row{"the epoch", "1970-01-01T00:00:00Z", 0},
           Row{"the last second there is", "9999-12-31T23:59:59Z", 253402300799},
           Row{"the data model's example", "2025-11-21T10:30:45Z", 1763721045},
           Row{"letters in either case", "2025-11-21t10:30:45z", 1763721045},
           Row{"a fraction is dropped", "2025-11-21T10:30:45.999Z", 1763721045},
           Row{"east of Greenwich it is later", "2025-11-21T11:30:45+01:00", 1763721045},
           Row{"west of it earlier", "2025-11-21T05:00:45-05:30", 1763721045},
           Row{"an unknown offset is UTC", "2025-11-21T10:30:45-00:00", 1763721045},
           Row{"an offset across a year's end", "2026-01-01T00:30:00+01:00", 1767223800},
           Row{"a leap day", "2024-02-29T00:00:00Z", 1709164800},
           Row{"a leap day of a 400th year", "2000-02-29T00:00:00Z", 951782400},
       }) {
    CAPTURE(row.rule);
    const auto read = Timestamp::parse(row.text);
    REQUIRE(read.has_value());
    CHECK(read->seconds == row.seconds);
  }
}

TEST_CASE("what is no moment is refused, with the text and an example") {
  struct Row {
    std::string_view rule, text;
  };
  for (const Row& row : {
           Row{"nothing", ""},
           Row{"a date alone", "2025-11-21"},
           Row{"no zone", "2025-11-21T10:30:45"},
           Row{"a blank for the T", "2025-11-21 10:30:45Z"},
           Row{"something behind", "2025-11-21T10:30:45Z "},
           Row{"NUL behind", "2025-11-21T10:30:45Z\0"sv},
           Row{"something in front", " 2025-11-21T10:30:45Z"},
           Row{"a digit missing", "2025-1-21T10:30:45Z"},
           Row{"a sign among the digits", "2025-11-21T-1:30:45Z"},
           Row{"five digits of a year", "12025-11-21T10:30:45Z"},
           Row{"an empty fraction", "2025-11-21T10:30:45.Z"},
           Row{"an offset without its colon", "2025-11-21T10:30:45+0100"},
           Row{"month 13", "2025-13-01T00:00:00Z"},
           Row{"month 0", "2025-00-01T00:00:00Z"},
           Row{"day 0", "2025-01-00T00:00:00Z"},
           Row{"a 31st of April", "2025-04-31T00:00:00Z"},
           Row{"a leap day of a common year", "2025-02-29T00:00:00Z"},
           Row{"a leap day of a 100th year", "2100-02-29T00:00:00Z"},
           Row{"hour 24", "2025-01-01T24:00:00Z"},
           Row{"minute 60", "2025-01-01T00:60:00Z"},
           Row{"second 60", "2025-01-01T00:00:60Z"},
           Row{"an offset of 24 hours", "2025-01-01T00:00:00+24:00"},
           Row{"an offset of 60 minutes", "2025-01-01T00:00:00+00:60"},
           Row{"before 1970", "1969-12-31T23:59:59Z"},
           Row{"before 1970 by its offset", "1970-01-01T00:00:00+00:01"},
           Row{"after 9999 by its offset", "9999-12-31T23:59:59-00:01"},
           Row{"the first second of 10000", "9999-12-31T23:59:00-00:01"},
       }) {
    CAPTURE(row.rule);
    const auto read = Timestamp::parse(row.text);
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().code == shiptag::ReasonCode::invalid_input);
    CHECK(read.error().message.starts_with("'"));
    CHECK(read.error().hint == Containing("2025-11-21T10:30:45Z"));
  }
}

TEST_CASE("a moment is written in UTC with fixed widths, and reads back as itself") {
  struct Row {
    std::int64_t seconds;
    std::string_view rfc3339, compact;
  };
  for (const Row& row : {Row{0, "1970-01-01T00:00:00Z", "19700101-000000"},
                         Row{1763721045, "2025-11-21T10:30:45Z", "20251121-103045"},
                         Row{1709164799, "2024-02-28T23:59:59Z", "20240228-235959"},
                         Row{253402300799, "9999-12-31T23:59:59Z", "99991231-235959"}}) {
    const Timestamp moment{row.seconds};
    CHECK(moment.rfc3339() == row.rfc3339);
    CHECK(moment.compact() == row.compact);
    CHECK(Timestamp::parse(moment.rfc3339()) == moment);
  }
}

TEST_CASE("moments compare by time") {
  CHECK(Timestamp{1} < Timestamp{2});
  CHECK(Timestamp{2} == Timestamp{2});
}
