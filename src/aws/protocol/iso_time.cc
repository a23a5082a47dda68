#include "aws/protocol/iso_time.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>

namespace stator::aws::protocol {
namespace {

constexpr std::int64_t kMillisADay = 86'400'000;

// Takes a number of so many digits, and the character behind it (0: none).
bool take(std::string_view* text, std::size_t count, char behind, int* number) {
  if (text->size() < count) return false;
  const auto [end, failure] = std::from_chars(text->data(), text->data() + count, *number);
  if (failure != std::errc() || end != text->data() + count || *number < 0) return false;
  text->remove_prefix(count);
  if (behind == 0) return true;
  if (text->empty() || text->front() != behind) return false;
  text->remove_prefix(1);
  return true;
}

std::string text_of(std::int64_t unix_millis, bool with_millis) {
  const auto time = std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(unix_millis));
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::int64_t rest = (time - day).count();
  std::string out = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                                rest / 3'600'000, rest / 60'000 % 60, rest / 1000 % 60);
  if (with_millis) out += fmt::format(".{:03}", rest % 1000);
  return out + "Z";
}

}  // namespace

std::string iso_time(std::int64_t unix_millis) { return text_of(unix_millis, unix_millis % 1000 != 0); }
std::string iso_time_with_millis(std::int64_t unix_millis) { return text_of(unix_millis, true); }

std::optional<std::int64_t> parse_iso_time(std::string_view text) {
  int year, month, day, hour, minute, second;
  if (!take(&text, 4, '-', &year) || !take(&text, 2, '-', &month) || !take(&text, 2, 'T', &day) ||
      !take(&text, 2, ':', &hour) || !take(&text, 2, ':', &minute) || !take(&text, 2, 0, &second))
    return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  std::int64_t millis = std::chrono::sys_days(date).time_since_epoch().count() * kMillisADay +
                        ((hour * 60 + minute) * 60 + second) * 1000LL;
  if (!text.empty() && text.front() == '.') {
    text.remove_prefix(1);
    int weight = 100;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
      millis += (text.front() - '0') * weight;
      weight /= 10;
      text.remove_prefix(1);
    }
  }
  if (text != "Z" && text != "+00:00") return std::nullopt;
  return millis;
}

}  // namespace stator::aws::protocol
