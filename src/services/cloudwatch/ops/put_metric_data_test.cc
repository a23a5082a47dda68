// The limits of times, which need a clock that stands still. All else:
// tests/conformance/cloudwatch/put_metric_data.
#include "services/cloudwatch/ops/put_metric_data.h"

#include <gtest/gtest.h>

#include "base/block_on.h"
#include "db/table/catalog.h"
#include "db/table/key_activity.h"
#include "storage/memory/memory_engine.h"

namespace stator::services::cloudwatch {
namespace {

namespace alarms = monitoring::alarms;

class NoFeed final : public monitoring::MetricFeed {
 public:
  base::Task<> flush() override { co_return; }
};
class NoSource final : public alarms::MetricSource {
 public:
  base::Task<alarms::Result<std::vector<alarms::Datapoint>>> read(monitoring::Scope, alarms::Configuration,
                                                                  alarms::Range) override {
    co_return std::vector<alarms::Datapoint>();
  }
};
class NoRunner final : public alarms::ActionRunner {
 public:
  base::Task<base::Result<base::Ok, alarms::ActionFailure>> invoke_function(monitoring::Scope, std::string,
                                                                            std::string,
                                                                            std::string) override {
    co_return base::Ok{};
  }
};

class PutMetricDataTest : public ::testing::Test {
 protected:
  // The text of the error, or "".
  std::string put_at(std::int64_t unix_millis) {
    PutMetricDataRequest request;
    request.name_space = "N";
    MetricDatum& datum = request.metric_data.emplace().emplace_back();
    datum.metric_name = "m";
    datum.value = 1;
    datum.timestamp = aws::protocol::Timestamp{unix_millis};
    aws::RequestContext context;
    context.account = "000000000000";
    context.region = "eu-west-1";
    context.clock = &clock_;
    auto done = base::block_on(put_metric_data(service_, context, request));
    return done.ok() ? "" : std::string(done.error().message);
  }
  std::int64_t now_millis() const { return clock_.unix_micros() / 1000; }

  base::ManualClock clock_;
  storage::MemoryEngine engine_{clock_};
  NoFeed feed_;
  NoSource source_;
  NoRunner runner_;
  monitoring::MetricStore store_{engine_, clock_, base::LocalExecutor::of_this_thread()};
  monitoring::queries::QueryRunner queries_{store_, nullptr};
  alarms::Alarms alarms_{{engine_, source_, runner_, clock_, base::LocalExecutor::of_this_thread()}};
  monitoring::dashboards::Dashboards dashboards_{engine_, clock_};
  db::table::Catalog catalog_{engine_};
  db::table::KeyActivity activity_{clock_};
  monitoring::insights::KeyInsights insights_{
      {engine_, activity_, catalog_, clock_, base::LocalExecutor::of_this_thread()}};
  CloudWatch service_{store_, feed_, queries_, alarms_, dashboards_, insights_};
};

TEST_F(PutMetricDataTest, TwoWeeksBack) {
  constexpr std::int64_t kTwoWeeks = 14LL * 24 * 3600 * 1000;
  const std::string too_old =
      "The parameter MetricData.member.1.Timestamp must specify a time within the past two weeks.";
  EXPECT_EQ(put_at(now_millis() - kTwoWeeks), "");
  EXPECT_EQ(put_at(now_millis() - kTwoWeeks - 1), too_old);
  EXPECT_EQ(put_at(now_millis() - kTwoWeeks - 1000), too_old);
  EXPECT_EQ(put_at(0), too_old);
  EXPECT_EQ(put_at(-9'000'000'000'000'000), too_old);
}

TEST_F(PutMetricDataTest, TwoHoursAhead) {
  constexpr std::int64_t kTwoHours = 2LL * 3600 * 1000;
  const std::string too_new =
      "The parameter MetricData.member.1.Timestamp must specify a time no more than two hours in the future.";
  EXPECT_EQ(put_at(now_millis() + kTwoHours), "");
  EXPECT_EQ(put_at(now_millis() + kTwoHours + 999), "");  // whole seconds count
  EXPECT_EQ(put_at(now_millis() + kTwoHours + 1000), too_new);
  EXPECT_EQ(put_at(9'000'000'000'000'000), too_new);
}

}  // namespace
}  // namespace stator::services::cloudwatch
