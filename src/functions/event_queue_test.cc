#include "functions/event_queue.h"

#include <gtest/gtest.h>

#include "base/block_on.h"
#include "base/clock.h"
#include "functions/code_store.h"
#include "storage/memory/memory_engine.h"

namespace stator::functions {
namespace {

using base::block_on;

class EventQueueTest : public testing::Test {
 protected:
  base::ManualClock clock_;
  storage::MemoryEngine engine_{clock_};
  EventQueue queue_{engine_};

  QueuedEvent add(const char* id, std::int64_t queued_millis) {
    QueuedEvent event{id,           {"000000000000", "us-east-1"}, "f", "live", R"({"x":"\u00e9"})", "{}",
                      queued_millis};
    EXPECT_TRUE(block_on(queue_.add(event)).ok());
    return event;
  }
  std::string due(std::int64_t from, std::int64_t until, std::size_t limit = 10) {
    std::string ids;
    const auto turns = block_on(queue_.due(from, until, limit));
    for (const EventTurn& turn : *turns) ids += turn.id;
    return ids;
  }
};

TEST_F(EventQueueTest, KeepsWhatWaits) {
  EXPECT_EQ(due(0, 100), "");
  EXPECT_FALSE(*block_on(queue_.find(EventTurn{"a", 5})));
  add("a", 5);
  const auto found = block_on(queue_.find(EventTurn{"a", 5}));
  ASSERT_TRUE(*found);
  const QueuedEvent& event = **found;
  EXPECT_EQ(event.id, "a");
  EXPECT_EQ(event.scope.region, "us-east-1");
  EXPECT_EQ(event.function_name + event.qualifier + event.client_context, "flive{}");
  EXPECT_EQ(event.payload, R"({"x":"\u00e9"})");
  EXPECT_EQ(event.queued_millis, 5);
  const EventTurn turn = first_turn(event);
  EXPECT_EQ(turn.payload_bytes, 14);
  ASSERT_TRUE(block_on(queue_.remove(turn)).ok());
  ASSERT_TRUE(block_on(queue_.remove(turn)).ok());
  EXPECT_FALSE(*block_on(queue_.find(turn)));
  EXPECT_EQ(due(0, 100), "");
}

TEST_F(EventQueueTest, TurnsAreInTheOrderInWhichTheyAreDue) {
  add("b", 5);
  const EventTurn first = first_turn(add("a", 4));
  add("c", 1'700'000'000'000);
  EXPECT_EQ(due(0, 5), "ab");
  EXPECT_EQ(due(0, 4), "a");
  EXPECT_EQ(due(5, 5), "b");
  EXPECT_EQ(due(6, 1'699'999'999'999), "");
  EXPECT_EQ(due(-1, INT64_MAX - 1, 2), "ab");
  EventTurn next = first;
  next.due_millis = 6;
  next.failures = 1;
  next.refusals = 2;
  next.invocations = 3;
  ASSERT_TRUE(block_on(queue_.postpone(first, next)).ok());
  EXPECT_EQ(due(0, 10), "ba");
  // Who read the list before must not take a turn that is over for one that is there.
  EXPECT_FALSE(*block_on(queue_.find(first)));
  ASSERT_TRUE(block_on(queue_.remove_turn(first)).ok());
  EXPECT_TRUE(*block_on(queue_.find(next)));
  const auto turns = block_on(queue_.due(6, 6, 1));
  EXPECT_EQ(turns->front().failures, 1);
  EXPECT_EQ(turns->front().refusals, 2);
  EXPECT_EQ(turns->front().invocations, 3);
}

TEST_F(EventQueueTest, EventsOfOlderVersionsGetATurn) {
  add("b", 7);
  storage::Commit commit;
  commit.writes.push_back({scoped_key({}).bytes("event").bytes("a").take(),
                           "\x01"
                           R"({"id":"a","scope":{"account":"0","region":"r"},"function":"f","qualifier":"",)"
                           R"("payload":"[]","clientContext":"","queued":9})"});
  ASSERT_TRUE(block_on(storage::commit(engine_, std::move(commit))).ok());
  EXPECT_EQ(due(0, 100), "b");
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(block_on(queue_.adopt([] { return false; })).ok());
    EXPECT_EQ(due(0, 100), "ba");
  }
  EXPECT_EQ(block_on(queue_.due(9, 9, 1))->front().payload_bytes, 2);
  EXPECT_EQ((*block_on(queue_.find(EventTurn{"a", 9})))->payload, "[]");
}

}  // namespace
}  // namespace stator::functions
