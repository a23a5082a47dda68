// A faulty engine shows whether a change was asked for: it refuses each.
#include "storage/drop_expired.h"

#include <gtest/gtest.h>

#include "base/block_on.h"
#include "base/clock.h"
#include "storage/faulty/faulty_engine.h"
#include "storage/memory/memory_engine.h"

namespace stator::storage {
namespace {

class DropExpired : public testing::Test {
 protected:
  void put(std::string key) {
    Commit wanted;
    wanted.writes.push_back({std::move(key), "x"});
    ASSERT_TRUE(base::block_on(commit(memory_, std::move(wanted))).ok());
  }
  bool has(std::string_view key) { return base::block_on(memory_.get_one(key))->exists(); }
  Result<base::Ok> drop(KeyRange range) { return base::block_on(drop_expired(faulty_, std::move(range))); }

  MemoryEngine memory_{base::Clock::system()};
  FaultyEngine faulty_{memory_, {}, 1};
};

TEST_F(DropExpired, DropsTheRangeAlone) {
  for (const char* key : {"a", "b", "c"}) put(key);
  EXPECT_TRUE(drop({"a", "c"}).ok());
  EXPECT_FALSE(has("a"));
  EXPECT_FALSE(has("b"));
  EXPECT_TRUE(has("c"));
}

TEST_F(DropExpired, ChangesNothingWhereThereIsNothing) {
  put("c");
  faulty_.set_rates({.busy = 1});
  EXPECT_TRUE(drop({"a", "c"}).ok());
  EXPECT_EQ(drop({"a", "d"}).error().code, ErrorCode::kBusy);
  EXPECT_TRUE(has("c"));
}

TEST_F(DropExpired, SaysThatItCouldNotLook) {
  faulty_.set_rates({.read_error = 1});
  EXPECT_EQ(drop({"a", "c"}).error().code, ErrorCode::kIo);
}

}  // namespace
}  // namespace stator::storage
