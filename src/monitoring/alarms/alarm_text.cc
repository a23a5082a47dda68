#include "monitoring/alarms/alarm_text.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cmath>
#include <string_view>

namespace stator::monitoring::alarms {

namespace {

// From here on, and below the other one, Java writes an exponent.
constexpr double kLargest = 1e7;
constexpr double kSmallest = 1e-3;

std::chrono::sys_seconds seconds_of(std::int64_t unix_millis) {
  return std::chrono::floor<std::chrono::seconds>(
      std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(unix_millis)));
}

std::string shortest(double number, std::chars_format format) {
  char text[400];
  return {text, std::to_chars(text, text + sizeof text, number, format).ptr};
}

}  // namespace

std::string double_text(double number) {
  const double size = std::abs(number);
  if (number == 0 || (size >= kSmallest && size < kLargest)) {
    std::string text = shortest(number, std::chars_format::fixed);
    if (text.find('.') == std::string::npos) text += ".0";
    return text;
  }
  const std::string text = shortest(number, std::chars_format::scientific);  // 1e+07, 1.5e-04
  const std::size_t end = text.find('e');
  if (end == std::string::npos) return text;
  std::string digits = text.substr(0, end);
  if (digits.find('.') == std::string::npos) digits += ".0";
  return fmt::format("{}E{}", digits, std::stoi(text.substr(end + 1)));
}

std::string short_time(std::int64_t unix_millis) {
  return fmt::format("{:%d/%m/%y %H:%M:%S}", seconds_of(unix_millis));
}

std::string long_time(std::int64_t unix_millis) {
  const auto seconds = seconds_of(unix_millis);
  const auto millis = unix_millis - seconds.time_since_epoch().count() * 1000;
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}+0000", seconds, millis);
}

}  // namespace stator::monitoring::alarms
