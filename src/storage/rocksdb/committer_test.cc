// Who applies the commits of relaxed mode.
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <thread>

#include "base/block_on.h"
#include "storage/rocksdb/rocksdb_engine.h"
#include "storage/rocksdb/test_folder.h"

namespace stator::storage {
namespace {

// Calls `hook` once, when the time of a batch of commits is taken: while they are being applied.
class HookedClock final : public base::Clock {
 public:
  std::int64_t unix_micros() const override {
    if (armed_.exchange(false)) hook_();
    return base::Clock::system().unix_micros();
  }
  std::int64_t steady_nanos() const override { return base::Clock::system().steady_nanos(); }

  void arm(std::function<void()> hook) {
    hook_ = std::move(hook);
    armed_ = true;
  }

 private:
  std::function<void()> hook_;
  mutable std::atomic<bool> armed_ = false;
};

Commit put(std::string key) { return {.writes = {{.key = std::move(key), .value = "v"}}}; }

// The executor that took the turn has nothing more to wait for and runs no more jobs.
TEST(Committer, ACommitQueuedDuringTheTurnOfAnotherExecutorIsApplied) {
  const TestFolder folder;
  base::ThreadPool pool(1);
  HookedClock clock;
  RocksDbOptions options{.path = folder.path(), .durability = Durability::kRelaxed};
  options.memory_budget_bytes = 16 << 20;
  options.max_queued_time = std::chrono::hours(1);
  auto engine = RocksDbEngine::open(options, pool, clock);
  ASSERT_TRUE(engine.ok()) << engine.error();

  std::atomic<bool> queued = false;
  std::thread late;
  auto commit_late = [&]() -> base::Task<Result<CommitReceipt>> {
    CommitCompletion done;
    const auto version = (*engine)->submit(put("late"), done);
    queued = true;
    queued.notify_one();
    if (!version.ok()) co_return version.error();
    auto receipt = co_await done;
    co_return receipt;
  };
  clock.arm([&] {
    late = std::thread([&] { EXPECT_TRUE(base::block_on(commit_late()).ok()); });
    queued.wait(false);
  });

  EXPECT_TRUE(base::block_on(commit(**engine, put("first"))).ok());
  ASSERT_TRUE(late.joinable());
  late.join();
}

}  // namespace
}  // namespace stator::storage
