#include "monitoring/statistic.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

namespace stator::monitoring {
namespace {

// No name that means something is longer: these are kept with alarms, and said in their reasons.
constexpr std::size_t kMaxNameBytes = 64;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Simple {
  std::string_view name;
  Statistic::Kind kind;
};
constexpr Simple kSimple[] = {
    {"SampleCount", Statistic::Kind::kSampleCount},
    {"Average", Statistic::Kind::kAverage},
    {"Sum", Statistic::Kind::kSum},
    {"Minimum", Statistic::Kind::kMinimum},
    {"Maximum", Statistic::Kind::kMaximum},
};

struct Extended {
  std::string_view prefix;  // in lower case
  Statistic::Kind kind;
};
constexpr Extended kExtended[] = {
    {"p", Statistic::Kind::kPercentile},      {"tm", Statistic::Kind::kTrimmedMean},
    {"wm", Statistic::Kind::kWinsorizedMean}, {"tc", Statistic::Kind::kTrimmedCount},
    {"ts", Statistic::Kind::kTrimmedSum},     {"pr", Statistic::Kind::kPercentileRank},
};

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

// Digits, at most one point: no sign, no exponent.
std::optional<double> parse_number(std::string_view text) {
  const auto allowed = [](char c) { return (c >= '0' && c <= '9') || c == '.'; };
  if (text.empty() || !std::all_of(text.begin(), text.end(), allowed)) return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// Of the part of the values that lies between two bounds.
struct Part {
  double count = 0;
  double sum = 0;
  double lowest = kInfinity;
  double highest = -kInfinity;
};

// By their place: between `low` and `high` of all `samples`. A value counts as far as it lies within.
Part part_by_place(const std::vector<Distribution::Value>& values, double low, double high) {
  Part part;
  double before = 0;
  for (const Distribution::Value& value : values) {
    const double inside = std::min(before + value.count, high) - std::max(before, low);
    before += value.count;
    if (inside <= 0) continue;
    part.count += inside;
    part.sum += inside * value.value;
    part.lowest = std::min(part.lowest, value.value);
    part.highest = std::max(part.highest, value.value);
  }
  return part;
}

Part part_by_value(const std::vector<Distribution::Value>& values, double low, double high) {
  Part part;
  for (const Distribution::Value& value : values) {
    if (value.value <= low || value.value > high) continue;
    part.count += value.count;
    part.sum += value.count * value.value;
    part.lowest = std::min(part.lowest, value.value);
    part.highest = std::max(part.highest, value.value);
  }
  return part;
}

// The least value that `percent` of all are not above.
double percentile(const std::vector<Distribution::Value>& values, double samples, double percent) {
  const double wanted = samples * percent / 100;
  double seen = 0;
  for (const Distribution::Value& value : values) {
    seen += value.count;
    if (seen >= wanted * (1 - 1e-12)) return value.value;
  }
  return values.back().value;
}

}  // namespace

// "(10%:90%)", "(:300)", "(5:)": at least one of the two, both of one sort.
std::optional<Statistic::Bounds> Statistic::parse_bounds(std::string_view text) {
  if (text.size() < 3 || text.front() != '(' || text.back() != ')') return std::nullopt;
  text = text.substr(1, text.size() - 2);
  const std::size_t colon = text.find(':');
  if (colon == text.npos) return std::nullopt;
  std::string_view parts[2] = {text.substr(0, colon), text.substr(colon + 1)};
  if (parts[0].empty() && parts[1].empty()) return std::nullopt;
  Bounds bounds;
  bool percent[2] = {false, false};
  double numbers[2] = {0, 0};
  for (int i = 0; i < 2; ++i) {
    if (parts[i].empty()) continue;
    percent[i] = parts[i].ends_with('%');
    if (percent[i]) parts[i].remove_suffix(1);
    const auto number = parse_number(parts[i]);
    if (!number || (percent[i] && *number > 100)) return std::nullopt;
    numbers[i] = *number;
  }
  bounds.has_low = !parts[0].empty();
  bounds.has_high = !parts[1].empty();
  if (bounds.has_low && bounds.has_high && (percent[0] != percent[1] || numbers[0] >= numbers[1]))
    return std::nullopt;
  bounds.in_percent = percent[0] || percent[1];
  bounds.low = bounds.has_low ? numbers[0] : bounds.in_percent ? 0 : -kInfinity;
  bounds.high = bounds.has_high ? numbers[1] : bounds.in_percent ? 100 : kInfinity;
  return bounds;
}

std::optional<Statistic> Statistic::parse(std::string_view name) {
  if (name.size() > kMaxNameBytes) return std::nullopt;
  Statistic made;
  for (const Simple& simple : kSimple) {
    if (simple.name != name) continue;
    made.kind_ = simple.kind;
    return made;
  }
  const std::string lower = lower_case(name);
  if (lower == "iqm") {  // the mean of the middle half
    made.kind_ = Kind::kTrimmedMean;
    made.bounds_ = {.low = 25, .high = 75, .in_percent = true, .has_low = true, .has_high = true};
    return made;
  }
  for (const Extended& extended : kExtended) {
    if (!lower.starts_with(extended.prefix)) continue;
    const std::string_view rest = std::string_view(lower).substr(extended.prefix.size());
    made.kind_ = extended.kind;
    if (rest.starts_with('(')) {
      const auto bounds = parse_bounds(rest);
      if (!bounds || made.kind_ == Kind::kPercentile) return std::nullopt;
      if (made.kind_ == Kind::kPercentileRank && bounds->in_percent) return std::nullopt;
      made.bounds_ = *bounds;
      return made;
    }
    const auto number = parse_number(rest);
    if (!number || *number > 100 || made.kind_ == Kind::kPercentileRank) continue;
    made.bounds_.high = *number;
    made.bounds_.has_high = true;
    return made;
  }
  return std::nullopt;
}

std::optional<double> Statistic::of(const Distribution& values) const {
  if (values.empty()) return std::nullopt;
  const auto value = of_some(values);
  // A set of statistics may have claimed what cannot be.
  if (!value || !std::isfinite(*value)) return std::nullopt;
  return value;
}

std::optional<double> Statistic::of_some(const Distribution& values) const {
  switch (kind_) {
    case Kind::kSampleCount:
      return values.samples();
    case Kind::kAverage:
      return values.sum() / values.samples();
    case Kind::kSum:
      return values.sum();
    case Kind::kMinimum:
      return values.minimum();
    case Kind::kMaximum:
      return values.maximum();
    default:
      return of_values(values);
  }
}

std::optional<double> Statistic::of_values(const Distribution& all) const {
  const auto* values = all.values();
  if (values == nullptr || all.minimum() < 0) return std::nullopt;
  const double samples = all.samples();
  // What close values were rounded to must not lie outside of them.
  const auto within = [&all](double value) { return std::clamp(value, all.minimum(), all.maximum()); };
  if (kind_ == Kind::kPercentile) {
    if (bounds_.high == 0) return all.minimum();
    if (bounds_.high == 100) return all.maximum();
    return within(percentile(*values, samples, bounds_.high));
  }
  const Part part = bounds_.in_percent
                        ? part_by_place(*values, samples * bounds_.low / 100, samples * bounds_.high / 100)
                        : part_by_value(*values, bounds_.low, bounds_.high);
  switch (kind_) {
    case Kind::kTrimmedCount:
      return part.count;
    case Kind::kTrimmedSum:
      return part.sum;
    case Kind::kPercentileRank:
      return part.count * 100 / samples;
    case Kind::kTrimmedMean:
      if (part.count == 0) return std::nullopt;
      return within(part.sum / part.count);
    default:
      break;
  }
  // Winsorized: what lies outside counts as the bound that it lies beyond.
  if (part.count == 0) return std::nullopt;
  const double low = bounds_.in_percent ? part.lowest : within(bounds_.low);
  const double high = bounds_.in_percent ? part.highest : within(bounds_.high);
  double sum = 0;
  for (const Distribution::Value& value : *values) sum += value.count * std::clamp(value.value, low, high);
  return within(sum / samples);
}

}  // namespace stator::monitoring
