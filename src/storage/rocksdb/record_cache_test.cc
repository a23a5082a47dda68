#include "storage/rocksdb/record_cache.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace stator::storage::rocks {
namespace {

using Key = RecordCache::Key;

constexpr std::size_t kCapacity = 1 << 20;

void read(RecordCache& cache, const Key& key, CommitVersion version, std::string_view value) {
  const RecordCache::Ticket ticket = cache.begin_read(key);
  cache.add(key, ticket, version, value);
}

TEST(RecordCache, KnowsWhatWasReadAndWritten) {
  RecordCache cache(kCapacity);
  const Key key("key");
  EXPECT_FALSE(cache.find(key));
  read(cache, key, 3, "three");
  EXPECT_EQ(cache.find(key)->version, 3u);
  EXPECT_EQ(cache.find(key)->value, "three");
  EXPECT_EQ(cache.find_version(key), 3u);
  cache.begin_write(key);
  EXPECT_FALSE(cache.find(key));
  cache.end_write(key, 4, "four");
  EXPECT_EQ(cache.find(key)->value, "four");
  cache.begin_write(key);
  cache.end_write(key, 0, {});
  EXPECT_TRUE(cache.find(key) && !cache.find(key)->exists()) << "a deleted key is known to be absent";
  cache.begin_write(key);
  cache.end_write(key);
  EXPECT_FALSE(cache.find(key));
}

TEST(RecordCache, SaysWhetherAWrittenKeyHadAValue) {
  RecordCache cache(kCapacity);
  const Key there("there"), absent("absent"), unknown("unknown");
  read(cache, there, 3, "three");
  read(cache, absent, 0, {});
  EXPECT_TRUE(cache.begin_write(there));
  EXPECT_FALSE(cache.begin_write(absent));
  EXPECT_FALSE(cache.begin_write(unknown));
  for (const Key& key : {there, absent, unknown}) cache.end_write(key);
}

TEST(RecordCache, HasRoomUntilItDisplaces) {
  RecordCache cache(kCapacity);
  const std::string value(100, 'v');
  std::vector<std::string> names;
  for (int i = 0; i < 10'000; ++i) names.push_back("key" + std::to_string(i));
  std::size_t fitting = 0;
  for (const std::string& name : names) {
    if (!cache.has_room_for(Key(name), value.size())) continue;
    read(cache, Key(name), 1, value);
    ++fitting;
  }
  ASSERT_GT(fitting, 0u);
  ASSERT_LT(fitting, names.size());
  const auto known = [&](const std::string& name) { return cache.find(Key(name)).has_value(); };
  EXPECT_EQ(static_cast<std::size_t>(std::count_if(names.begin(), names.end(), known)), fitting);
}

TEST(RecordCache, TakesNothingThatAWriterHasOvertaken) {
  RecordCache cache(kCapacity);
  const Key key("key");
  const RecordCache::Ticket before = cache.begin_read(key);
  cache.begin_write(key);
  const RecordCache::Ticket during = cache.begin_read(key);
  cache.add(key, before, 1, "old");
  cache.add(key, during, 1, "old");
  EXPECT_FALSE(cache.find(key));
  cache.end_write(key);
  cache.add(key, before, 1, "old");
  cache.add(key, during, 1, "old");
  EXPECT_FALSE(cache.find(key));
  read(cache, key, 2, "new");
  EXPECT_EQ(cache.find(key)->value, "new");
  const RecordCache::Ticket cleared = cache.begin_read(key);
  cache.clear();
  cache.add(key, cleared, 2, "new");
  EXPECT_FALSE(cache.find(key));
}

TEST(RecordCache, KeepsToItsCapacityAndSparesWhatIsUsed) {
  constexpr std::size_t kValueBytes = 1000;
  RecordCache cache(kCapacity);
  const std::string value(kValueBytes, 'v');
  const Key used("used");
  read(cache, used, 1, value);
  std::size_t kept = 0;
  std::vector<std::string> names;
  for (int i = 0; i < 5000; ++i) names.push_back("key" + std::to_string(i));
  for (const std::string& name : names) {
    read(cache, Key(name), 1, value);
    EXPECT_TRUE(cache.find(used));
  }
  for (const std::string& name : names) kept += cache.find(Key(name)) ? 1 : 0;
  EXPECT_LT(kept * kValueBytes, kCapacity);
  EXPECT_GT(kept * kValueBytes, kCapacity * 2 / 3);
}

// Fills the cache with records of these many bytes.
void fill(RecordCache& cache, std::size_t value_bytes, const std::string& prefix = "filler") {
  const std::string value(value_bytes, 'v');
  for (std::size_t bytes = 0; bytes < 2 * kCapacity; bytes += value_bytes)
    read(cache, Key(prefix + std::to_string(bytes)), 1, value);
}

const std::string kValue(1000, 'v');
constexpr int kReads = 100;

// How many of the keys are here after they were read.
int entered(RecordCache& cache, const std::string& prefix) {
  int entered = 0;
  for (int i = 0; i < kReads; ++i) {
    const std::string name = prefix + std::to_string(i);
    read(cache, Key(name), 1, kValue);
    entered += cache.find(Key(name)) ? 1 : 0;
  }
  return entered;
}

// Not for every key: bits of what was read are shared, and forgotten from time to time. When that is differs
// between processes, as their hashes do, so the mean of several caches is looked at.
TEST(RecordCache, OnceFullTakesWhatIsReadASecondTime) {
  constexpr int kCaches = 40;
  int first = 0, second = 0;
  for (int i = 0; i < kCaches; ++i) {
    RecordCache cache(kCapacity);
    const std::string prefix = std::to_string(i) + "/";
    fill(cache, kValue.size(), "filler" + prefix);
    first += entered(cache, prefix);
    second += entered(cache, prefix);
  }
  EXPECT_LT(first, kCaches * kReads / 5);
  EXPECT_GT(second, kCaches * kReads * 3 / 4);
}

TEST(RecordCache, OnceFullForgetsWhatWasReadLongAgo) {
  RecordCache cache(kCapacity);
  fill(cache, kValue.size());
  entered(cache, "key");
  for (int i = 0; i < kReads; ++i) entered(cache, "between" + std::to_string(i) + "/");
  EXPECT_LT(entered(cache, "key"), kReads / 2);
}

// A key that was read and did not enter.
std::string seen_only(RecordCache& cache, const std::string& prefix, CommitVersion version) {
  for (int i = 0;; ++i) {
    std::string name = prefix + std::to_string(i);
    read(cache, Key(name), version, kValue);
    if (!cache.find(Key(name))) return name;
  }
}

TEST(RecordCache, KnowsTheVersionOfWhatDidNotEnter) {
  RecordCache cache(kCapacity);
  fill(cache, kValue.size());
  const std::string name = seen_only(cache, "key", 7);
  const Key key(name);
  EXPECT_EQ(cache.find_version(key), 7u);
  EXPECT_FALSE(cache.begin_write(key)) << "what it will be is not worth keeping";
  EXPECT_FALSE(cache.find_version(key));
  cache.end_write(key);
  EXPECT_FALSE(cache.find_version(key));
  const std::string other = seen_only(cache, "other", 8);
  EXPECT_EQ(cache.find_version(Key(other)), 8u);
  cache.clear();
  EXPECT_FALSE(cache.find_version(Key(other)));
}

TEST(RecordCache, TakesKeysThatAreTooLongForThatAtTheFirstRead) {
  RecordCache cache(kCapacity);
  fill(cache, kValue.size());
  const std::size_t prefix_bytes = RecordCache::kMaxSightingKeyBytes - 2;
  const auto prefix = [&](std::size_t bytes) { return std::string(bytes, 'k'); };
  int at_limit = 0, past_it = 0;
  for (int i = 10; i < 10 + kReads / 2; ++i) {
    const std::string longest = prefix(prefix_bytes) + std::to_string(i), longer = 'k' + longest;
    read(cache, Key(longest), 7, kValue);
    read(cache, Key(longer), 7, kValue);
    at_limit += cache.find(Key(longest)) ? 1 : 0;
    past_it += cache.find(Key(longer)) ? 1 : 0;
  }
  EXPECT_LT(at_limit, kReads / 4);
  EXPECT_EQ(past_it, kReads / 2);
}

TEST(RecordCache, LeavesLargeRecordsOut) {
  RecordCache cache(kCapacity);
  const std::string largest(RecordCache::kMaxRecordBytes, 'v'), larger(RecordCache::kMaxRecordBytes + 1, 'v');
  read(cache, Key("at"), 1, largest);
  read(cache, Key("past"), 1, larger);
  EXPECT_TRUE(cache.find(Key("at")));
  EXPECT_FALSE(cache.find(Key("past")));
  cache.begin_write(Key("at"));
  cache.end_write(Key("at"), 2, larger);
  EXPECT_FALSE(cache.find(Key("at")));
}

TEST(RecordCache, KnowsWhetherAKeyWasWrittenMeanwhile) {
  RecordCache cache(kCapacity);
  const Key key("key");
  const RecordCache::Lookup before = cache.begin_lookup("key");
  EXPECT_TRUE(cache.is_current(before));
  cache.begin_write(key);
  EXPECT_FALSE(cache.is_current(before));
  const RecordCache::Lookup during = cache.begin_lookup("key");
  EXPECT_FALSE(cache.is_current(during));
  cache.end_write(key, 2, "v");
  EXPECT_FALSE(cache.is_current(before));
  EXPECT_FALSE(cache.is_current(during));
  const RecordCache::Lookup after = cache.begin_lookup("key");
  cache.begin_read(key);
  EXPECT_TRUE(cache.is_current(after));
  cache.clear();
  EXPECT_FALSE(cache.is_current(after));
}

// The database is one number; readers never find an older one than they found before.
TEST(RecordCache, NeverGoesBack) {
  RecordCache cache(kCapacity);
  const Key key("key");
  std::atomic<std::uint64_t> database = 1;
  std::atomic<bool> done = false;
  std::atomic<int> back = 0;
  std::vector<std::thread> readers;
  for (int i = 0; i < 2; ++i) {
    readers.emplace_back([&] {
      std::uint64_t newest = 0;
      while (!done) {
        std::uint64_t now;
        if (const auto known = cache.find_version(key)) {
          now = *known;
        } else {
          const RecordCache::Ticket ticket = cache.begin_read(key);
          now = database;
          cache.add(key, ticket, now, "v");
        }
        if (now < newest) ++back;
        newest = now;
      }
    });
  }
  for (std::uint64_t version = 2; version < 50'000; ++version) {
    cache.begin_write(key);
    database = version;
    if (version % 3 == 0) {
      cache.end_write(key);
    } else {
      cache.end_write(key, version, "v");
    }
  }
  done = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(back, 0);
}

}  // namespace
}  // namespace stator::storage::rocks
