#include <future>

#include "base/clock.h"
#include "base/task_group.h"
#include "base/thread_pool.h"
#include "storage/engine_contract.h"
#include "storage/memory/memory_engine.h"

namespace stator::storage {
namespace {

class MemoryUnderTest final : public EngineUnderTest {
 public:
  Engine& engine() override { return engine_; }

 private:
  MemoryEngine engine_{base::Clock::system()};
};

INSTANTIATE_TEST_SUITE_P(Memory, EngineContract,
                         testing::Values(EngineKind{"memory",
                                                    [] { return std::make_unique<MemoryUnderTest>(); }}),
                         kind_name);

base::Task<> drop(Engine& engine, bool& dropped) {
  const KeyRange all;
  auto done = co_await engine.drop_range(all);
  dropped = done.ok();
}

base::Task<> drop_beside_others(Engine& engine, bool& dropped, bool& was_dropped, std::promise<void>& ended) {
  base::spawn(drop(engine, dropped));
  co_await base::yield();
  was_dropped = dropped;
  while (!dropped) co_await base::yield();
  ended.set_value();
}

// Deleting a large table is work of one event loop.
TEST(MemoryEngine, ALargeRangeIsDroppedInSteps) {
  MemoryEngine engine(base::Clock::system());
  Commit commit;
  for (int i = 0; i < 2'000; ++i) commit.writes.push_back({ordered_key(i), "x"});
  ASSERT_TRUE(base::block_on(storage::commit(engine, commit)).ok());
  base::ThreadPool loop(1);
  bool dropped = false, was_dropped = false;
  std::promise<void> ended;
  base::TaskGroup tasks;
  tasks.spawn_on(loop, drop_beside_others(engine, dropped, was_dropped, ended));
  ended.get_future().wait();
  base::block_on(tasks.wait());
  EXPECT_FALSE(was_dropped);
  EXPECT_TRUE(base::block_on(engine.scan({}, Direction::kForward, {}))->entries().empty());
}

}  // namespace
}  // namespace stator::storage
