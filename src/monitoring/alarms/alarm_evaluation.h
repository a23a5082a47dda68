// What a metric alarm makes of the datapoints of its evaluation range: the next state, and the texts that
// explain it. Pure.
//
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace stator::monitoring::alarms {

// In AWS's order of the enumerations, which shapes list.
enum class State : std::uint8_t { kOk, kAlarm, kInsufficientData };
enum class Comparison : std::uint8_t {
  kGreaterThanOrEqualToThreshold,
  kGreaterThanThreshold,
  kLessThanThreshold,
  kLessThanOrEqualToThreshold,
};
enum class MissingData : std::uint8_t { kMissing, kIgnore, kBreaching, kNotBreaching };

const char* state_name(State state);  // "OK", "ALARM", "INSUFFICIENT_DATA"

struct Datapoint {
  std::int64_t start_millis = 0;  // of the time that it stands for
  double value = 0;
  std::optional<double> samples;  // how many went into it; unknown for results of expressions
};

struct Rules {
  Comparison comparison = Comparison::kGreaterThanThreshold;
  double threshold = 0;
  std::int64_t period_seconds = 60;
  std::size_t periods = 1;              // "N"
  std::optional<std::size_t> to_alarm;  // "M", at most N; nothing: N, and shorter texts
  MissingData missing = MissingData::kMissing;
  std::string statistic;  // for the texts; empty: of an expression
  std::string unit;       // for the texts; empty: any
  // Of a percentile, as a fraction: too few samples for it keep the state as it is. Nothing: they do not.
  std::optional<double> significant_percentile;

  std::size_t needed() const { return to_alarm.value_or(periods); }
};

// What is looked at: `slots` windows of one period, one after the other. The last one ends at `end_millis`.
struct Range {
  std::int64_t begin_millis = 0;
  std::int64_t end_millis = 0;
  std::size_t slots = 0;
};

// AWS looks farther back than N periods and does not say how far; in all of its examples with N = 3 it is 5.
// So N + 2 is assumed. The windows slide: they end with the last whole minute, whatever the period (startDate
// and queryDate of AWS's events show it); where the period is below a minute, with the last whole period.
inline constexpr std::size_t kExtraSlots = 2;
Range evaluation_range(const Rules& rules, std::int64_t now_millis);

// One of a range's windows, with what was measured in it.
struct Slot {
  std::int64_t start_millis = 0;
  std::optional<Datapoint> point;
};

// Oldest first. Of two datapoints in one window the later one counts; those outside of the range do not.
std::vector<Slot> fill_slots(const Rules& rules, const Range& range, std::span<const Datapoint> points);

bool is_breaching(const Rules& rules, double value);

// Which of a range's windows an evaluation rests on. Refers to them.
struct Evaluated {
  std::vector<const Slot*> real;  // with a datapoint, newest first; at most N
  std::size_t missing = 0;        // so many lack to N
  std::size_t breaching = 0;      // of `real`
  std::size_t oldest_age = 0;     // of the last of `real`: 1 is the newest window of the range
};
Evaluated newest_of(const Rules& rules, std::span<const Slot> slots);

// The state after `slots`, oldest first. Nothing: it stays what it is.
std::optional<State> judge(const Rules& rules, std::span<const Slot> slots);

struct Verdict {
  State state = State::kInsufficientData;
  std::string reason;       // at most 1,023 characters
  std::string reason_data;  // JSON, at most 4,000 characters
};

// Nothing if the state does not change. `now_millis` is the time of the query.
std::optional<Verdict> evaluate(const Rules& rules, State before, std::span<const Slot> slots,
                                std::int64_t now_millis);

}  // namespace stator::monitoring::alarms
