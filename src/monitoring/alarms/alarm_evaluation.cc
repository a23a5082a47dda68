#include "monitoring/alarms/alarm_evaluation.h"

#include <algorithm>

#include "monitoring/alarms/state_reason.h"

namespace stator::monitoring::alarms {

namespace {

constexpr std::int64_t kMillis = 1000;
constexpr std::int64_t kStepSeconds = 60;
// A percentile p needs 10 / (1 - p) samples, one below the middle 10 / p.
constexpr double kSamplesOfTail = 10;
constexpr double kMiddle = 0.5;

bool has_too_few_samples(double percentile, const Evaluated& evaluated) {
  const double tail = percentile >= kMiddle ? 1 - percentile : percentile;
  if (tail <= 0) return false;  // p0 and p100 are no estimates
  double samples = 0;
  for (const Slot* slot : evaluated.real) {
    if (!slot->point->samples) return false;
    samples += *slot->point->samples;
  }
  return samples < kSamplesOfTail / tail;
}

// What only some of the needed datapoints say, where the missing ones count neither way.
std::optional<State> judge_incomplete(const Rules& rules, const Evaluated& evaluated) {
  if (evaluated.breaching >= rules.needed()) return State::kAlarm;
  if (evaluated.real.size() > evaluated.breaching) return State::kOk;
  if (rules.missing == MissingData::kIgnore) return std::nullopt;
  // All that is there breaches. "Avoiding premature transitions": only if the oldest of it is old enough.
  if (evaluated.oldest_age >= rules.needed()) return State::kAlarm;
  return State::kInsufficientData;
}

}  // namespace

const char* state_name(State state) {
  switch (state) {
    case State::kOk:
      return "OK";
    case State::kAlarm:
      return "ALARM";
    case State::kInsufficientData:
      break;
  }
  return "INSUFFICIENT_DATA";
}

Range evaluation_range(const Rules& rules, std::int64_t now_millis) {
  const std::int64_t step = std::min(rules.period_seconds, kStepSeconds) * kMillis;
  Range range;
  range.slots = rules.periods + kExtraSlots;
  range.end_millis = now_millis / step * step;
  range.begin_millis =
      range.end_millis - static_cast<std::int64_t>(range.slots) * rules.period_seconds * kMillis;
  return range;
}

std::vector<Slot> fill_slots(const Rules& rules, const Range& range, std::span<const Datapoint> points) {
  const std::int64_t period = rules.period_seconds * kMillis;
  std::vector<Slot> slots(range.slots);
  for (std::size_t i = 0; i < slots.size(); ++i)
    slots[i].start_millis = range.begin_millis + static_cast<std::int64_t>(i) * period;
  for (const Datapoint& point : points) {
    if (point.start_millis < range.begin_millis || point.start_millis >= range.end_millis) continue;
    Slot& slot = slots[static_cast<std::size_t>((point.start_millis - range.begin_millis) / period)];
    if (!slot.point || slot.point->start_millis <= point.start_millis) slot.point = point;
  }
  return slots;
}

bool is_breaching(const Rules& rules, double value) {
  switch (rules.comparison) {
    case Comparison::kGreaterThanOrEqualToThreshold:
      return value >= rules.threshold;
    case Comparison::kGreaterThanThreshold:
      return value > rules.threshold;
    case Comparison::kLessThanThreshold:
      return value < rules.threshold;
    case Comparison::kLessThanOrEqualToThreshold:
      break;
  }
  return value <= rules.threshold;
}

Evaluated newest_of(const Rules& rules, std::span<const Slot> slots) {
  Evaluated evaluated;
  for (std::size_t age = 1; age <= slots.size() && evaluated.real.size() < rules.periods; ++age) {
    const Slot& slot = slots[slots.size() - age];
    if (!slot.point) continue;
    evaluated.real.push_back(&slot);
    evaluated.oldest_age = age;
    if (is_breaching(rules, slot.point->value)) ++evaluated.breaching;
  }
  evaluated.missing = rules.periods - evaluated.real.size();
  return evaluated;
}

std::optional<State> judge(const Rules& rules, std::span<const Slot> slots) {
  const Evaluated evaluated = newest_of(rules, slots);
  if (rules.significant_percentile && !evaluated.real.empty() &&
      has_too_few_samples(*rules.significant_percentile, evaluated))
    return std::nullopt;
  const bool counts = rules.missing == MissingData::kBreaching || rules.missing == MissingData::kNotBreaching;
  if (evaluated.missing > 0 && !counts) return judge_incomplete(rules, evaluated);
  std::size_t breaching = evaluated.breaching;
  if (rules.missing == MissingData::kBreaching) breaching += evaluated.missing;
  return breaching >= rules.needed() ? State::kAlarm : State::kOk;
}

std::optional<Verdict> evaluate(const Rules& rules, State before, std::span<const Slot> slots,
                                std::int64_t now_millis) {
  const std::optional<State> state = judge(rules, slots);
  if (!state || *state == before) return std::nullopt;
  const Evaluated evaluated = newest_of(rules, slots);
  return Verdict{*state, state_reason(rules, *state, evaluated),
                 state_reason_data(rules, *state, evaluated, slots, now_millis)};
}

}  // namespace stator::monitoring::alarms
