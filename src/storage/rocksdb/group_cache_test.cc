#include "storage/rocksdb/group_cache.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <thread>
#include <vector>

#include "storage/page_builder.h"
#include "storage/rocksdb/key_groups.h"

namespace stator::storage::rocks {
namespace {

constexpr ScanLimits kAll{1 << 20, 1024};
const std::string kGroup = "123456789012345";

std::string key(int number) { return kGroup + std::to_string(1000 + number); }
KeyRange between(int begin, int end) { return {key(begin), key(end)}; }

// A database of one group, which is read through the cache as the engine does.
class GroupCacheTest : public testing::Test {
 protected:
  GroupCacheTest() {
    for (int i = 0; i < 100; ++i) put(i);
  }

  void put(int number, std::size_t bytes = 20) {
    cache_.begin_write(key(number));
    records_[key(number)] = std::string(bytes, 'v') + std::to_string(++version_);
    cache_.end_write(key(number));
  }

  ScanPage read(const KeyRange& range, Direction direction, ScanLimits limits) {
    const GroupCache::Ticket ticket = cache_.begin_read(range.begin);
    PageBuilder builder(limits);
    auto begin = records_.lower_bound(range.begin), end = records_.lower_bound(range.end);
    std::optional<std::string> next;
    while (begin != end && !next) {
      const auto at = direction == Direction::kForward ? begin : std::prev(end);
      if (builder.full()) {
        next = at->first;
      } else {
        builder.add(at->first, at->second, 1);
        at == begin ? ++begin : --end;
      }
    }
    ScanPage page = builder.finish(range, direction, next.has_value());
    added_ = cache_.add(ticket, range, direction, page, next);
    return page;
  }

  std::optional<ScanPage> find(const KeyRange& range, Direction direction = Direction::kForward,
                               ScanLimits limits = kAll) {
    return cache_.find(range, direction, limits);
  }

  // The first read of a group only leaves a trace.
  void learn(const KeyRange& range, Direction direction = Direction::kForward, ScanLimits limits = kAll) {
    read(range, direction, limits);
    read(range, direction, limits);
  }

  // As it is in the database.
  void expect_known(const KeyRange& range, Direction direction, ScanLimits limits) {
    const std::optional<ScanPage> found = find(range, direction, limits);
    ASSERT_TRUE(found) << range.begin << ".." << range.end;
    const ScanPage wanted = read(range, direction, limits);
    ASSERT_EQ(found->entries().size(), wanted.entries().size());
    for (std::size_t i = 0; i < wanted.entries().size(); ++i) {
      EXPECT_EQ(found->entries()[i].key, wanted.entries()[i].key);
      EXPECT_EQ(found->entries()[i].value, wanted.entries()[i].value);
      EXPECT_EQ(found->entries()[i].version, wanted.entries()[i].version);
    }
    ASSERT_EQ(found->rest().has_value(), wanted.rest().has_value());
    if (!wanted.rest()) return;
    EXPECT_EQ(found->rest()->begin, wanted.rest()->begin);
    EXPECT_EQ(found->rest()->end, wanted.rest()->end);
  }

  const std::shared_ptr<rocksdb::Cache> memory_ = rocksdb::NewLRUCache(8 << 20, 0);
  GroupCache cache_{memory_};
  std::map<std::string, std::string> records_;
  int version_ = 0;
  GroupCache::Added added_ = GroupCache::Added::kAdded;  // by the last read
};

TEST_F(GroupCacheTest, TakesInWhatIsReadASecondTime) {
  EXPECT_FALSE(find(between(10, 20)));
  read(between(10, 20), Direction::kForward, kAll);
  EXPECT_FALSE(find(between(10, 20)));
  read(between(50, 60), Direction::kForward, kAll);
  EXPECT_FALSE(find(between(10, 20)));
  expect_known(between(50, 60), Direction::kForward, kAll);
}

TEST_F(GroupCacheTest, ForgetsAGroupThatIsWritten) {
  learn(between(10, 20));
  ASSERT_TRUE(find(between(10, 20)));
  cache_.begin_write(key(77));
  EXPECT_FALSE(find(between(10, 20))) << "while it is written";
  learn(between(10, 20));
  EXPECT_FALSE(find(between(10, 20)));
  cache_.end_write(key(77));
  EXPECT_FALSE(find(between(10, 20)));
  learn(between(10, 20));
  EXPECT_TRUE(find(between(10, 20)));
  cache_.clear();
  EXPECT_FALSE(find(between(10, 20)));
}

TEST_F(GroupCacheTest, TakesInNothingThatWasReadBesideAWrite) {
  const KeyRange range = between(10, 20);
  read(range, Direction::kForward, kAll);
  const GroupCache::Ticket before = cache_.begin_read(range.begin);
  const ScanPage old = read(range, Direction::kForward, {1, 1});
  put(10);
  for (int i = 0; i < 3; ++i) cache_.add(before, range, Direction::kForward, old, std::nullopt);
  EXPECT_FALSE(find(range));
}

TEST_F(GroupCacheTest, KnowsWhereARunEnds) {
  learn(between(10, 90), Direction::kForward, {1 << 20, 25});  // 10 to 34, and that there is 35
  expect_known(between(10, 90), Direction::kForward, {1 << 20, 25});
  expect_known(between(10, 90), Direction::kForward, {1 << 20, 24});
  expect_known(between(12, 90), Direction::kForward, {1 << 20, 23});
  expect_known(between(12, 35), Direction::kForward, kAll);
  expect_known(between(10, 30), Direction::kBackward, kAll);
  expect_known(between(5, 35), Direction::kBackward, {1 << 20, 3});
  EXPECT_FALSE(find(between(12, 90), Direction::kForward, {1 << 20, 24}));
  EXPECT_FALSE(find(between(12, 36)));
  EXPECT_FALSE(find(between(9, 20)));
  EXPECT_FALSE(find(between(10, 36), Direction::kBackward, {1 << 20, 1}));
  EXPECT_FALSE(find(between(5, 35), Direction::kBackward, {1 << 20, 26}));
}

TEST_F(GroupCacheTest, KnowsWhereABackwardRunBegins) {
  learn(between(10, 90), Direction::kBackward, {1 << 20, 25});  // 89 to 65, and that there is 64
  expect_known(between(10, 90), Direction::kBackward, {1 << 20, 25});
  expect_known(between(10, 80), Direction::kBackward, {1 << 20, 15});
  expect_known(between(65, 90), Direction::kForward, kAll);
  EXPECT_FALSE(find(between(10, 80), Direction::kBackward, {1 << 20, 16}));
  EXPECT_FALSE(find(between(64, 90)));
  EXPECT_FALSE(find(between(70, 91), Direction::kBackward, {1 << 20, 1}));
}

TEST_F(GroupCacheTest, KnowsThatThereIsNothing) {
  const KeyRange nothing{key(20) + "a", key(20) + "z"};
  learn(nothing);
  expect_known(nothing, Direction::kForward, kAll);
  expect_known(nothing, Direction::kBackward, kAll);
}

TEST_F(GroupCacheTest, RunsThatTouchBecomeOne) {
  learn(between(10, 20));
  read(between(30, 40), Direction::kForward, kAll);  // no larger: it takes the place
  EXPECT_FALSE(find(between(10, 20)));
  read(between(20, 30), Direction::kBackward, kAll);
  read(between(15, 25), Direction::kForward, kAll);
  read(between(38, 90), Direction::kForward, {1 << 20, 5});
  expect_known(between(15, 43), Direction::kForward, kAll);
  expect_known(between(15, 90), Direction::kForward, {1 << 20, 28});
  expect_known(between(0, 43), Direction::kBackward, {1 << 20, 20});
  EXPECT_FALSE(find(between(14, 43)));
}

TEST_F(GroupCacheTest, SaysOnceThatARunBeginsToGrow) {
  learn(between(10, 20));
  EXPECT_EQ(added_, GroupCache::Added::kAdded);
  read(between(15, 25), Direction::kForward, kAll);
  EXPECT_EQ(added_, GroupCache::Added::kBeginsToGrow);
  read(between(20, 30), Direction::kForward, kAll);
  EXPECT_EQ(added_, GroupCache::Added::kAdded);
  read(range_of_group(kGroup), Direction::kForward, kAll);
  EXPECT_EQ(added_, GroupCache::Added::kAdded);
  expect_known(between(0, 100), Direction::kForward, kAll);
  expect_known(between(0, 100), Direction::kBackward, kAll);
}

TEST_F(GroupCacheTest, ALargerRunGivesWayAfterAWhile) {
  learn(between(10, 20));
  for (int i = 0; i < GroupCache::kPatience; ++i) {
    read(between(40, 45), Direction::kForward, kAll);
    EXPECT_FALSE(find(between(40, 45)));
  }
  EXPECT_TRUE(find(between(10, 20))) << "asked for: it stays as long again";
  for (int i = 0; i < GroupCache::kPatience; ++i) read(between(40, 45), Direction::kForward, kAll);
  EXPECT_FALSE(find(between(40, 45)));
  read(between(40, 45), Direction::kForward, kAll);
  EXPECT_TRUE(find(between(40, 45)));
  EXPECT_FALSE(find(between(10, 20)));
}

TEST_F(GroupCacheTest, RunsAreOfLimitedSize) {
  for (int i = 0; i < 8; ++i) put(i, GroupCache::kMaxRunBytes / 4);
  learn(between(0, 4));  // with their keys a little more
  EXPECT_FALSE(find(between(0, 4)));
  learn(between(0, 3));
  EXPECT_TRUE(find(between(0, 3)));
  read(between(2, 5), Direction::kForward, kAll);
  EXPECT_FALSE(find(between(0, 5)));
}

TEST_F(GroupCacheTest, TakesItsMemoryFromTheBlocks) {
  const std::size_t before = memory_->GetUsage();
  learn(between(0, 100));
  std::size_t bytes = 0;
  for (const auto& [key, value] : records_) bytes += key.size() + value.size();
  EXPECT_GT(memory_->GetUsage(), before + bytes);
  memory_->SetCapacity(0);
  EXPECT_FALSE(find(between(0, 100)));
}

TEST_F(GroupCacheTest, KeepsGroupsApart) {
  learn(between(10, 20));
  for (int i = 0; i < 100'000; ++i) {
    const std::string other = "other group " + std::to_string(100 + i % 900) + std::to_string(i);
    cache_.begin_write(other);
    cache_.end_write(other);
  }
  EXPECT_TRUE(find(between(10, 20)));
}

// The database is one number, which stands in two records; readers find both the same and never an older one
// than before.
TEST(GroupCache, NeverGoesBack) {
  GroupCache cache(rocksdb::NewLRUCache(1 << 20, 0));
  std::atomic<int> database = 1;
  std::atomic<bool> done = false;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> readers;
  for (int i = 0; i < 2; ++i) {
    readers.emplace_back([&, i] {
      int newest = 0;
      const KeyRange range = i == 0 ? between(1, 3) : between(0, 5);
      while (!done) {
        int now = 0;
        if (auto page = cache.find(range, Direction::kForward, kAll)) {
          now = std::stoi(std::string(page->entries()[0].value));
          if (page->entries().size() != 2 || page->entries()[1].value != page->entries()[0].value) ++wrong;
        } else {
          const GroupCache::Ticket ticket = cache.begin_read(range.begin);
          now = database;
          PageBuilder builder(kAll);
          for (int number : {1, 2}) builder.add(key(number), std::to_string(now), 1);
          cache.add(ticket, range, Direction::kForward, builder.finish(range, Direction::kForward, false),
                    std::nullopt);
        }
        if (now < newest) ++wrong;
        newest = now;
      }
    });
  }
  for (int number = 2; number < 20'000; ++number) {
    cache.begin_write(key(1));
    database = number;
    cache.end_write(key(1));
    if (number % 64 == 0) std::this_thread::yield();
  }
  done = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace stator::storage::rocks
