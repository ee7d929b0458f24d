#include "base/timestamp.hpp"

#include <chrono>

#include "base/text.hpp"

namespace shiptag {
namespace {

/// Reads a text from left to right; once something did not fit, `fits` stays false.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  /// The next `count` digits as a number.
  int digits(std::size_t count) {
    int number = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (!next_is_digit()) return fits_ = false, 0;
      number = number * 10 + (rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    return number;
  }

  /// Takes one of `accepted`. @return which; NUL if none comes next.
  char one_of(std::string_view accepted) {
    if (rest_.empty() || accepted.find(rest_.front()) == std::string_view::npos)
      return fits_ = false, '\0';
    const char taken = rest_.front();
    rest_.remove_prefix(1);
    return taken;
  }

  /// Takes `.` and at least one digit, if a dot comes next.
  void skip_fraction() {
    if (!rest_.starts_with('.')) return;
    rest_.remove_prefix(1);
    if (!next_is_digit()) fits_ = false;
    while (next_is_digit()) rest_.remove_prefix(1);
  }

  [[nodiscard]] bool fits_to_the_end() const { return fits_ && rest_.empty(); }

 private:
  [[nodiscard]] bool next_is_digit() const { return !rest_.empty() && is_digit(rest_.front()); }

  std::string_view rest_;
  bool fits_ = true;
};

struct Fields {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  int offset_hours = 0, offset_minutes = 0, offset_sign = 1;
};

/// `YYYY-MM-DDThh:mm:ss[.f](Z|+hh:mm|-hh:mm)`; letters in either case, as RFC 3339 allows.
bool read_fields(std::string_view text, Fields& fields) {
  Reader reader(text);
  fields.year = reader.digits(4);
  reader.one_of("-");
  fields.month = reader.digits(2);
  reader.one_of("-");
  fields.day = reader.digits(2);
  reader.one_of("Tt");
  fields.hour = reader.digits(2);
  reader.one_of(":");
  fields.minute = reader.digits(2);
  reader.one_of(":");
  fields.second = reader.digits(2);
  reader.skip_fraction();
  const char zone = reader.one_of("Zz+-");
  if (zone == '+' || zone == '-') {
    fields.offset_sign = zone == '+' ? 1 : -1;
    fields.offset_hours = reader.digits(2);
    reader.one_of(":");
    fields.offset_minutes = reader.digits(2);
  }
  return reader.fits_to_the_end();
}

std::chrono::year_month_day date_of(const Fields& fields) {
  return {std::chrono::year{fields.year}, std::chrono::month{static_cast<unsigned>(fields.month)},
          std::chrono::day{static_cast<unsigned>(fields.day)}};
}

bool is_on_the_clock(const Fields& fields) {
  return fields.hour <= 23 && fields.minute <= 59 && fields.second <= 59 &&
         fields.offset_hours <= 23 && fields.offset_minutes <= 59;
}

std::int64_t seconds_of(const Fields& fields) {
  using std::chrono::hours, std::chrono::minutes, std::chrono::seconds;
  const auto local = std::chrono::sys_days{date_of(fields)} + hours{fields.hour} +
                     minutes{fields.minute} + seconds{fields.second};
  const auto offset = hours{fields.offset_hours} + minutes{fields.offset_minutes};
  return (local - fields.offset_sign * offset).time_since_epoch() / seconds{1};
}

std::string padded(std::int64_t number, std::size_t width) {
  std::string digits = std::to_string(number);
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return digits;
}

/// The parts of a moment as texts of fixed width.
struct Written {
  std::string year, month, day, hour, minute, second;
};

Written write(std::int64_t seconds) {
  const std::chrono::sys_seconds moment{std::chrono::seconds{seconds}};
  const auto midnight = std::chrono::floor<std::chrono::days>(moment);
  const std::chrono::year_month_day date{midnight};
  const std::chrono::hh_mm_ss time{moment - midnight};
  return {padded(static_cast<int>(date.year()), 4),
          padded(static_cast<unsigned>(date.month()), 2),
          padded(static_cast<unsigned>(date.day()), 2),
          padded(time.hours().count(), 2),
          padded(time.minutes().count(), 2),
          padded(time.seconds().count(), 2)};
}

tl::unexpected<Error> no_time(std::string_view text, std::string_view rule) {
  return fail(ReasonCode::invalid_input, in_quotes(text) + " " + std::string(rule),
              "write it like 2025-11-21T10:30:45Z or 2025-11-21T11:30:45+01:00");
}

}  // namespace

Expected<Timestamp> Timestamp::parse(std::string_view text) {
  constexpr std::int64_t end_of_9999 = 253402300800;
  Fields fields;
  if (!read_fields(text, fields)) return no_time(text, "is not an RFC 3339 date and time");
  if (!date_of(fields).ok() || !is_on_the_clock(fields))
    return no_time(text, "is not a real date and time");
  const std::int64_t seconds = seconds_of(fields);
  if (seconds < 0 || seconds >= end_of_9999)
    return no_time(text, "is not between the years 1970 and 9999");
  return Timestamp{seconds};
}

std::string Timestamp::rfc3339() const {
  const Written at = write(seconds);
  return at.year + "-" + at.month + "-" + at.day + "T" + at.hour + ":" + at.minute + ":" +
         at.second + "Z";
}

std::string Timestamp::compact() const {
  const Written at = write(seconds);
  return at.year + at.month + at.day + "-" + at.hour + at.minute + at.second;
}

Value value_of(const std::optional<Timestamp>& time) {
  return time ? Value(time->rfc3339()) : Value();
}

}  // namespace shiptag
