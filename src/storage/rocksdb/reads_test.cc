#include "storage/rocksdb/reads.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "base/block_on.h"
#include "base/random.h"
#include "storage/rocksdb/test_folder.h"

namespace stator::storage::rocks {
namespace {

constexpr int kRecords = 60'000;

// A page of 1 MB is more blocks than a loop reads at once, and all of them are more than there is memory for.
TEST(Reads, ScansOfMoreThanTheMemoryLeaveNothingOut) {
  base::SeededRandom random{1};
  RocksDbUnderTest under_test({.durability = Durability::kRelaxed});
  for (int written = 0; written < kRecords;) {
    Commit commit;
    for (int i = 0; i < 100; ++i, ++written) {
      std::string value(1000, '\0');
      for (char& c : value) c = static_cast<char>(random.below(256));
      // Each of them in every part of the range.
      commit.writes.push_back({std::to_string(100'000'000 + written * 7'919LL % kRecords), value});
    }
    ASSERT_TRUE(base::block_on(storage::commit(under_test.engine(), std::move(commit))).ok());
  }
  under_test.reopen();
  for (const Direction direction : {Direction::kForward, Direction::kBackward, Direction::kForward}) {
    int found = 0;
    std::optional<KeyRange> rest = KeyRange{"1", "2"};
    while (rest) {
      const auto page = base::block_on(under_test.engine().scan(*rest, direction, {1 << 20, 100'000}));
      ASSERT_TRUE(page.ok());
      found += static_cast<int>(page->entries().size());
      rest = page->rest();
    }
    EXPECT_EQ(found, kRecords);
  }
}

}  // namespace
}  // namespace stator::storage::rocks
