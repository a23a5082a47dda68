#include "storage/rocksdb/log_control.h"

#include <gtest/gtest.h>
#include <rocksdb/perf_context.h>

#include <algorithm>
#include <optional>

#include "storage/rocksdb/test_folder.h"

namespace stator::storage::rocks {
namespace {

class LogControlTest : public testing::Test {
 protected:
  bool run(const ControlWork& work) {
    auto write = [this](rocksdb::WriteBatch& batch, ControlContext::Synced) -> Result<base::Ok> {
      STATOR_CHECK(use_.db().Write({}, &batch).ok());
      return base::Ok{};
    };
    const bool done = work({planner_, use_, next_++, 0, write}).ok();
    planner_.forget();
    return done;
  }
  void append() {
    Commit commit;
    commit.appends.push_back({1, "key", "record"});
    planner_.begin(0);
    STATOR_CHECK(planner_.add(use_, commit, next_++).ok());
    STATOR_CHECK(use_.db().Write({}, &planner_.finish(use_)).ok());
    planner_.settle(use_);
  }

  TestFolder folder_;
  std::unique_ptr<Database> database_ =
      Database::open({.data_folder = folder_.path(), .memory_budget_bytes = 16 << 20}).value();
  const Database::Use use_ = database_->use();
  BatchPlanner planner_;
  std::uint64_t next_ = 1;
};

// A log is trimmed in steps, as many as it gets records, while all writes wait.
TEST_F(LogControlTest, AStepOfTrimmingDoesNotPassTheStepsBefore) {
  ASSERT_TRUE(run(create_log_group_work(1, 1)));
  const std::uint64_t first = next_;
  for (int i = 0; i < 1'000; ++i) append();
  std::optional<KeyRange> files;
  std::uint64_t passed = 0;
  for (std::uint64_t upto = first; upto <= first + 1'000; upto += 100) {
    rocksdb::get_perf_context()->Reset();
    ASSERT_TRUE(run(trim_log_work(1, 1, upto, files)));
    passed = std::max(passed, rocksdb::get_perf_context()->internal_delete_skipped_count);
  }
  EXPECT_EQ(passed, 0u);
}

}  // namespace
}  // namespace stator::storage::rocks
