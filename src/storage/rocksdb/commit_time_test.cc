// The times of commits, with a clock that is set back.

#include <gtest/gtest.h>

#include "base/block_on.h"
#include "base/clock.h"
#include "base/thread_pool.h"
#include "storage/rocksdb/rocksdb_engine.h"
#include "storage/rocksdb/test_folder.h"

namespace stator::storage {
namespace {

class CommitTimes : public testing::TestWithParam<Durability> {};

TEST_P(CommitTimes, GoOnWhileTheClockIsBehind) {
  TestFolder folder;
  base::ThreadPool pool{1};
  base::ManualClock clock;
  RocksDbOptions options;
  options.path = folder.path();
  options.durability = GetParam();
  auto engine = RocksDbEngine::open(options, pool, clock);
  ASSERT_TRUE(engine.ok()) << engine.error();
  auto commit_time = [&] {
    Commit commit;
    commit.writes.push_back({"key", "value"});
    return base::block_on(storage::commit(**engine, std::move(commit)))->commit_time_micros;
  };
  const std::int64_t first = commit_time();
  EXPECT_EQ(first, clock.unix_micros());
  clock.advance_micros(-10);
  EXPECT_EQ(commit_time(), first + 1);
  EXPECT_EQ(commit_time(), first + 2);
  clock.advance_micros(20);
  EXPECT_EQ(commit_time(), first + 10);
}

INSTANTIATE_TEST_SUITE_P(All, CommitTimes, testing::Values(Durability::kFull, Durability::kRelaxed));

}  // namespace
}  // namespace stator::storage
