#include "services/cloudwatch/ops/labels.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace stator::services::cloudwatch {
namespace {

using monitoring::math::Point;

constexpr std::string_view kNothing = "--";

// The points that names are about. Precondition: there are points.
struct Ends {
  explicit Ends(std::span<const Point> points)
      : first(points.front()),
        last(points.back()),
        min(*std::min_element(points.begin(), points.end(), by_value)),
        max(*std::max_element(points.begin(), points.end(), by_value)) {
    for (const Point& point : points) sum += point.value;
  }

  const Point& first;
  const Point& last;
  const Point& min;  // the first of several
  const Point& max;
  double sum = 0;

 private:
  static bool by_value(const Point& a, const Point& b) { return a.value < b.value; }
};

std::string number_text(double number) { return fmt::format("{}", number); }

std::string time_text(std::int64_t unix_seconds) {
  const std::chrono::sys_seconds time{std::chrono::seconds(unix_seconds)};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::string span_text(std::int64_t seconds) {
  struct Unit {
    std::int64_t seconds;
    char name;
  };
  constexpr Unit kUnits[] = {{24 * 3600, 'd'}, {3600, 'h'}, {60, 'm'}, {1, 's'}};
  seconds = std::abs(seconds);
  if (seconds == 0) return "0s";
  std::string text;
  for (const Unit& unit : kUnits) {
    const std::int64_t number = seconds / unit.seconds;
    seconds %= unit.seconds;
    if (number > 0) text += fmt::format("{}{}{}", text.empty() ? "" : " ", number, unit.name);
  }
  return text;
}

std::string property(std::string_view name, const LabelFacts& facts) {
  constexpr std::string_view kDimension = "Dim.";
  if (name == "AccountId") return std::string(facts.account);
  if (name == "Region") return std::string(facts.region);
  if (facts.metric == nullptr) return std::string(kNothing);
  if (name == "MetricName") return facts.metric->name;
  if (name == "Namespace") return facts.metric->name_space;
  if (name == "Period") return std::to_string(facts.period_seconds);
  if (name == "Stat") return std::string(facts.statistic);
  if (name.starts_with(kDimension)) {
    for (const monitoring::Dimension& dimension : facts.metric->dimensions)
      if (dimension.name == name.substr(kDimension.size())) return dimension.value;
  }
  return std::string(kNothing);  // also of AccountLabel: no accounts are linked
}

// A statistic of what is shown.
struct Value {
  std::string_view name;
  std::string (*text)(const Ends& ends, const LabelFacts& facts);
};

std::string zoned(const Point& point, const LabelFacts& facts) {
  return time_text(point.unix_seconds + facts.zone_seconds);
}
std::string since(const Point& point, const LabelFacts& facts) {
  return span_text(facts.now_seconds - point.unix_seconds);
}
std::string between(const Point& a, const Point& b) { return span_text(a.unix_seconds - b.unix_seconds); }

using Facts = LabelFacts;

constexpr Value kValues[] = {
    {"AVG",
     [](const Ends& ends, const Facts& facts) {
       return number_text(ends.sum / static_cast<double>(facts.points.size()));
     }},
    {"FIRST", [](const Ends& ends, const Facts&) { return number_text(ends.first.value); }},
    {"FIRST_LAST_RANGE",
     [](const Ends& ends, const Facts&) { return number_text(ends.last.value - ends.first.value); }},
    {"FIRST_LAST_TIME_RANGE", [](const Ends& ends, const Facts&) { return between(ends.last, ends.first); }},
    {"FIRST_TIME", [](const Ends& ends, const Facts& facts) { return zoned(ends.first, facts); }},
    {"FIRST_TIME_RELATIVE", [](const Ends& ends, const Facts& facts) { return since(ends.first, facts); }},
    {"LAST", [](const Ends& ends, const Facts&) { return number_text(ends.last.value); }},
    {"LAST_TIME", [](const Ends& ends, const Facts& facts) { return zoned(ends.last, facts); }},
    {"LAST_TIME_RELATIVE", [](const Ends& ends, const Facts& facts) { return since(ends.last, facts); }},
    {"MAX", [](const Ends& ends, const Facts&) { return number_text(ends.max.value); }},
    {"MAX_TIME", [](const Ends& ends, const Facts& facts) { return zoned(ends.max, facts); }},
    {"MAX_TIME_RELATIVE", [](const Ends& ends, const Facts& facts) { return since(ends.max, facts); }},
    {"MIN", [](const Ends& ends, const Facts&) { return number_text(ends.min.value); }},
    {"MIN_MAX_RANGE",
     [](const Ends& ends, const Facts&) { return number_text(ends.max.value - ends.min.value); }},
    {"MIN_MAX_TIME_RANGE", [](const Ends& ends, const Facts&) { return between(ends.max, ends.min); }},
    {"MIN_TIME", [](const Ends& ends, const Facts& facts) { return zoned(ends.min, facts); }},
    {"MIN_TIME_RELATIVE", [](const Ends& ends, const Facts& facts) { return since(ends.min, facts); }},
    {"SUM", [](const Ends& ends, const Facts&) { return number_text(ends.sum); }},
};

// A dynamic value at the begin of a text.
struct Placeholder {
  std::size_t bytes = 0;  // in the text
  bool is_property = false;
  std::string_view name;
  const Value* value = nullptr;  // not of LABEL, DATAPOINT_COUNT and properties
};

std::optional<Placeholder> placeholder_at(std::string_view text) {
  constexpr std::string_view kProperty = "${PROP('", kPropertyEnd = "')}", kBegin = "${";
  Placeholder found;
  if (text.starts_with(kProperty)) {
    constexpr std::size_t kLongest = 512;  // of a property, and more
    text = text.substr(0, kLongest);
    const std::size_t end = text.find(kPropertyEnd, kProperty.size());
    if (end == text.npos) return std::nullopt;
    found.is_property = true;
    found.name = text.substr(kProperty.size(), end - kProperty.size());
    found.bytes = end + kPropertyEnd.size();
    return found;
  }
  if (!text.starts_with(kBegin)) return std::nullopt;
  constexpr std::size_t kLongest = 32;  // of the names, and more
  const std::size_t end = text.substr(0, kLongest).find('}');
  if (end == text.npos) return std::nullopt;
  found.name = text.substr(kBegin.size(), end - kBegin.size());
  found.bytes = end + 1;
  if (found.name == "LABEL" || found.name == "DATAPOINT_COUNT") return found;
  found.value = std::find_if(std::begin(kValues), std::end(kValues),
                             [&](const Value& value) { return value.name == found.name; });
  if (found.value == std::end(kValues)) return std::nullopt;
  return found;
}

std::string text_of(const Placeholder& placeholder, const LabelFacts& facts,
                    const std::optional<Ends>& ends) {
  if (placeholder.is_property) return property(placeholder.name, facts);
  if (placeholder.value != nullptr)
    return ends ? placeholder.value->text(*ends, facts) : std::string(kNothing);
  return placeholder.name == "LABEL" ? std::string(facts.default_label) : std::to_string(facts.points.size());
}

}  // namespace

bool is_dynamic(std::string_view label) {
  for (std::size_t at = label.find("${"); at != label.npos; at = label.find("${", at + 1))
    if (placeholder_at(label.substr(at))) return true;
  return false;
}

std::string expand_label(std::string_view label, const LabelFacts& facts) {
  std::optional<Ends> ends;
  if (!facts.points.empty()) ends.emplace(facts.points);
  std::string text;
  while (!label.empty()) {
    const std::size_t plain = std::min(label.find('$'), label.size());
    text.append(label.substr(0, plain));
    label.remove_prefix(plain);
    if (label.empty() || text.size() >= kMaxLabelBytes) break;
    const auto placeholder = placeholder_at(label);
    text += placeholder ? text_of(*placeholder, facts, ends) : std::string(1, '$');
    label.remove_prefix(placeholder ? placeholder->bytes : 1);
  }
  return text.append(label);
}

std::optional<std::int64_t> parse_zone(std::string_view text) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (text.size() != 5 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  if (!std::all_of(text.begin() + 1, text.end(), is_digit)) return std::nullopt;
  const std::int64_t hours = (text[1] - '0') * 10 + (text[2] - '0');
  const std::int64_t minutes = (text[3] - '0') * 10 + (text[4] - '0');
  if (hours > 23 || minutes > 59) return std::nullopt;
  return (text[0] == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
}

}  // namespace stator::services::cloudwatch
