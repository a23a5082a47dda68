#include "monitoring/metric_store.h"

#include <gtest/gtest.h>

#include "base/block_on.h"
#include "monitoring/metric_keys.h"
#include "monitoring/statistic.h"
#include "storage/memory/memory_engine.h"

namespace stator::monitoring {
namespace {

const Scope kScope{"000000000000", "eu-west-1"};

class MetricStoreTest : public ::testing::Test {
 protected:
  ~MetricStoreTest() override { base::block_on(store_.stop()); }

  std::int64_t now() const { return clock_.unix_seconds(); }
  std::int64_t minute() const { return round_down(now(), 60); }

  static Sample sample(const char* name, std::int64_t seconds, double value) {
    Sample made;
    made.metric = {"App", name, {}};
    made.unix_seconds = seconds;
    made.values.add(value);
    return made;
  }
  void put(std::vector<Sample> samples) {
    EXPECT_TRUE(base::block_on(store_.put(kScope, std::move(samples))).ok());
  }
  void put(const char* name, std::int64_t seconds, double value) { put({sample(name, seconds, value)}); }

  // "12:00=5 12:01=7", as seconds from `begin`.
  std::string sums(const char* name, std::int64_t begin, std::int64_t end, std::int64_t period,
                   std::optional<Unit> unit = {}) {
    ReadRequest request;
    request.metric = {"App", name, {}};
    request.begin = begin;
    request.end = end;
    request.period = period;
    request.unit = unit;
    auto points = base::block_on(store_.read(kScope, std::move(request)));
    EXPECT_TRUE(points.ok());
    std::string text;
    for (const Datapoint& point : *points) {
      text += std::to_string(point.unix_seconds - begin) + "=" +
              std::to_string(static_cast<int>(point.values.sum())) + " ";
    }
    return text;
  }
  std::string names(ListRequest request) {
    std::string text;
    auto page = base::block_on(store_.list(kScope, std::move(request)));
    EXPECT_TRUE(page.ok());
    for (const Metric& metric : page->metrics) {
      text += metric.name_space + "/" + metric.name;
      for (const Dimension& dimension : metric.dimensions)
        text += "," + dimension.name + "=" + dimension.value;
      text += " ";
    }
    next_ = page->next;
    return text;
  }

  base::ManualClock clock_;
  storage::MemoryEngine engine_{clock_};
  MetricStore store_{engine_, clock_, base::LocalExecutor::of_this_thread()};
  std::optional<std::string> next_;
};

TEST_F(MetricStoreTest, AddsUpByPeriods) {
  const std::int64_t hour = round_down(now(), 3600) - 3600;
  put("a", hour, 1);
  put("a", hour + 59, 2);
  put("a", hour + 60, 4);
  put({sample("a", hour + 300, 8), sample("a", hour + 301, 16), sample("b", hour, 32)});
  EXPECT_EQ(sums("a", hour, hour + 600, 60), "0=3 60=4 300=24 ");
  EXPECT_EQ(sums("a", hour, hour + 600, 300), "0=7 300=24 ");
  EXPECT_EQ(sums("a", hour, hour + 3600, 3600), "0=31 ");
  EXPECT_EQ(sums("b", hour, hour + 3600, 60), "0=32 ");
  EXPECT_EQ(sums("c", hour, hour + 3600, 60), "");
}

TEST_F(MetricStoreTest, PeriodsBeginWithTheRange) {
  const std::int64_t hour = round_down(now(), 3600) - 3600;
  put({sample("a", hour, 1), sample("a", hour + 120, 2), sample("a", hour + 360, 4)});
  EXPECT_EQ(sums("a", hour + 120, hour + 720, 300), "0=6 ");
  EXPECT_EQ(sums("a", hour + 60, hour + 360, 300), "0=2 ") << "the end is not included";
}

TEST_F(MetricStoreTest, SecondsOfHighResolutionOnly) {
  const std::int64_t begin = minute() - 60;
  Sample fine = sample("fine", begin + 7, 1);
  fine.high_resolution = true;
  put({fine, sample("coarse", begin + 7, 1)});
  EXPECT_EQ(sums("fine", begin, begin + 60, 1), "7=1 ");
  EXPECT_EQ(sums("fine", begin, begin + 60, 5), "5=1 ");
  EXPECT_EQ(sums("fine", begin, begin + 60, 60), "0=1 ");
  EXPECT_EQ(sums("coarse", begin, begin + 60, 1), "");
  EXPECT_EQ(sums("coarse", begin, begin + 60, 60), "0=1 ");
}

TEST_F(MetricStoreTest, UnitsApart) {
  Sample seconds = sample("a", minute(), 1), bytes = sample("a", minute(), 2);
  seconds.unit = unit("Seconds");
  bytes.unit = unit("Bytes");
  put({seconds, bytes, bytes});
  EXPECT_EQ(sums("a", minute(), minute() + 60, 60, unit("Seconds")), "0=1 ");
  EXPECT_EQ(sums("a", minute(), minute() + 60, 60, unit("Bytes")), "0=4 ");
  EXPECT_EQ(sums("a", minute(), minute() + 60, 60, unit("None")), "");
  EXPECT_EQ(sums("a", minute(), minute() + 60, 60), "0=1 0=4 ");
}

TEST_F(MetricStoreTest, DimensionsInAnyOrder) {
  Sample one = sample("a", minute(), 1), other = sample("a", minute(), 2);
  one.metric.dimensions = {{"x", "1"}, {"y", "2"}};
  other.metric.dimensions = {{"y", "2"}, {"x", "1"}};
  put({one, other, sample("a", minute(), 4)});
  ReadRequest request;
  request.metric = other.metric;
  request.begin = minute();
  request.end = minute() + 60;
  request.period = 60;
  auto points = base::block_on(store_.read(kScope, request));
  ASSERT_TRUE(points.ok());
  ASSERT_EQ(points->size(), 1u);
  EXPECT_EQ(points->front().values.sum(), 3);
  EXPECT_EQ(sums("a", minute(), minute() + 60, 60), "0=4 ");
}

TEST_F(MetricStoreTest, TiersKeepWhatIsOlder) {
  const std::int64_t begin = round_down(now(), 3600);
  Sample fine = sample("a", begin, 1);
  fine.high_resolution = true;
  put({fine});
  const auto after = [&](std::int64_t seconds) {
    clock_.advance_micros((begin + seconds - now()) * 1'000'000);
    EXPECT_TRUE(base::block_on(store_.remove_expired()).ok());
    std::string tiers;
    for (const int period : {1, 60, 300, 3600})
      if (!sums("a", begin, begin + 3600, period).empty()) tiers += std::to_string(period) + " ";
    return tiers;
  };
  EXPECT_EQ(after(3 * 3600), "1 60 300 3600 ");
  EXPECT_EQ(after(3 * 3600 + 1), "60 300 3600 ");
  EXPECT_EQ(after(15 * kDaySeconds), "60 300 3600 ");
  EXPECT_EQ(after(15 * kDaySeconds + 60), "300 3600 ");
  EXPECT_EQ(after(63 * kDaySeconds), "300 3600 ");
  EXPECT_EQ(after(63 * kDaySeconds + 300), "3600 ");
  EXPECT_EQ(after(455 * kDaySeconds), "3600 ");
  EXPECT_EQ(after(455 * kDaySeconds + 3600), "");
  // Months later nothing is left of it.
  clock_.advance_micros(100 * kDaySeconds * 1'000'000);
  EXPECT_TRUE(base::block_on(store_.remove_expired()).ok());
  storage::KeyRange all;
  auto rest = base::block_on(engine_.scan(all, storage::Direction::kForward, {}));
  ASSERT_TRUE(rest.ok());
  EXPECT_TRUE(rest->entries().empty());
}

TEST_F(MetricStoreTest, OldSamplesGoIntoTheTiersThatKeepThem) {
  Sample old = sample("a", minute() - 4 * 3600, 1);
  old.high_resolution = true;
  put({old});
  EXPECT_EQ(sums("a", minute() - 4 * 3600, now(), 1), "");
  EXPECT_EQ(sums("a", minute() - 4 * 3600, now(), 60), "0=1 ");
}

TEST_F(MetricStoreTest, Lists) {
  Sample with = sample("b", minute(), 1);
  with.metric.dimensions = {{"Table", "t"}, {"Index", "i"}};
  Sample elsewhere = sample("a", minute(), 1);
  elsewhere.metric.name_space = "Other";
  put({sample("a", minute(), 1), with, sample("b", minute(), 1), elsewhere});
  EXPECT_EQ(names({}), "App/a App/b App/b,Index=i,Table=t Other/a ");
  EXPECT_EQ(names({.name_space = "App"}), "App/a App/b App/b,Index=i,Table=t ");
  EXPECT_EQ(names({.name_space = "App", .name = "b"}), "App/b App/b,Index=i,Table=t ");
  EXPECT_EQ(names({.name = "a"}), "App/a Other/a ");
  EXPECT_EQ(names({.dimensions = {{"Table", std::nullopt}}}), "App/b,Index=i,Table=t ");
  EXPECT_EQ(names({.dimensions = {{"Table", "t"}, {"Index", "i"}}}), "App/b,Index=i,Table=t ");
  EXPECT_EQ(names({.dimensions = {{"Table", "u"}}}), "");
  EXPECT_EQ(names({.name_space = "Ap"}), "") << "a prefix is another name";
  EXPECT_FALSE(next_);
}

TEST_F(MetricStoreTest, ListsInPages) {
  put({sample("a", minute(), 1), sample("b", minute(), 1), sample("c", minute(), 1)});
  ListRequest request;
  request.limit = 2;
  EXPECT_EQ(names(request), "App/a App/b ");
  ASSERT_TRUE(next_);
  request.after = *next_;
  EXPECT_EQ(names(request), "App/c ");
  EXPECT_FALSE(next_);
}

TEST_F(MetricStoreTest, ListsWhatWasActive) {
  put("old", minute(), 1);
  const std::int64_t then = now();
  clock_.advance_micros(3600LL * 1'000'000);
  put("new", minute(), 1);
  ListRequest request;
  request.active_since = then + 1;
  EXPECT_EQ(names(request), "App/new ");
  put("old", minute(), 1);
  EXPECT_EQ(names(request), "App/new App/old ");
}

TEST_F(MetricStoreTest, ScopesApart) {
  put("a", minute(), 1);
  const Scope other{"000000000000", "us-east-1"};
  auto page = base::block_on(store_.list(other, {}));
  ASSERT_TRUE(page.ok());
  EXPECT_TRUE(page->metrics.empty());
}

}  // namespace
}  // namespace stator::monitoring
