#include "monitoring/alarms/alarms.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "base/block_on.h"
#include "monitoring/alarms/simple_alarm.h"
#include "storage/memory/memory_engine.h"

namespace stator::monitoring::alarms {
namespace {

const Scope kScope{"000000000000", "eu-west-1"};
const Scope kOther{"000000000000", "us-east-1"};
constexpr std::int64_t kTen = 1'795'341'600'000;  // 2026-11-22T10:00:00Z
constexpr const char* kFunction = "arn:aws:lambda:eu-west-1:000000000000:function:f";
constexpr const char* kTopic = "arn:aws:sns:eu-west-1:000000000000:t";

// Answers each alarm with one value in each window, or with none.
class FakeSource final : public MetricSource {
 public:
  base::Task<Result<std::vector<Datapoint>>> read(Scope, Configuration configuration, Range range) override {
    ++reads[configuration.name];
    if (auto hook = std::exchange(during_read, nullptr)) co_await hook();
    if (failure) co_return *failure;
    std::vector<Datapoint> points;
    const std::int64_t period =
        (range.end_millis - range.begin_millis) / static_cast<std::int64_t>(range.slots);
    if (value)
      for (std::int64_t at = range.begin_millis; at < range.end_millis; at += period)
        points.push_back({at, *value, 1.0});
    co_return points;
  }

  std::optional<double> value;
  std::optional<Failure> failure;
  std::map<std::string, int> reads;
  std::function<base::Task<>()> during_read;  // once
};

class FakeRunner final : public ActionRunner {
 public:
  base::Task<base::Result<base::Ok, ActionFailure>> invoke_function(Scope, std::string function_arn,
                                                                    std::string, std::string event) override {
    ++calls;
    if (failure) co_return *failure;
    events.push_back(function_arn + " " + event);
    co_return base::Ok{};
  }

  int calls = 0;
  std::optional<ActionFailure> failure;
  std::vector<std::string> events;
};

class AlarmsTest : public ::testing::Test {
 protected:
  AlarmsTest() { clock_.advance_micros(kTen * 1000 - clock_.unix_micros()); }
  ~AlarmsTest() override {
    if (alarms_) base::block_on(alarms_->stop());
  }

  static std::unique_ptr<Alarms> make(storage::Engine& engine, MetricSource& source, ActionRunner& runner,
                                      base::Clock& clock) {
    return std::make_unique<Alarms>(
        Alarms::Services{engine, source, runner, clock, base::LocalExecutor::of_this_thread()});
  }
  // As a stop and a start of the server.
  void restart() {
    base::block_on(alarms_->stop());
    alarms_ = make(engine_, source_, runner_, clock_);
  }
  void put(Configuration configuration, Scope scope = kScope) {
    auto done = base::block_on(alarms_->put(std::move(scope), std::move(configuration), {}));
    ASSERT_TRUE(done.ok()) << done.error().message;
  }
  Alarm find(const char* name) {
    auto alarm = base::block_on(alarms_->find(kScope, name));
    EXPECT_TRUE(alarm.ok()) << name;
    return alarm.ok() ? *alarm : Alarm{};
  }
  std::string state(const char* name) { return state_name(find(name).state.value.get()); }
  void pass(std::int64_t seconds) {
    clock_.advance_micros(seconds * 1'000'000);
    base::block_on(alarms_->run_round());
  }
  FailureKind set_state(const char* name, State state, const char* reason, const char* data = "") {
    auto done = base::block_on(alarms_->set_state(kScope, name, state, reason, data));
    return done.ok() ? FailureKind::kInternal : done.error().kind;
  }
  std::vector<std::string> summaries(HistoryRequest request) {
    auto page = base::block_on(alarms_->history().list(kScope, std::move(request)));
    EXPECT_TRUE(page.ok());
    std::vector<std::string> texts;
    for (const HistoryItem& item : page->items) texts.push_back(item.alarm_name + ": " + item.summary);
    return texts;
  }
  std::string names(DescribeRequest request) {
    auto page = base::block_on(alarms_->describe(kScope, std::move(request)));
    EXPECT_TRUE(page.ok());
    std::string text;
    for (const Alarm& alarm : page->alarms) text += alarm.configuration.name + " ";
    return text + (page->more ? "..." : "");
  }

  base::ManualClock clock_;
  storage::MemoryEngine engine_{clock_};
  FakeSource source_;
  FakeRunner runner_;
  std::unique_ptr<Alarms> alarms_ = make(engine_, source_, runner_, clock_);
};

using Texts = std::vector<std::string>;

TEST_F(AlarmsTest, BeginsWithInsufficientData) {
  put(simple("a"));
  const Alarm alarm = find("a");
  EXPECT_EQ(alarm.state.value.get(), State::kInsufficientData);
  EXPECT_EQ(alarm.state.reason, "Unchecked: Initial alarm creation");
  EXPECT_EQ(alarm.state.reason_data, "");
  EXPECT_EQ(alarm.state.updated_millis, kTen);
  EXPECT_EQ(alarm.configured_millis, kTen);
  EXPECT_EQ(summaries({}), Texts{"a: Alarm \"a\" created"});
}

TEST_F(AlarmsTest, HistoryOfACreation) {
  Configuration configuration = simple("a");
  configuration.description = "d";
  configuration.missing = MissingData::kMissing;
  configuration.alarm_actions = {kTopic};
  put(configuration);
  const auto page = base::block_on(alarms_->history().list(kScope, {}));
  ASSERT_EQ(page->items.size(), 1u);
  EXPECT_EQ(page->items[0].kind.get(), HistoryKind::kConfigurationUpdate);
  EXPECT_EQ(page->items[0].data,
            R"({"version":"1.0","type":"Create","createdAlarm":{"alarmName":"a","alarmDescription":"d",)"
            R"("alarmArn":"arn:aws:cloudwatch:eu-west-1:000000000000:alarm:a",)"
            R"("alarmConfigurationUpdatedTimestamp":"2026-11-22T10:00:00.000+0000","namespace":"N",)"
            R"("metricName":"m","statistic":"Sum","period":60,"dimensions":[{"value":"1","name":"a"},)"
            R"({"value":"2","name":"b"}],"threshold":1.0,"comparisonOperator":"GreaterThanThreshold",)"
            R"("evaluationPeriods":1,"datapointsToAlarm":1,"treatMissingData":"missing",)"
            R"("stateValue":"INSUFFICIENT_DATA","stateUpdatedTimestamp":"2026-11-22T10:00:00.000+0000",)"
            R"("actionsEnabled":true,"alarmActions":["arn:aws:sns:eu-west-1:000000000000:t"],)"
            R"("insufficientDataActions":[],"okactions":[]}})");
}

TEST_F(AlarmsTest, AnUpdateKeepsStateAndTags) {
  aws::protocol::Map<std::string> tags{{"k", "v"}};
  ASSERT_TRUE(base::block_on(alarms_->put(kScope, simple("a"), tags)).ok());
  source_.value = 5;
  pass(10);
  ASSERT_EQ(state("a"), "ALARM");
  Configuration changed = simple("a");
  changed.threshold = 7;
  aws::protocol::Map<std::string> ignored{{"k2", "v"}};
  ASSERT_TRUE(base::block_on(alarms_->put(kScope, changed, ignored)).ok());
  const Alarm alarm = find("a");
  EXPECT_EQ(alarm.state.value.get(), State::kAlarm);
  EXPECT_EQ(alarm.configuration.threshold, 7);
  EXPECT_EQ(alarm.configured_millis, kTen + 10'000);
  EXPECT_EQ(alarm.tags, tags);
  EXPECT_EQ(summaries({}).front(), "a: Alarm \"a\" updated");
  pass(10);  // at once, not in the next minute
  EXPECT_EQ(state("a"), "OK");
}

TEST_F(AlarmsTest, RunsAFunction) {
  Configuration configuration = simple("a");
  configuration.description = "Too much!";
  configuration.stat->unit = "Count";
  configuration.alarm_actions = {kFunction};
  configuration.ok_actions = {kFunction};
  put(configuration);
  source_.value = 5;
  pass(60);
  EXPECT_EQ(state("a"), "ALARM");
  ASSERT_EQ(runner_.events.size(), 1u);
  const std::string reason =
      "Threshold Crossed: 1 out of the last 1 datapoints [5.0 (22/11/26 10:00:00)] was greater than the "
      "threshold "
      "(1.0) (minimum 1 datapoint for OK -> ALARM transition).";
  EXPECT_EQ(
      runner_.events[0],
      std::string(kFunction) +
          R"( {"source":"aws.cloudwatch","alarmArn":"arn:aws:cloudwatch:eu-west-1:000000000000:alarm:a",)"
          R"("accountId":"000000000000","time":"2026-11-22T10:01:00.000+0000","region":"eu-west-1",)"
          R"("alarmData":{"alarmName":"a","state":{"value":"ALARM","reason":")" +
          reason +
          R"(","reasonData":"{\"version\":\"1.0\",\"queryDate\":\"2026-11-22T10:01:00.000+0000\",)"
          R"(\"startDate\":\"2026-11-22T10:00:00.000+0000\",\"unit\":\"Count\",\"statistic\":\"Sum\",)"
          R"(\"period\":60,\"recentDatapoints\":[5.0],\"threshold\":1.0,\"evaluatedDatapoints\":)"
          R"([{\"timestamp\":\"2026-11-22T10:00:00.000+0000\",\"sampleCount\":1.0,\"value\":5.0}]}",)"
          R"("timestamp":"2026-11-22T10:01:00.000+0000"},"previousState":{"value":"INSUFFICIENT_DATA",)"
          R"("reason":"Unchecked: Initial alarm creation","timestamp":"2026-11-22T10:00:00.000+0000"},)"
          R"("configuration":{"description":"Too much!","metrics":[{"id":")" +
          find("a").id +
          R"(","metricStat":{"metric":{"namespace":"N","name":"m","dimensions":{"a":"1","b":"2"}},)"
          R"("period":60,"stat":"Sum","unit":"Count"},"returnData":true}]}}})");
  const Texts expected{std::string("a: Successfully executed action ") + kFunction,
                       "a: Alarm updated from INSUFFICIENT_DATA to ALARM", "a: Alarm \"a\" created"};
  EXPECT_EQ(summaries({}), expected);
  pass(60);  // nothing changes
  EXPECT_EQ(runner_.calls, 1);
  source_.value = 0;
  pass(60);
  EXPECT_EQ(state("a"), "OK");
  EXPECT_EQ(runner_.calls, 2);
}

TEST_F(AlarmsTest, HistoryOfAChange) {
  put(simple("a"));
  set_state("a", State::kAlarm, "testing purposes", R"({"x":1})");
  pass(1);
  set_state("a", State::kOk, "again");
  HistoryRequest request;
  request.kind = HistoryKind::kStateUpdate;
  const auto page = base::block_on(alarms_->history().list(kScope, request));
  ASSERT_EQ(page->items.size(), 3u);
  EXPECT_EQ(page->items[2].data,
            R"({"version":"1.0","oldState":{"stateValue":"INSUFFICIENT_DATA",)"
            R"("stateReason":"Unchecked: Initial alarm creation"},"newState":{"stateValue":"ALARM",)"
            R"("stateReason":"testing purposes","stateReasonData":{"x":1}}})");
}

TEST_F(AlarmsTest, EvaluatesOnceAMinuteOrEveryTenSeconds) {
  put(simple("minute"));
  Configuration fast = simple("fast");
  fast.stat->period_seconds = 30;
  put(fast);
  pass(1);  // both are new
  EXPECT_EQ(source_.reads["minute"], 1);
  EXPECT_EQ(source_.reads["fast"], 1);
  pass(8);  // 10:00:09
  EXPECT_EQ(source_.reads["fast"], 1);
  pass(1);
  EXPECT_EQ(source_.reads["fast"], 2);
  for (int i = 0; i < 4; ++i) pass(10);  // 10:00:50
  EXPECT_EQ(source_.reads["fast"], 6);
  EXPECT_EQ(source_.reads["minute"], 1);
  pass(10);
  EXPECT_EQ(source_.reads["fast"], 7);
  EXPECT_EQ(source_.reads["minute"], 2);
}

TEST_F(AlarmsTest, GoesOnAfterARestart) {
  Configuration configuration = simple("a");
  configuration.alarm_actions = {kFunction};
  put(configuration);
  source_.value = 5;
  pass(60);
  ASSERT_EQ(runner_.calls, 1);
  restart();
  EXPECT_EQ(state("a"), "ALARM");
  pass(60);
  EXPECT_EQ(runner_.calls, 1);  // it has not changed
  EXPECT_EQ(summaries({}).size(), 3u);
}

TEST_F(AlarmsTest, ActionsAreNotLost) {
  Configuration configuration = simple("a");
  configuration.alarm_actions = {kFunction, kTopic};
  put(configuration);
  source_.value = 5;
  runner_.failure = ActionFailure{true, "busy"};
  pass(60);
  EXPECT_EQ(state("a"), "ALARM");
  EXPECT_EQ(runner_.calls, 1);
  EXPECT_EQ(find("a").pending.size(), 2u);
  pass(10);
  EXPECT_EQ(runner_.calls, 2);
  restart();
  runner_.failure.reset();
  pass(10);
  EXPECT_EQ(runner_.events.size(), 1u);
  EXPECT_EQ(find("a").pending.size(), 0u);
  pass(60);
  EXPECT_EQ(runner_.events.size(), 1u);
}

TEST_F(AlarmsTest, ActionsThatFail) {
  Configuration configuration = simple("a");
  configuration.alarm_actions = {kFunction, kTopic};
  put(configuration);
  source_.value = 5;
  runner_.failure = ActionFailure{false, "no such function"};
  pass(60);
  HistoryRequest request;
  request.kind = HistoryKind::kAction;
  request.oldest_first = true;
  const Texts expected{std::string("a: Failed to execute action ") + kFunction,
                       std::string("a: Failed to execute action ") + kTopic};
  EXPECT_EQ(summaries(request), expected);
  const auto page = base::block_on(alarms_->history().list(kScope, request));
  EXPECT_EQ(page->items[0].data,
            std::string(
                R"({"actionState":"Failed","stateUpdateTimestamp":1795341660000,"notificationResource":")") +
                kFunction + R"(","error":"no such function"})");
  EXPECT_NE(page->items[1].data.find("This server runs actions of Lambda functions only."),
            std::string::npos);
  EXPECT_EQ(find("a").pending.size(), 0u);
}

TEST_F(AlarmsTest, ActionsThatCannotRunDoNotPileUp) {
  Configuration configuration = simple("a");
  configuration.alarm_actions = {kFunction};
  configuration.ok_actions = {kFunction};
  put(configuration);
  runner_.failure = ActionFailure{true, "busy"};
  for (std::size_t i = 0; i <= kMaxPending; ++i) {
    EXPECT_EQ(find("a").pending.size(), i);
    set_state("a", i % 2 == 0 ? State::kAlarm : State::kOk, "r");
  }
  EXPECT_EQ(find("a").pending.size(), kMaxPending);
  HistoryRequest request;
  request.kind = HistoryKind::kAction;
  EXPECT_EQ(summaries(request), Texts{std::string("a: Failed to execute action ") + kFunction});
}

TEST_F(AlarmsTest, DisabledActions) {
  Configuration configuration = simple("a");
  configuration.alarm_actions = {kFunction};
  configuration.ok_actions = {kFunction};
  configuration.actions_enabled = false;
  put(configuration);
  source_.value = 5;
  pass(60);
  EXPECT_EQ(state("a"), "ALARM");
  EXPECT_EQ(runner_.calls, 0);
  std::vector<std::string> names{"a", "nobody"};
  ASSERT_TRUE(base::block_on(alarms_->enable_actions(kScope, names, true)).ok());
  EXPECT_TRUE(find("a").configuration.actions_enabled);
  source_.value = 0;
  pass(60);
  EXPECT_EQ(runner_.calls, 1);
  ASSERT_TRUE(base::block_on(alarms_->enable_actions(kScope, names, false)).ok());
  EXPECT_FALSE(find("a").configuration.actions_enabled);
}

TEST_F(AlarmsTest, SetState) {
  Configuration configuration = simple("a");
  configuration.alarm_actions = {kFunction};
  put(configuration);
  EXPECT_EQ(set_state("nobody", State::kOk, "r"), FailureKind::kNoAlarm);
  EXPECT_EQ(set_state("a", State::kOk, "r", "no json"), FailureKind::kBadJson);
  EXPECT_EQ(state("a"), "INSUFFICIENT_DATA");
  pass(5);
  set_state("a", State::kAlarm, "test");
  EXPECT_EQ(state("a"), "ALARM");
  EXPECT_EQ(find("a").state.transitioned_millis, kTen + 5000);
  pass(0);
  EXPECT_EQ(runner_.calls, 1);
  clock_.advance_micros(1'000'000);
  set_state("a", State::kAlarm, "once more");  // no change: neither history nor actions
  pass(0);
  EXPECT_EQ(runner_.calls, 1);
  EXPECT_EQ(find("a").state.reason, "once more");
  EXPECT_EQ(find("a").state.updated_millis, kTen + 6000);
  EXPECT_EQ(find("a").state.transitioned_millis, kTen + 5000);
  EXPECT_EQ(summaries({}).size(), 3u);
  source_.value = 0;
  pass(60);
  EXPECT_EQ(state("a"), "OK");
}

TEST_F(AlarmsTest, WhatChangesDuringAnEvaluationWins) {
  put(simple("a"));
  source_.value = 5;
  source_.during_read = [this]() -> base::Task<> {
    Configuration changed = simple("a");
    changed.threshold = 100;
    auto done = co_await alarms_->put(kScope, std::move(changed), {});
    EXPECT_TRUE(done.ok());
  };
  pass(60);
  EXPECT_EQ(state("a"), "INSUFFICIENT_DATA");
  pass(10);
  EXPECT_EQ(state("a"), "OK");
}

TEST_F(AlarmsTest, WhatTheSourceCannotTellIsNotEvaluated) {
  put(simple("a"));
  source_.value = 5;
  pass(60);
  for (FailureKind kind : {FailureKind::kInvalid, FailureKind::kBusy}) {
    source_.failure = Failure{kind, ""};
    pass(60);
    EXPECT_EQ(state("a"), "ALARM");
  }
}

TEST_F(AlarmsTest, RemovesAllOrNone) {
  put(simple("a"));
  put(simple("b"));
  put(simple("a"), kOther);
  std::vector<std::string> unknown{"a", "x", "b"};
  auto refused = base::block_on(alarms_->remove(kScope, unknown));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().kind, FailureKind::kNoAlarm);
  EXPECT_EQ(refused.error().message, "x");
  EXPECT_EQ(names({}), "a b ");
  std::vector<std::string> twice{"a", "a", "b"};
  ASSERT_TRUE(base::block_on(alarms_->remove(kScope, twice)).ok());
  EXPECT_EQ(names({}), "");
  EXPECT_TRUE(base::block_on(alarms_->find(kOther, "a")).ok());
  HistoryRequest request;
  request.alarm_name = "a";
  const Texts expected{"a: Alarm \"a\" deleted", "a: Alarm \"a\" created"};
  EXPECT_EQ(summaries(request), expected);
}

TEST_F(AlarmsTest, Describes) {
  for (const char* name : {"b", "a", "ab", "c"}) {
    Configuration configuration = simple(name);
    if (*name == 'a') configuration.insufficient_data_actions = {kTopic};
    put(configuration);
  }
  put(simple("other"), kOther);
  EXPECT_EQ(names({}), "a ab b c ");
  DescribeRequest request;
  request.limit = 3;
  EXPECT_EQ(names(request), "a ab b ...");
  request.limit = 4;
  EXPECT_EQ(names(request), "a ab b c ");
  request.limit = 2;
  request.after = "ab";
  EXPECT_EQ(names(request), "b c ");
  request = {};
  request.prefix = "a";
  EXPECT_EQ(names(request), "a ab ");
  request.after = "b";
  EXPECT_EQ(names(request), "");
  request = {};
  request.action_prefix = "arn:aws:sns:";
  EXPECT_EQ(names(request), "a ab ");
  request = {};
  request.names = {"c", "nobody", "a", "c"};
  EXPECT_EQ(names(request), "a c ");
  request.limit = 1;
  EXPECT_EQ(names(request), "a ...");
  request.after = "a";
  EXPECT_EQ(names(request), "c ");
  set_state("c", State::kOk, "r");
  request = {};
  request.state = State::kOk;
  EXPECT_EQ(names(request), "c ");
}

TEST_F(AlarmsTest, DescribesForAMetric) {
  put(simple("sum"));
  Configuration average = simple("average");
  average.stat->statistic = "Average";
  average.stat->unit = "Count";
  average.stat->period_seconds = 300;
  put(average);
  Configuration elsewhere = simple("elsewhere");
  elsewhere.stat->metric.dimensions.clear();
  put(elsewhere);
  Configuration expression = simple("expression");
  MetricQuery query;
  query.id = "e";
  query.expression = "TIME_SERIES(1)";
  query.period_seconds = 60;
  expression.stat.reset();
  expression.queries = {query};
  put(expression);
  const auto found = [&](MetricRequest request) {
    auto alarms = base::block_on(alarms_->describe_for_metric(kScope, std::move(request)));
    std::string text;
    for (const Alarm& alarm : *alarms) text += alarm.configuration.name + " ";
    return text;
  };
  MetricRequest request;
  request.metric = Metric{"N", "m", {{"b", "2"}, {"a", "1"}}};
  EXPECT_EQ(found(request), "average sum ");
  request.statistic = "Sum";
  EXPECT_EQ(found(request), "sum ");
  request.statistic = "";
  request.unit = "Count";
  EXPECT_EQ(found(request), "average ");
  request.unit = "";
  request.period_seconds = 300;
  EXPECT_EQ(found(request), "average ");
  request.metric.dimensions.clear();
  request.period_seconds.reset();
  EXPECT_EQ(found(request), "elsewhere ");
}

TEST_F(AlarmsTest, Tags) {
  const auto tags_of = [](std::size_t count, const char* prefix) {
    aws::protocol::Map<std::string> tags;
    for (std::size_t i = 0; i < count; ++i) tags.emplace_back(prefix + std::to_string(i), "v");
    return tags;
  };
  auto refused = base::block_on(alarms_->put(kScope, simple("a"), tags_of(kMaxTags + 1, "k")));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().kind, FailureKind::kTooManyTags);
  ASSERT_TRUE(base::block_on(alarms_->put(kScope, simple("a"), tags_of(kMaxTags, "k"))).ok());
  EXPECT_EQ(find("a").tags.size(), kMaxTags);
  std::vector<std::string> none, first{"k0", "nobody"};
  EXPECT_TRUE(base::block_on(alarms_->tag(kScope, "a", tags_of(3, "k"), none)).ok());
  refused = base::block_on(alarms_->tag(kScope, "a", tags_of(1, "x"), none));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().kind, FailureKind::kTooManyTags);
  ASSERT_TRUE(base::block_on(alarms_->tag(kScope, "a", {}, first)).ok());
  EXPECT_EQ(find("a").tags.size(), kMaxTags - 1);
  refused = base::block_on(alarms_->tag(kScope, "nobody", {}, first));
  EXPECT_EQ(refused.error().kind, FailureKind::kNoAlarm);
}

TEST_F(AlarmsTest, PagesOfHistory) {
  put(simple("a"));
  put(simple("b"));
  put(simple("a"), kOther);
  for (int i = 0; i < 3; ++i) {
    clock_.advance_micros(1'000'000);
    set_state("a", i % 2 == 0 ? State::kOk : State::kAlarm, "r");
  }
  for (const bool oldest_first : {false, true}) {
    for (const char* name : {"", "a"}) {
      HistoryRequest request;
      request.alarm_name = name;
      request.oldest_first = oldest_first;
      const Texts all = summaries(request);
      EXPECT_EQ(all.size(), *name == 0 ? 5u : 4u);
      EXPECT_EQ(oldest_first ? all.front() : all.back(), "a: Alarm \"a\" created");
      EXPECT_EQ(oldest_first ? all.back() : all.front(), "a: Alarm updated from ALARM to OK");
      request.limit = 1;
      Texts piecewise;
      for (std::size_t pages = 1;; ++pages) {
        auto page = base::block_on(alarms_->history().list(kScope, request));
        ASSERT_TRUE(page.ok());
        for (const HistoryItem& item : page->items)
          piecewise.push_back(item.alarm_name + ": " + item.summary);
        if (!page->next) break;
        ASSERT_LE(pages, all.size() + 1);
        request.after = page->next;
      }
      EXPECT_EQ(piecewise, all);
    }
  }
  HistoryRequest request;
  request.begin_millis = kTen + 1000;
  request.end_millis = kTen + 2000;
  EXPECT_EQ(summaries(request), Texts{"a: Alarm updated from INSUFFICIENT_DATA to OK"});
  request.end_millis = kTen;
  EXPECT_EQ(summaries(request), Texts{});
}

TEST_F(AlarmsTest, HistoryIsKeptForThirtyDays) {
  put(simple("a"));
  const auto kept = [&] {
    auto found = base::block_on(engine_.scan(history_range(0, INT64_MAX), storage::Direction::kForward, {}));
    auto of_alarm = base::block_on(
        engine_.scan(history_range_of_alarm(kScope, "a", 0, INT64_MAX), storage::Direction::kForward, {}));
    EXPECT_EQ(found->entries().size(), of_alarm->entries().size());
    return found->entries().size();
  };
  pass(kHistoryMillis / 1000);
  EXPECT_EQ(summaries({}).size(), 1u);
  EXPECT_EQ(kept(), 1u);
  clock_.advance_micros(1000);
  EXPECT_EQ(summaries({}).size(), 0u);
  pass(3600);
  EXPECT_EQ(kept(), 0u);
}

TEST(AlarmKeys, Owners) {
  const HistoryPlace place{kTen, 7};
  for (const std::string& key : {history_key(place, kScope, "a"), history_key_of_alarm(place, kScope, "a")}) {
    const auto owner = history_owner(key);
    ASSERT_TRUE(owner);
    EXPECT_EQ(owner->place, place);
    EXPECT_EQ(owner->scope.account, kScope.account);
    EXPECT_EQ(owner->scope.region, kScope.region);
    EXPECT_EQ(owner->name, "a");
    EXPECT_FALSE(history_owner(std::string_view(key).substr(0, key.size() - 1)));
  }
  EXPECT_EQ(scope_of(alarm_key(kScope, "a"))->region, kScope.region);
}

}  // namespace
}  // namespace stator::monitoring::alarms
