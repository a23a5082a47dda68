#include "db/table/message_times.h"

#include <fmt/chrono.h>
#include <fmt/core.h>

namespace stator::db::table {

namespace {

std::tm utc(std::int64_t unix_micros) {
  return fmt::gmtime(static_cast<std::time_t>(unix_micros / 1'000'000));
}

}  // namespace

std::string long_time(std::int64_t unix_micros) {
  const std::tm time = utc(unix_micros);
  const int hour = time.tm_hour % 12 == 0 ? 12 : time.tm_hour % 12;
  return fmt::format("{:%A, %B} {}, {:%Y} at {}:{:%M:%S} {} Coordinated Universal Time", time, time.tm_mday,
                     time, hour, time, time.tm_hour < 12 ? "AM" : "PM");
}

std::string short_time(std::int64_t unix_micros) {
  return fmt::format("{:%a %b %d %H:%M:%S UTC %Y}", utc(unix_micros));
}

}  // namespace stator::db::table
