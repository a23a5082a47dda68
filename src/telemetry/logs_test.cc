#include "telemetry/logs.h"

#include <gtest/gtest.h>

#include <atomic>

#include "base/block_on.h"
#include "base/thread_pool.h"
#include "base/turns_of_others.h"
#include "storage/memory/memory_engine.h"

namespace stator::telemetry {
namespace {

const Scope kScope{"000000000000", "eu-west-1"};

class CountingPool final : public base::Executor {
 public:
  void post(base::Job job) override {
    ++jobs;
    pool_.post(job);
  }
  void post_after(std::chrono::nanoseconds delay, base::Job job) override { pool_.post_after(delay, job); }

  std::atomic<int> jobs = 0;

 private:
  base::ThreadPool pool_{1};
};

class LogsTest : public ::testing::Test {
 protected:
  LogsTest() {
    EXPECT_TRUE(base::block_on(logs_.create_group(kScope, "g", {})).ok());
    EXPECT_TRUE(base::block_on(logs_.create_stream(kScope, "g", "a")).ok());
    EXPECT_TRUE(base::block_on(logs_.create_stream(kScope, "g", "b")).ok());
  }
  ~LogsTest() override { base::block_on(logs_.stop()); }

  std::int64_t now() const { return clock_.unix_millis(); }
  PutReport put(const char* stream, std::vector<NewEvent> events) {
    auto report = base::block_on(logs_.put(kScope, "g", stream, std::move(events)));
    EXPECT_TRUE(report.ok());
    return *report;
  }
  std::string read(ReadRequest request) {
    request.group = "g";
    auto events = base::block_on(logs_.read(kScope, std::move(request)));
    EXPECT_TRUE(events.ok());
    std::string text;
    for (const Event& event : *events) text += event.message;
    return text;
  }
  std::pair<std::string, std::optional<GroupPosition>> filter(FilterRequest request, const char* pattern) {
    request.group = "g";
    auto page =
        base::block_on(logs_.filter(kScope, std::move(request), FilterPattern::parse(pattern).value()));
    EXPECT_TRUE(page.ok());
    std::string text;
    for (const Event& event : page->events) text += event.message;
    return {text, page->next};
  }

  base::ManualClock clock_;
  storage::MemoryEngine engine_{clock_};
  CountingPool pool_;
  Logs logs_{engine_, clock_, base::LocalExecutor::of_this_thread(), &pool_};
};

// Two large events take as much as a page may; the third waits for the next page.
TEST_F(LogsTest, PagesEndWhereLookingHasTakenLong) {
  const std::string text(kMaxEventBytes / 2 + 100, '1');
  for (int i = 0; i < 3; ++i) put("a", {{now() + i, text}, {now() + i, std::to_string(i)}});
  std::string found;
  int pages = 0;
  FilterRequest request;
  do {
    auto [more, next] = filter(request, "%.{0,160}[02]%");
    found += more;
    request.after = next;
    ++pages;
  } while (request.after && pages < 10);
  EXPECT_EQ(found, "02");
  EXPECT_EQ(pages, 2);
  EXPECT_FALSE(filter({}, "%x%").second) << "little work";
}

TEST_F(LogsTest, WhatTakesLongIsMatchedOnThePool) {
  put("a", {{now(), std::string(100'000, '1')}, {now(), "2"}, {now(), std::string(1000, '3')}});
  EXPECT_EQ(filter({}, "2").first, "2");
  EXPECT_EQ(pool_.jobs, 1);
  EXPECT_EQ(filter({}, "%.{0,100}2%").first, "2");
  EXPECT_EQ(pool_.jobs, 3) << "of many instructions: also the shorter one";
}

TEST_F(LogsTest, ReadsFromBothEnds) {
  put("a", {{now(), "1"}, {now(), "2"}, {now() + 1, "3"}, {now() + 2, "4"}});
  ReadRequest request;
  request.stream = "a";
  request.limit = 3;
  EXPECT_EQ(read(request), "234");
  request.from_head = true;
  EXPECT_EQ(read(request), "123");
  request.after = EventPosition{now() + 1, 3};
  EXPECT_EQ(read(request), "4");
  request.after = {};
  request.start_millis = now() + 1;
  request.end_millis = now() + 2;
  EXPECT_EQ(read(request), "3");
}

TEST_F(LogsTest, FiltersManyStreams) {
  constexpr int kStreams = 3000, kRounds = 3;
  std::string expected;
  for (int stream = 0; stream < kStreams; ++stream) {
    const std::string name = "many" + std::to_string(stream);
    ASSERT_TRUE(base::block_on(logs_.create_stream(kScope, "g", name)).ok());
    std::vector<NewEvent> events;
    for (int round = 0; round < kRounds; ++round)
      events.push_back({now() + round * kStreams + stream, std::to_string(round * kStreams + stream) + " "});
    put(name.c_str(), std::move(events));
  }
  for (int i = 0; i < kStreams * kRounds; ++i) expected += std::to_string(i) + " ";
  std::string found;
  const int turns_of_others = base::turns_of_others([&]() -> base::Task<> {
    FilterRequest request;
    request.group = "g";
    FilterPattern everything = FilterPattern::parse("").value();
    auto page = co_await logs_.filter(kScope, std::move(request), std::move(everything));
    EXPECT_TRUE(page.ok());
    for (const Event& event : page->events) found += event.message;
  });
  EXPECT_EQ(found, expected);
  EXPECT_GT(turns_of_others, 3);  // 3000 looks into the storage take many slices
}

TEST_F(LogsTest, FiltersAcrossStreamsInOrderOfTime) {
  put("a", {{now(), "1"}, {now() + 2, "3"}});
  put("b", {{now() + 1, "2"}, {now() + 3, "4"}});
  EXPECT_EQ(filter({}, "").first, "1234");
  FilterRequest request;
  request.limit = 1;
  std::string all;
  for (int i = 0; i < 4; ++i) {
    auto [text, next] = filter(request, "");
    all += text;
    ASSERT_TRUE(next);
    request.after = next;
  }
  EXPECT_EQ(all, "1234");
  EXPECT_EQ(filter(request, "").first, "");
  request = {};
  request.streams = {"b"};
  EXPECT_EQ(filter(request, "").first, "24");
  EXPECT_EQ(filter({}, "?1 ?4").first, "14");
}

TEST_F(LogsTest, FiltersFromTheLatestEventOn) {
  put("a", {{now(), "1"}, {now() + 2, "4"}, {now() + 2, "5"}});
  put("b", {{now() + 1, "2"}, {now() + 1, "3"}, {now() + 3, "6"}});
  FilterRequest request;
  request.from_head = false;
  EXPECT_EQ(filter(request, "").first, "654321");
  EXPECT_EQ(filter(request, "?2 ?5").first, "52");
  request.start_millis = now() + 1;
  request.end_millis = now() + 3;
  EXPECT_EQ(filter(request, "").first, "5432");
  for (const std::size_t limit : {1u, 2u, 3u}) {
    request = {};
    request.from_head = false;
    request.limit = limit;
    std::string all;
    std::optional<GroupPosition> next;
    do {
      request.after = next;
      auto [text, end] = filter(request, "");
      all += text;
      next = end;
    } while (next);
    EXPECT_EQ(all, "654321") << limit;
  }
  // Made-up places.
  request.after = GroupPosition{{INT64_MAX, UINT64_MAX}, INT64_MAX};
  EXPECT_EQ(filter(request, "").first, "654");
  request.after = GroupPosition{{INT64_MIN, 0}, 0};
  EXPECT_EQ(filter(request, "").first, "");
}

TEST_F(LogsTest, RefusesWhatIsTooOldOrTooNew) {
  const auto old = put("a", {{now() - kMaxEventAgeMillis - 1, "x"}, {now() - kMaxEventAgeMillis, "y"}});
  EXPECT_EQ(old.too_old_end, 1u);
  EXPECT_FALSE(old.too_new_start);
  const auto early = put("a", {{now() + kMaxEventLeadMillis, "z"}, {now() + kMaxEventLeadMillis + 1, "x"}});
  EXPECT_EQ(early.too_new_start, 1u);
  ReadRequest request;
  request.stream = "a";
  EXPECT_EQ(read(request), "yz");
}

TEST_F(LogsTest, KeepsEventsForAsLongAsTheGroupSays) {
  put("a", {{now(), "1"}});
  ASSERT_TRUE(base::block_on(logs_.set_retention(kScope, "g", 1)).ok());
  ReadRequest request;
  request.stream = "a";
  EXPECT_EQ(read(request), "1");
  clock_.advance_micros(24LL * 3600 * 1'000'000 + 1000);
  EXPECT_EQ(read(request), "");
  EXPECT_EQ(filter({}, "").first, "");
  EXPECT_EQ(put("a", {{now() - 24LL * 3600 * 1000 - 1, "2"}}).expired_end, 1u);
}

TEST_F(LogsTest, AGroupThatWasDeletedLeavesNothing) {
  put("a", {{now(), "1"}});
  ASSERT_TRUE(base::block_on(logs_.delete_group(kScope, "g")).ok());
  base::block_on(logs_.stop());
  EXPECT_EQ(base::block_on(logs_.put(kScope, "g", "a", {{now(), "2"}})).error().kind, FailureKind::kNoGroup);
  auto left = base::block_on(engine_.scan({}, storage::Direction::kForward, {}));
  ASSERT_TRUE(left.ok());
  EXPECT_TRUE(left->entries().empty());
}

TEST_F(LogsTest, SaysWhatIsThereAlready) {
  EXPECT_EQ(base::block_on(logs_.create_group(kScope, "g", {})).error().kind, FailureKind::kExists);
  EXPECT_EQ(base::block_on(logs_.create_stream(kScope, "g", "a")).error().kind, FailureKind::kExists);
  EXPECT_EQ(base::block_on(logs_.create_stream(kScope, "h", "a")).error().kind, FailureKind::kNoGroup);
  EXPECT_EQ(base::block_on(logs_.delete_stream(kScope, "g", "c")).error().kind, FailureKind::kNoStream);
}

TEST_F(LogsTest, FreesThePlaceOfWhatIsExpired) {
  constexpr std::int64_t kHour = 3600LL * 1000, kDay = 24 * kHour;
  EXPECT_TRUE(base::block_on(logs_.create_group(kScope, "forever", {})).ok());
  EXPECT_TRUE(base::block_on(logs_.create_stream(kScope, "forever", "a")).ok());
  put("a", {{now(), "old"}, {now() + 2 * kHour, "young"}});
  put("b", {{now(), "old"}});
  EXPECT_TRUE(base::block_on(logs_.put(kScope, "forever", "a", {{now(), "kept"}})).ok());
  EXPECT_TRUE(base::block_on(logs_.set_retention(kScope, "g", 1)).ok());
  // Without a retention everything is shown again that is still there.
  const auto left = [&] {
    EXPECT_TRUE(base::block_on(logs_.set_retention(kScope, "g", std::nullopt)).ok());
    std::string text = filter({}, "").first;
    EXPECT_TRUE(base::block_on(logs_.set_retention(kScope, "g", 1)).ok());
    return text;
  };
  const auto sweep = [&] { EXPECT_TRUE(base::block_on(logs_.remove_expired()).ok()); };
  sweep();
  EXPECT_EQ(left(), "oldoldyoung");
  clock_.advance_micros((kDay + kHour) * 1000);
  sweep();
  EXPECT_EQ(left(), "oldoldyoung");
  clock_.advance_micros(1000);
  sweep();
  EXPECT_EQ(left(), "young");
  clock_.advance_micros(3 * kHour * 1000);
  sweep();
  EXPECT_EQ(left(), "");
  ReadRequest kept;
  kept.group = "forever";
  kept.stream = "a";
  EXPECT_EQ(base::block_on(logs_.read(kScope, kept))->size(), 1u);
}

}  // namespace
}  // namespace stator::telemetry
