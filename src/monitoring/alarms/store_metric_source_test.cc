#include "monitoring/alarms/store_metric_source.h"

#include <gtest/gtest.h>

#include "base/block_on.h"
#include "monitoring/alarms/alarms.h"
#include "storage/memory/memory_engine.h"

namespace stator::monitoring::alarms {
namespace {

const Scope kScope{"000000000000", "eu-west-1"};
constexpr std::int64_t kTen = 1'795'341'600'000;  // 2026-11-22T10:00:00Z

class NoActions final : public ActionRunner {
 public:
  base::Task<base::Result<base::Ok, ActionFailure>> invoke_function(Scope, std::string, std::string,
                                                                    std::string) override {
    co_return base::Ok{};
  }
};

Configuration simple(std::string name) {
  Configuration configuration;
  configuration.name = std::move(name);
  configuration.stat = MetricStat{{"N", "m", {{"a", "1"}, {"b", "2"}}}, 60, "Sum", ""};
  configuration.threshold = 1;
  configuration.to_alarm = 1;
  return configuration;
}

class CountingFeed final : public MetricFeed {
 public:
  base::Task<> flush() override {
    ++flushes;
    co_return;
  }

  int flushes = 0;
};

TEST(StoreMetricSource, AlarmsAreEvaluatedOnIt) {
  base::ManualClock clock(kTen * 1000);
  storage::MemoryEngine engine(clock);
  MetricStore store(engine, clock, base::LocalExecutor::of_this_thread());
  CountingFeed feed;
  queries::QueryRunner queries(store, nullptr);
  StoreMetricSource source(store, feed, queries);
  NoActions runner;
  Alarms alarms(Alarms::Services{engine, source, runner, clock, base::LocalExecutor::of_this_thread()});
  Configuration configuration = simple("a");
  configuration.stat->metric.dimensions = {{"b", "2"}, {"a", "1"}};
  configuration.stat->statistic = "p50";
  configuration.stat->unit = "Count";
  ASSERT_TRUE(base::block_on(alarms.put(kScope, configuration, {})).ok());
  const auto report = [&](double value, const char* unit) {
    Sample sample;
    sample.metric = Metric{"N", "m", {{"a", "1"}, {"b", "2"}}};
    sample.unix_seconds = clock.unix_seconds();
    sample.unit = unit == std::string_view("Count") ? monitoring::unit("Count") : monitoring::unit("None");
    sample.values.add(value);
    std::vector<Sample> samples;
    samples.push_back(std::move(sample));
    ASSERT_TRUE(base::block_on(store.put(kScope, std::move(samples))).ok());
  };
  const auto state_after_a_minute = [&] {
    clock.advance_micros(60'000'000);
    base::block_on(alarms.run_round());
    return std::string(state_name(base::block_on(alarms.find(kScope, "a"))->state.value.get()));
  };
  report(5, "None");
  EXPECT_EQ(state_after_a_minute(), "INSUFFICIENT_DATA");
  report(5, "Count");
  EXPECT_EQ(state_after_a_minute(), "ALARM");
  report(1, "Count");
  EXPECT_EQ(state_after_a_minute(), "OK");
  EXPECT_EQ(state_after_a_minute(), "OK");  // the range reaches three minutes back
  EXPECT_EQ(state_after_a_minute(), "OK");
  EXPECT_EQ(state_after_a_minute(), "INSUFFICIENT_DATA");
  EXPECT_EQ(feed.flushes, 0);
  // The server's own metrics are fetched first, once for all alarms that look at the same time.
  for (const char* name : {"b", "c"}) {
    Configuration own = simple(name);
    own.stat->metric.name_space = "AWS/DynamoDB";
    ASSERT_TRUE(base::block_on(alarms.put(kScope, own, {})).ok());
  }
  EXPECT_EQ(state_after_a_minute(), "INSUFFICIENT_DATA");
  EXPECT_EQ(feed.flushes, 1);
  base::block_on(alarms.stop());
  base::block_on(store.stop());
}

TEST(StoreMetricSource, ExpressionsAreEvaluatedOnIt) {
  base::ManualClock clock(kTen * 1000);
  storage::MemoryEngine engine(clock);
  MetricStore store(engine, clock, base::LocalExecutor::of_this_thread());
  CountingFeed feed;
  queries::QueryRunner queries(store, nullptr);
  StoreMetricSource source(store, feed, queries);
  Configuration configuration;
  configuration.name = "a";
  for (const char* name : {"errors", "calls"}) {
    MetricQuery query;
    query.id = name;
    query.stat = MetricStat{Metric{"AWS/Lambda", name, {}}, 60, "Sum", ""};
    query.returns_data = false;
    configuration.queries.push_back(query);
    Sample sample;
    sample.metric = query.stat->metric;
    sample.unix_seconds = clock.unix_seconds() - 60;
    sample.values.add(name == std::string_view("errors") ? 1 : 4);
    std::vector<Sample> samples = {sample};
    ASSERT_TRUE(base::block_on(store.put(kScope, std::move(samples))).ok());
  }
  const auto read = [&](const char* expression) {
    Configuration asked = configuration;
    MetricQuery rate;
    rate.id = "rate";
    rate.expression = expression;
    asked.queries.push_back(rate);
    const std::int64_t end = clock.unix_seconds() / 60 * 60 * 1000;
    Range range{end - 120'000, end, 2};
    return base::block_on(source.read(kScope, std::move(asked), range));
  };
  const auto points = read("100 * errors / calls");
  ASSERT_TRUE(points.ok());
  ASSERT_EQ(points->size(), 1u);
  EXPECT_EQ(points->front().value, 25);
  EXPECT_EQ(points->front().start_millis, (clock.unix_seconds() - 60) / 60 * 60 * 1000);
  EXPECT_EQ(feed.flushes, 1);
  for (const char* expression : {"METRICS()", "SUM(errors)", "nothing", "1 +"}) {
    const auto refused = read(expression);
    ASSERT_FALSE(refused.ok()) << expression;
    EXPECT_EQ(refused.error().kind, FailureKind::kInvalid) << expression;
  }
}

}  // namespace
}  // namespace stator::monitoring::alarms
