#include "storage/log_group.h"

#include <gtest/gtest.h>

#include <string>

#include "storage/hash.h"

namespace stator::storage {
namespace {

void expect_open_shards_cover_all_hashes(const LogGroup& group) {
  std::map<std::uint64_t, std::uint64_t> ranges;
  for (const LogShard& shard : group.shards()) {
    if (!shard.last_sequence) ranges[shard.hash_begin] = shard.hash_end;
  }
  std::uint64_t next = 0;
  for (const auto& [begin, end] : ranges) {
    EXPECT_EQ(begin, next);
    EXPECT_LE(begin, end);
    next = end + 1;  // wraps to 0 behind the last
  }
  EXPECT_EQ(next, 0u);
}

TEST(LogGroup, ShardsDivideTheHashes) {
  for (std::uint32_t shards : {1u, 2u, 3u, 7u, 1000u}) {
    LogGroup group(shards, 5, 9);
    EXPECT_EQ(group.shards().size(), shards);
    expect_open_shards_cover_all_hashes(group);
  }
}

TEST(LogGroup, SourceKeyFallsIntoItsShard) {
  LogGroup group(4, 1, 0);
  ASSERT_TRUE(group.roll(2, 3, 100, 0).ok());
  for (int i = 0; i < 1000; ++i) {
    const std::string key = "key" + std::to_string(i);
    const LogShard* shard = group.find(group.open_shard_for(key));
    ASSERT_NE(shard, nullptr);
    EXPECT_FALSE(shard->last_sequence);
    EXPECT_LE(shard->hash_begin, stable_hash(key));
    EXPECT_GE(shard->hash_end, stable_hash(key));
  }
}

TEST(LogGroup, RollKeepsLineage) {
  LogGroup group(2, 1, 10);
  ASSERT_TRUE(group.roll(1, 2, 50, 20).ok());
  const LogShard parent = *group.find(1);
  EXPECT_EQ(parent.last_sequence, 49u);
  EXPECT_EQ(parent.closed_micros, 20);
  for (std::uint64_t child : {3, 4}) {
    EXPECT_EQ(group.find(child)->parent, 1u);
    EXPECT_EQ(group.find(child)->first_sequence, 50u);
  }
  EXPECT_EQ(group.find(3)->hash_begin, parent.hash_begin);
  EXPECT_EQ(group.find(4)->hash_end, parent.hash_end);
  expect_open_shards_cover_all_hashes(group);
  EXPECT_EQ(group.roll(1, 1, 60, 30).error().code, ErrorCode::kConflict);
  EXPECT_EQ(group.roll(99, 1, 60, 30).error().code, ErrorCode::kNotFound);
}

TEST(LogGroup, SplitsAreLimitedByTheRange) {
  LogShard narrow{.id = 1, .hash_begin = 7, .hash_end = 8};
  LogGroup group(2, {narrow});
  ASSERT_TRUE(group.roll(1, 5, 1, 0).ok());
  EXPECT_EQ(group.shards().size(), 3u);
}

TEST(LogGroup, IdsAreNotUsedAgain) {
  LogGroup group(1, 1, 0);
  ASSERT_TRUE(group.roll(1, 1, 2, 0).ok());
  group.erase(1);
  group.erase(2);  // open: stays
  EXPECT_EQ(group.find(1), nullptr);
  ASSERT_TRUE(group.roll(2, 1, 3, 0).ok());
  EXPECT_NE(group.find(3), nullptr);
  EXPECT_EQ(group.next_shard(), 4u);
}

}  // namespace
}  // namespace stator::storage
