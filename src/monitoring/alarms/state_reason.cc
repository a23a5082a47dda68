#include "monitoring/alarms/state_reason.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/protocol/json_writer.h"
#include "monitoring/alarms/alarm_text.h"
#include "monitoring/alarms/messages.h"

namespace stator::monitoring::alarms {

namespace {

// Captures with three datapoints name them in place, those with five and more name the five newest. Nothing
// is known of four.
constexpr std::size_t kMaxNamedInPlace = 3;
constexpr std::size_t kMaxNamed = 5;

const char* comparison_words(Comparison comparison) {
  switch (comparison) {
    case Comparison::kGreaterThanOrEqualToThreshold:
      return messages::kGreaterOrEqual;
    case Comparison::kGreaterThanThreshold:
      return messages::kGreater;
    case Comparison::kLessThanThreshold:
      return messages::kLess;
    case Comparison::kLessThanOrEqualToThreshold:
      break;
  }
  return messages::kLessOrEqual;
}

std::string datapoints_text(std::size_t count) {
  return count == 1 ? messages::kOneDatapoint : fmt::format(messages::kDatapoints, count);
}

// "1 missing datapoint was treated as [Breaching]"; empty where none was.
std::string missing_text(const Rules& rules, const Evaluated& evaluated) {
  const bool breaching = rules.missing == MissingData::kBreaching;
  if (evaluated.missing == 0 || (!breaching && rules.missing != MissingData::kNotBreaching)) return {};
  const char* const as = breaching ? "Breaching" : "NonBreaching";
  return evaluated.missing == 1 ? fmt::format(messages::kOneMissingTreated, as)
                                : fmt::format(messages::kMissingTreated, evaluated.missing, as);
}

// The datapoints that speak for the state, newest first.
std::vector<const Slot*> supporters(const Rules& rules, State state, const Evaluated& evaluated) {
  std::vector<const Slot*> found;
  for (const Slot* slot : evaluated.real)
    if (is_breaching(rules, slot->point->value) == (state == State::kAlarm)) found.push_back(slot);
  return found;
}

std::size_t minimum_for(const Rules& rules, State state) {
  return state == State::kAlarm ? rules.needed() : rules.periods - rules.needed() + 1;
}

std::string unknown_text(const Evaluated& evaluated) {
  return evaluated.missing == 1 ? messages::kOneUnknown : fmt::format(messages::kUnknown, evaluated.missing);
}

std::string only_missing_text(const Rules& rules, const Evaluated& evaluated) {
  const std::size_t received = evaluated.real.size();
  const std::string got = received == 0   ? messages::kNoDatapointsWere
                          : received == 1 ? messages::kOneDatapointWas
                                          : fmt::format(messages::kDatapointsWere, received);
  const std::string periods =
      rules.periods == 1 ? messages::kOnePeriod : fmt::format(messages::kPeriods, rules.periods);
  return fmt::format(messages::kThresholdCrossedByMissing, got, periods, missing_text(rules, evaluated));
}

// One of StateReasonData's evaluatedDatapoints.
void append_evaluated(const Slot& slot, std::string* out) {
  out->append(R"({"timestamp":")").append(long_time(slot.start_millis)).push_back('"');
  if (slot.point) {
    if (slot.point->samples) out->append(R"(,"sampleCount":)").append(double_text(*slot.point->samples));
    out->append(R"(,"value":)").append(double_text(slot.point->value));
  }
  out->push_back('}');
}

// The windows that decided, newest first: as many as the state needs; those without a datapoint fill up.
std::vector<const Slot*> deciding(const Rules& rules, State state, const Evaluated& evaluated,
                                  std::span<const Slot> slots) {
  std::vector<const Slot*> found;
  std::size_t wanted = rules.periods;
  if (state != State::kInsufficientData) {
    wanted = minimum_for(rules, state);
    found = supporters(rules, state, evaluated);
    found.resize(std::min(found.size(), wanted));
  }
  for (std::size_t age = 1; age <= slots.size() && found.size() < wanted; ++age) {
    const Slot& slot = slots[slots.size() - age];
    if (!slot.point || state == State::kInsufficientData) found.push_back(&slot);
  }
  std::sort(found.begin(), found.end(),
            [](const Slot* a, const Slot* b) { return a->start_millis > b->start_millis; });
  return found;
}

void append_member(const char* name, const std::string& text, std::string* out) {
  if (text.empty()) return;
  out->append(",\"").append(name).append("\":");
  aws::protocol::append_json_string(text, out);
}

}  // namespace

std::string state_reason(const Rules& rules, State state, const Evaluated& evaluated) {
  if (state == State::kInsufficientData) return unknown_text(evaluated);
  const std::vector<const Slot*> found = supporters(rules, state, evaluated);
  if (found.empty()) return only_missing_text(rules, evaluated);
  const std::size_t count = found.size();
  std::string named;
  for (std::size_t i = 0; i < std::min(count, kMaxNamed); ++i) {
    if (i > 0) named += ", ";
    named += fmt::format("{} ({})", double_text(found[i]->point->value), short_time(found[i]->start_millis));
  }
  const std::string how_many =
      rules.to_alarm ? fmt::format(messages::kOutOfLast, count, rules.periods) : datapoints_text(count);
  const char* const verb = count == 1 ? "was" : "were";
  const char* const negation = state == State::kAlarm ? "" : "not ";
  const char* const words = comparison_words(rules.comparison);
  const std::string threshold = double_text(rules.threshold);
  std::string missing = missing_text(rules, evaluated);
  if (!missing.empty()) missing.insert(0, " and ");
  std::string minimum;
  if (rules.to_alarm) {
    const std::string datapoints = datapoints_text(minimum_for(rules, state));
    minimum = state == State::kAlarm ? fmt::format(messages::kMinimumToAlarm, datapoints)
                                     : fmt::format(messages::kMinimumToOk, datapoints);
  }
  if (count <= kMaxNamedInPlace)
    return fmt::format(messages::kThresholdCrossed, how_many, named, verb, negation, words, threshold,
                       missing, minimum);
  return fmt::format(messages::kThresholdCrossedByMany, how_many, verb, negation, words, threshold, named,
                     missing, minimum);
}

std::string state_reason_data(const Rules& rules, State state, const Evaluated& evaluated,
                              std::span<const Slot> slots, std::int64_t now_millis) {
  std::string head = R"({"version":"1.0","queryDate":")" + long_time(now_millis) + '"';
  if (!evaluated.real.empty())
    append_member("startDate", long_time(evaluated.real.back()->start_millis), &head);
  append_member("unit", rules.unit, &head);
  append_member("statistic", rules.statistic, &head);
  head += fmt::format(R"(,"period":{},"recentDatapoints":[)", rules.period_seconds);
  std::string middle = R"(],"threshold":)" + double_text(rules.threshold) + R"(,"evaluatedDatapoints":[)";
  constexpr const char* kEnd = "]}";
  // What does not fit is left out, the oldest first: half of the room for either list, at least.
  const std::size_t taken = head.size() + middle.size() + 2;
  const std::size_t room = kMaxReasonDataBytes - std::min(taken, kMaxReasonDataBytes);
  std::string decided;
  for (const Slot* slot : deciding(rules, state, evaluated, slots)) {
    std::string one = decided.empty() ? "" : ",";
    append_evaluated(*slot, &one);
    if (decided.size() + one.size() > room / 2) break;
    decided += one;
  }
  std::string recent;
  for (const Slot* slot : evaluated.real) {
    std::string one = double_text(slot->point->value);
    if (!recent.empty()) one += ',';
    if (recent.size() + one.size() > room - decided.size()) break;
    recent.insert(0, one);
  }
  return head + recent + middle + decided + kEnd;
}

}  // namespace stator::monitoring::alarms
