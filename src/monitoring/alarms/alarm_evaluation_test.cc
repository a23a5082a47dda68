#include "monitoring/alarms/alarm_evaluation.h"

#include <gtest/gtest.h>

#include "monitoring/alarms/alarm_text.h"

namespace stator::monitoring::alarms {
namespace {

constexpr std::int64_t kMillis = 1000;
constexpr std::int64_t kDay = 86'400 * kMillis;

// 2026-11-22T10:00:00Z.
constexpr std::int64_t kTen = 1'795'341'600'000;

// AWS's notation: 0 is not breaching, X is, - is missing; the newest stands on the right.
std::vector<Slot> slots_of(std::string_view notation, const Rules& rules) {
  std::vector<Slot> slots;
  for (char c : notation) {
    if (c == ' ') continue;
    Slot slot;
    slot.start_millis = kTen + static_cast<std::int64_t>(slots.size()) * rules.period_seconds * kMillis;
    if (c != '-') slot.point = Datapoint{slot.start_millis, c == 'X' ? 5.0 : 0.0, 1.0};
    slots.push_back(slot);
  }
  return slots;
}

Rules rules_of(std::size_t periods, std::optional<std::size_t> to_alarm) {
  Rules rules;
  rules.threshold = 1;
  rules.periods = periods;
  rules.to_alarm = to_alarm;
  rules.statistic = "Sum";
  return rules;
}

struct Row {
  const char* points;
  std::optional<State> missing, ignore, breaching, not_breaching;  // nothing: the state is retained
};

void check(const Row& row, Rules rules) {
  const std::vector<Slot> slots = slots_of(row.points, rules);
  const std::pair<MissingData, std::optional<State>> columns[] = {
      {MissingData::kMissing, row.missing},
      {MissingData::kIgnore, row.ignore},
      {MissingData::kBreaching, row.breaching},
      {MissingData::kNotBreaching, row.not_breaching},
  };
  for (const auto& [missing, state] : columns) {
    rules.missing = missing;
    EXPECT_EQ(judge(rules, slots), state) << row.points << ", column " << static_cast<int>(missing);
    for (State before : {State::kOk, State::kAlarm, State::kInsufficientData}) {
      const auto verdict = evaluate(rules, before, slots, kTen + kDay);
      ASSERT_EQ(verdict.has_value(), state && *state != before) << row.points;
      if (verdict) {
        EXPECT_EQ(verdict->state, *state);
      }
    }
  }
}

constexpr State kOk = State::kOk;
constexpr State kAlarm = State::kAlarm;
constexpr State kInsufficient = State::kInsufficientData;
constexpr std::nullopt_t kRetained = std::nullopt;

// The first table of the user guide: 3 out of 3, an evaluation range of 5.
TEST(AlarmEvaluation, AllOfThree) {
  const Row rows[] = {
      {"0 - X - X", kOk, kOk, kOk, kOk},
      {"0 - - - -", kOk, kOk, kOk, kOk},
      {"- - - - -", kInsufficient, kRetained, kAlarm, kOk},
      {"0 X X - X", kAlarm, kAlarm, kAlarm, kAlarm},
      {"- - X - -", kAlarm, kRetained, kAlarm, kOk},
      // Rows that the guide had until 2020.
      {"- - - - X", kInsufficient, kRetained, kAlarm, kOk},
      {"X - - - -", kAlarm, kRetained, kAlarm, kOk},
      // "Avoiding premature transitions": not at once, and gone with the next good datapoint.
      {"- - - X -", kInsufficient, kRetained, kAlarm, kOk},
      {"- - - X 0", kOk, kOk, kOk, kOk},
      {"- - X - 0", kOk, kOk, kOk, kOk},
  };
  for (const Row& row : rows) {
    check(row, rules_of(3, 3));
    check(row, rules_of(3, std::nullopt));
  }
}

// The second one: 2 out of 3.
TEST(AlarmEvaluation, TwoOutOfThree) {
  const Row rows[] = {
      {"0 - X - X", kAlarm, kAlarm, kAlarm, kAlarm},
      {"0 0 X 0 X", kAlarm, kAlarm, kAlarm, kAlarm},
      {"0 - X - -", kOk, kOk, kAlarm, kOk},
      {"- - - - 0", kOk, kOk, kAlarm, kOk},
      {"- - - X -", kAlarm, kRetained, kAlarm, kOk},
      {"- - - - X", kInsufficient, kRetained, kAlarm, kOk},  // until 2020
      {"- X - X -", kAlarm, kAlarm, kAlarm, kAlarm},
      {"X X 0 0 X", kOk, kOk, kOk, kOk},  // what is older than N real datapoints does not count
  };
  for (const Row& row : rows) check(row, rules_of(3, 2));
}

TEST(AlarmEvaluation, OneOutOfOne) {
  check({"- - X", kAlarm, kAlarm, kAlarm, kAlarm}, rules_of(1, 1));
  check({"X - -", kAlarm, kAlarm, kAlarm, kAlarm}, rules_of(1, 1));
  check({"X - 0", kOk, kOk, kOk, kOk}, rules_of(1, 1));
  check({"- - -", kInsufficient, kRetained, kAlarm, kOk}, rules_of(1, 1));
}

TEST(AlarmEvaluation, Compares) {
  Rules rules;
  rules.threshold = 2;
  const auto around = [&](Comparison comparison) {
    rules.comparison = comparison;
    std::string text;
    for (double value : {1.0, 2.0, 3.0}) text += is_breaching(rules, value) ? 'X' : '0';
    return text;
  };
  EXPECT_EQ(around(Comparison::kGreaterThanOrEqualToThreshold), "0XX");
  EXPECT_EQ(around(Comparison::kGreaterThanThreshold), "00X");
  EXPECT_EQ(around(Comparison::kLessThanThreshold), "X00");
  EXPECT_EQ(around(Comparison::kLessThanOrEqualToThreshold), "XX0");
}

TEST(AlarmEvaluation, RangeSlidesByWholeMinutes) {
  Rules rules = rules_of(3, 3);
  rules.period_seconds = 300;
  // AWS's example of an event: queried at 17:04:40, the newest datapoint begins at 16:59.
  const Range range = evaluation_range(rules, kTen + 4 * 60 * kMillis + 40'985);
  EXPECT_EQ(range.end_millis, kTen + 4 * 60 * kMillis);
  EXPECT_EQ(range.slots, 5u);
  EXPECT_EQ(range.begin_millis, range.end_millis - 5 * 300 * kMillis);
  rules.period_seconds = 10;
  EXPECT_EQ(evaluation_range(rules, kTen + 19'999).end_millis, kTen + 10'000);
  rules.period_seconds = 30;
  EXPECT_EQ(evaluation_range(rules, kTen + 29'999).end_millis, kTen);
  EXPECT_EQ(evaluation_range(rules, kTen + 30'000).end_millis, kTen + 30'000);
  rules.period_seconds = 60;
  EXPECT_EQ(evaluation_range(rules, kTen + 59'999).end_millis, kTen);
  EXPECT_EQ(evaluation_range(rules, kTen + 60'000).end_millis, kTen + 60'000);
}

TEST(AlarmEvaluation, FillsSlots) {
  const Rules rules = rules_of(1, 1);
  const Range range = evaluation_range(rules, kTen);
  ASSERT_EQ(range.begin_millis, kTen - 180'000);
  const std::vector<Datapoint> points{{range.begin_millis - 1, 1, {}}, {range.begin_millis, 2, {}},
                                      {kTen - 60'001, 3, {}},          {kTen - 1, 5, {}},
                                      {kTen - 60'000, 4, {}},          {kTen, 6, {}}};
  const std::vector<Slot> slots = fill_slots(rules, range, points);
  ASSERT_EQ(slots.size(), 3u);
  EXPECT_EQ(slots[0].point->value, 2);
  EXPECT_EQ(slots[1].point->value, 3);
  EXPECT_EQ(slots[2].point->value, 5);  // the later one of its window
  EXPECT_EQ(slots[2].start_millis, kTen - 60'000);
}

TEST(AlarmEvaluation, TooFewSamplesOfAPercentile) {
  Rules rules = rules_of(1, 1);
  const auto with = [&](double percentile, double samples) {
    rules.significant_percentile = percentile;
    const Slot slot{kTen, Datapoint{kTen, 5, samples}};
    return judge(rules, {&slot, 1});
  };
  EXPECT_EQ(with(0.5, 19), kRetained);
  EXPECT_EQ(with(0.5, 20), kAlarm);
  EXPECT_EQ(with(0.75, 39), kRetained);
  EXPECT_EQ(with(0.75, 40), kAlarm);
  EXPECT_EQ(with(0.25, 39), kRetained);
  EXPECT_EQ(with(0.25, 40), kAlarm);
  EXPECT_EQ(with(0, 1), kAlarm);
  EXPECT_EQ(with(1, 1), kAlarm);
}

// The texts below are those of AWS's documentation and of users' notifications, with other figures where
// only the form was to be had.

Slot slot_at(std::int64_t start_millis, double value, std::optional<double> samples = {}) {
  return {start_millis, Datapoint{start_millis, value, samples}};
}

TEST(AlarmReason, EventOfTheUserGuide) {
  Rules rules = rules_of(1, 1);
  rules.threshold = 50;
  rules.period_seconds = 300;
  rules.statistic = "Average";
  const std::vector<Slot> slots{slot_at(1'570'035'540'000, 99.50160229693434, 5.0)};  // 2019-10-02T16:59
  const auto verdict = evaluate(rules, kOk, slots, 1'570'035'880'985);
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->reason,
            "Threshold Crossed: 1 out of the last 1 datapoints [99.50160229693434 (02/10/19 16:59:00)] was "
            "greater than the threshold (50.0) (minimum 1 datapoint for OK -> ALARM transition).");
  EXPECT_EQ(verdict->reason_data,
            R"({"version":"1.0","queryDate":"2019-10-02T17:04:40.985+0000",)"
            R"("startDate":"2019-10-02T16:59:00.000+0000","statistic":"Average","period":300,)"
            R"("recentDatapoints":[99.50160229693434],"threshold":50.0,)"
            R"("evaluatedDatapoints":[{"timestamp":"2019-10-02T16:59:00.000+0000","sampleCount":5.0,)"
            R"("value":99.50160229693434}]})");
  const std::vector<Slot> calm{slot_at(1'569'937'560'000, 0.0666851903306472)};
  EXPECT_EQ(
      evaluate(rules, kAlarm, calm, kTen)->reason,
      "Threshold Crossed: 1 out of the last 1 datapoints [0.0666851903306472 (01/10/19 13:46:00)] was not "
      "greater than the threshold (50.0) (minimum 1 datapoint for ALARM -> OK transition).");
}

// A notification of 2022-01-26: three out of three, the newest decides.
TEST(AlarmReason, BackToOk) {
  Rules rules = rules_of(3, 3);
  rules.threshold = 80;
  rules.period_seconds = 300;
  rules.statistic = "Average";
  rules.comparison = Comparison::kGreaterThanOrEqualToThreshold;
  constexpr std::int64_t kFirst = 1'643'202'840'000;  // 2022-01-26T13:14
  const std::vector<Slot> slots{slot_at(kFirst, 38.364239895660816, 4.0),
                                slot_at(kFirst + 300'000, 38.391752618786896, 4.0),
                                slot_at(kFirst + 600'000, 38.395433048854194, 4.0)};
  const auto verdict = evaluate(rules, kInsufficient, slots, 1'643'203'769'292);
  ASSERT_TRUE(verdict);
  EXPECT_EQ(
      verdict->reason,
      "Threshold Crossed: 3 out of the last 3 datapoints [38.395433048854194 (26/01/22 13:24:00), "
      "38.391752618786896 (26/01/22 13:19:00), 38.364239895660816 (26/01/22 13:14:00)] were not greater "
      "than or equal to the threshold (80.0) (minimum 1 datapoint for ALARM -> OK transition).");
  EXPECT_EQ(
      verdict->reason_data,
      R"({"version":"1.0","queryDate":"2022-01-26T13:29:29.292+0000",)"
      R"("startDate":"2022-01-26T13:14:00.000+0000","statistic":"Average","period":300,)"
      R"("recentDatapoints":[38.364239895660816,38.391752618786896,38.395433048854194],"threshold":80.0,)"
      R"("evaluatedDatapoints":[{"timestamp":"2022-01-26T13:24:00.000+0000","sampleCount":4.0,)"
      R"("value":38.395433048854194}]})");
}

// An alarm that was made without DatapointsToAlarm has shorter texts (output of describe-alarms, 2026-01).
TEST(AlarmReason, WithoutDatapointsToAlarm) {
  Rules rules = rules_of(1, std::nullopt);
  rules.threshold = 3;
  rules.period_seconds = 300;
  rules.unit = "Count";
  const std::vector<Slot> slots{slot_at(1'768'669'320'000, 63, 63.0)};  // 2026-01-17T17:02
  const auto verdict = evaluate(rules, kOk, slots, 1'768'669'658'154);
  ASSERT_TRUE(verdict);
  EXPECT_EQ(
      verdict->reason,
      "Threshold Crossed: 1 datapoint [63.0 (17/01/26 17:02:00)] was greater than the threshold (3.0).");
  EXPECT_EQ(verdict->reason_data,
            R"({"version":"1.0","queryDate":"2026-01-17T17:07:38.154+0000",)"
            R"("startDate":"2026-01-17T17:02:00.000+0000","unit":"Count","statistic":"Sum","period":300,)"
            R"("recentDatapoints":[63.0],"threshold":3.0,)"
            R"("evaluatedDatapoints":[{"timestamp":"2026-01-17T17:02:00.000+0000","sampleCount":63.0,)"
            R"("value":63.0}]})");
}

std::string reason_of(std::string_view notation, const Rules& rules, State before) {
  const auto verdict = evaluate(rules, before, slots_of(notation, rules), kTen + kDay);
  return verdict ? verdict->reason : "";
}

TEST(AlarmReason, FiveAndMoreAreNotNamedInPlace) {
  EXPECT_EQ(
      reason_of("X X X X X X", rules_of(6, 6), kOk),
      "Threshold Crossed: 6 out of the last 6 datapoints were greater than the threshold (1.0). The most "
      "recent datapoints which crossed the threshold: [5.0 (22/11/26 10:05:00), 5.0 (22/11/26 10:04:00), "
      "5.0 (22/11/26 10:03:00), 5.0 (22/11/26 10:02:00), 5.0 (22/11/26 10:01:00)] (minimum 6 datapoints "
      "for OK -> ALARM transition).");
  EXPECT_EQ(
      reason_of("X X X X X", rules_of(5, std::nullopt), kOk),
      "Threshold Crossed: 5 datapoints were greater than the threshold (1.0). The most recent datapoints "
      "which crossed the threshold: [5.0 (22/11/26 10:04:00), 5.0 (22/11/26 10:03:00), "
      "5.0 (22/11/26 10:02:00), 5.0 (22/11/26 10:01:00), 5.0 (22/11/26 10:00:00)].");
}

TEST(AlarmReason, NamesWhatSpeaksForTheState) {
  EXPECT_EQ(reason_of("X 0 X 0", rules_of(4, 2), kOk),
            "Threshold Crossed: 2 out of the last 4 datapoints [5.0 (22/11/26 10:02:00), 5.0 (22/11/26 "
            "10:00:00)] were greater than the threshold (1.0) (minimum 2 datapoints for OK -> ALARM "
            "transition).");
  EXPECT_EQ(reason_of("0 0 0 X", rules_of(4, 2), kAlarm),
            "Threshold Crossed: 3 out of the last 4 datapoints [0.0 (22/11/26 10:02:00), 0.0 (22/11/26 "
            "10:01:00), 0.0 (22/11/26 10:00:00)] were not greater than the threshold (1.0) (minimum 3 "
            "datapoints for ALARM -> OK transition).");
  // A premature one: "1 out of the last 3 ... (minimum 3 datapoints".
  EXPECT_EQ(
      reason_of("- - X - -", rules_of(3, 3), kOk),
      "Threshold Crossed: 1 out of the last 3 datapoints [5.0 (22/11/26 10:02:00)] was greater than the "
      "threshold (1.0) (minimum 3 datapoints for OK -> ALARM transition).");
}

TEST(AlarmReason, MissingDatapoints) {
  Rules rules = rules_of(20, 1);
  rules.missing = MissingData::kNotBreaching;
  EXPECT_EQ(
      reason_of("- - - X - -", rules, kOk),
      "Threshold Crossed: 1 out of the last 20 datapoints [5.0 (22/11/26 10:03:00)] was greater than the "
      "threshold (1.0) and 19 missing datapoints were treated as [NonBreaching] (minimum 1 datapoint for "
      "OK -> ALARM transition).");
  rules = rules_of(2, std::nullopt);
  rules.missing = MissingData::kBreaching;
  EXPECT_EQ(
      reason_of("- - - 0", rules, kAlarm),
      "Threshold Crossed: 1 datapoint [0.0 (22/11/26 10:03:00)] was not greater than the threshold (1.0) "
      "and 1 missing datapoint was treated as [Breaching].");
  EXPECT_EQ(
      reason_of("- - - -", rules, kOk),
      "Threshold Crossed: no datapoints were received for 2 periods and 2 missing datapoints were treated "
      "as [Breaching].");
  rules = rules_of(1, 1);
  rules.missing = MissingData::kNotBreaching;
  EXPECT_EQ(
      reason_of("- - -", rules, kInsufficient),
      "Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as "
      "[NonBreaching].");
  // None of the datapoints speaks for the state.
  rules = rules_of(3, 2);
  rules.missing = MissingData::kBreaching;
  EXPECT_EQ(
      reason_of("- - - - 0", rules, kOk),
      "Threshold Crossed: 1 datapoint was received for 3 periods and 2 missing datapoints were treated as "
      "[Breaching].");
  rules = rules_of(4, 1);
  rules.missing = MissingData::kBreaching;
  EXPECT_EQ(
      reason_of("0 0 - 0 -", rules, kOk),
      "Threshold Crossed: 3 datapoints were received for 4 periods and 1 missing datapoint was treated as "
      "[Breaching].");
}

TEST(AlarmReason, InsufficientData) {
  EXPECT_EQ(reason_of("- - -", rules_of(1, 1), kOk), "Insufficient Data: 1 datapoint was unknown.");
  Rules rules = rules_of(5, 5);
  rules.threshold = 10;
  rules.period_seconds = 300;
  rules.statistic = "Maximum";
  EXPECT_EQ(reason_of("- - - - - - -", rules, kAlarm), "Insufficient Data: 5 datapoints were unknown.");
  const auto verdict = evaluate(rules, kAlarm, slots_of("- - - - - - -", rules), kTen);
  EXPECT_EQ(
      verdict->reason_data,
      R"({"version":"1.0","queryDate":"2026-11-22T10:00:00.000+0000","statistic":"Maximum","period":300,)"
      R"("recentDatapoints":[],"threshold":10.0,"evaluatedDatapoints":[)"
      R"({"timestamp":"2026-11-22T10:30:00.000+0000"},{"timestamp":"2026-11-22T10:25:00.000+0000"},)"
      R"({"timestamp":"2026-11-22T10:20:00.000+0000"},{"timestamp":"2026-11-22T10:15:00.000+0000"},)"
      R"({"timestamp":"2026-11-22T10:10:00.000+0000"}]})");
}

TEST(AlarmReason, DataOfMissingDatapoints) {
  Rules rules = rules_of(2, std::nullopt);
  rules.missing = MissingData::kBreaching;
  const auto verdict = evaluate(rules, kOk, slots_of("- - - -", rules), kTen);
  EXPECT_EQ(verdict->reason_data,
            R"({"version":"1.0","queryDate":"2026-11-22T10:00:00.000+0000","statistic":"Sum","period":60,)"
            R"("recentDatapoints":[],"threshold":1.0,"evaluatedDatapoints":[)"
            R"({"timestamp":"2026-11-22T10:03:00.000+0000"},{"timestamp":"2026-11-22T10:02:00.000+0000"}]})");
}

TEST(AlarmReason, DataHasABound) {
  const Rules rules = rules_of(1440, 1440);
  const auto verdict = evaluate(rules, kOk, slots_of(std::string(1442, 'X'), rules), kTen);
  ASSERT_TRUE(verdict);
  EXPECT_LE(verdict->reason_data.size(), 4000u);
  EXPECT_GT(verdict->reason_data.size(), 3900u);
  EXPECT_LE(verdict->reason.size(), 1023u);
  EXPECT_TRUE(verdict->reason_data.ends_with("}]}"));
  const auto unknown = evaluate(rules, kOk, slots_of(std::string(1442, '-'), rules), kTen);
  EXPECT_LE(unknown->reason_data.size(), 4000u);
}

TEST(AlarmText, NumbersLikeJava) {
  EXPECT_EQ(double_text(0), "0.0");
  EXPECT_EQ(double_text(-5), "-5.0");
  EXPECT_EQ(double_text(45628), "45628.0");
  EXPECT_EQ(double_text(9'999'999), "9999999.0");
  EXPECT_EQ(double_text(10'000'000), "1.0E7");
  EXPECT_EQ(double_text(8.60604416E8), "8.60604416E8");
  EXPECT_EQ(double_text(0.001), "0.001");
  EXPECT_EQ(double_text(0.0001), "1.0E-4");
  EXPECT_EQ(double_text(0.00025), "2.5E-4");
}

TEST(AlarmText, Times) {
  EXPECT_EQ(short_time(kTen), "22/11/26 10:00:00");
  EXPECT_EQ(long_time(kTen + 7), "2026-11-22T10:00:00.007+0000");
}

}  // namespace
}  // namespace stator::monitoring::alarms
