#include "functions/event_queue.h"

#include <gtest/gtest.h>

#include "base/block_on.h"
#include "base/clock.h"
#include "storage/memory/memory_engine.h"

namespace stator::functions {
namespace {

TEST(EventQueue, KeepsWhatWaits) {
  base::ManualClock clock;
  storage::MemoryEngine engine(clock);
  EventQueue queue(engine);
  EXPECT_TRUE(base::block_on(queue.list())->empty());
  for (const char* id : {"b", "a"}) {
    const QueuedEvent event{id, {"000000000000", "us-east-1"}, "f", "live", R"({"x":"\u00e9"})", "{}", 5};
    ASSERT_TRUE(base::block_on(queue.add(event)).ok());
  }
  const auto all = base::block_on(queue.list());
  ASSERT_EQ(all->size(), 2u);
  const QueuedEvent& first = all->front();
  EXPECT_EQ(first.id, "a");
  EXPECT_EQ(first.scope.region, "us-east-1");
  EXPECT_EQ(first.function_name + first.qualifier + first.client_context, "flive{}");
  EXPECT_EQ(first.payload, R"({"x":"\u00e9"})");
  EXPECT_EQ(first.queued_millis, 5);
  ASSERT_TRUE(base::block_on(queue.remove("a")).ok());
  ASSERT_TRUE(base::block_on(queue.remove("a")).ok());
  const auto left = base::block_on(queue.list());
  ASSERT_EQ(left->size(), 1u);
  EXPECT_EQ(left->front().id, "b");
}

}  // namespace
}  // namespace stator::functions
