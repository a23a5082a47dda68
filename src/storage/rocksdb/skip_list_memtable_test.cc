#include "storage/rocksdb/skip_list_memtable.h"

#include <gtest/gtest.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/memtablerep.h>

#include <atomic>
#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/random.h"

namespace stator::storage::rocks {
namespace {

constexpr KeyKinds kKinds = {.rewritten = 'c', .growing = 'l', .growing_prefix = 2};

// A RocksDB whose entries all stay in the memtable.
class SkipListMemtableTest : public testing::Test {
 protected:
  SkipListMemtableTest() : env_(rocksdb::NewMemEnv(rocksdb::Env::Default())) {
    rocksdb::Options options;
    options.create_if_missing = true;
    options.env = env_.get();
    options.allow_concurrent_memtable_write = false;
    options.memtable_factory = skip_list_memtable(kKinds);
    rocksdb::DB* opened = nullptr;
    const rocksdb::Status status = rocksdb::DB::Open(options, "/db", &opened);
    EXPECT_TRUE(status.ok()) << status.ToString();
    db_.reset(opened);
  }

  void put(const std::string& key, const std::string& value) { ASSERT_TRUE(db_->Put({}, key, value).ok()); }
  std::string get(const std::string& key, const rocksdb::Snapshot* snapshot = nullptr) {
    rocksdb::ReadOptions options;
    options.snapshot = snapshot;
    std::string value;
    const rocksdb::Status status = db_->Get(options, key, &value);
    return status.ok() ? value : "none";
  }

  std::unique_ptr<rocksdb::Env> env_;
  std::unique_ptr<rocksdb::DB> db_;
};

// Short, long, with zeros, with long common prefixes, hot and not.
std::string random_key(base::SeededRandom& random) {
  static const std::string kStems[] = {"",
                                       "c",
                                       std::string("c\0", 2),
                                       "counter-of-a-table-0",
                                       "kaaaaaaaa",
                                       "kaaaaaaaaaaaaaaaaaaaa",
                                       std::string(300, 'x'),
                                       "\xff\xff"};
  std::string key = kStems[random.below(std::size(kStems))];
  for (std::uint64_t i = random.below(4); i > 0; --i) key.push_back(static_cast<char>(random.below(3) * 127));
  return key.empty() ? "k" : key;
}

TEST_F(SkipListMemtableTest, IsAnOrderedMap) {
  base::SeededRandom random(1);
  std::map<std::string, std::string> expected;
  for (int i = 0; i < 20'000; ++i) {
    const std::string key = random_key(random);
    if (random.below(5) == 0) {
      ASSERT_TRUE(db_->Delete({}, key).ok());
      expected.erase(key);
    } else {
      expected[key] = std::to_string(i);
      put(key, expected[key]);
    }
  }
  const std::unique_ptr<rocksdb::Iterator> iterator(db_->NewIterator({}));
  iterator->SeekToFirst();
  for (const auto& [key, value] : expected) {
    ASSERT_TRUE(iterator->Valid());
    EXPECT_EQ(iterator->key().ToString(), key);
    EXPECT_EQ(iterator->value().ToString(), value);
    EXPECT_EQ(get(key), value);
    iterator->Next();
  }
  EXPECT_FALSE(iterator->Valid());
  iterator->SeekToLast();
  for (auto entry = expected.rbegin(); entry != expected.rend(); ++entry, iterator->Prev()) {
    ASSERT_TRUE(iterator->Valid());
    EXPECT_EQ(iterator->key().ToString(), entry->first);
  }
  EXPECT_FALSE(iterator->Valid());
  for (int i = 0; i < 2'000; ++i) {
    const std::string key = random_key(random);
    iterator->Seek(key);
    const auto at_least = expected.lower_bound(key);
    ASSERT_EQ(iterator->Valid(), at_least != expected.end());
    if (iterator->Valid()) {
      EXPECT_EQ(iterator->key().ToString(), at_least->first);
    }
    iterator->SeekForPrev(key);
    auto at_most = expected.upper_bound(key);
    ASSERT_EQ(iterator->Valid(), at_most != expected.begin());
    if (iterator->Valid()) {
      EXPECT_EQ(iterator->key().ToString(), (--at_most)->first);
    }
  }
}

// Mostly growing: some come late, or again, and the prefixes take turns.
TEST_F(SkipListMemtableTest, KeysThatGrowAreInOrderWhateverTheirOrder) {
  base::SeededRandom random(3);
  std::map<std::string, std::string> expected;
  for (int i = 0; i < 20'000; ++i) {
    std::string key = {'l', static_cast<char>('0' + random.below(20))};
    std::string number = std::to_string(random.below(10) == 0 ? random.below(20'000) : i);
    if (random.below(50) != 0) key += std::string(6 - number.size(), '0') + number;
    expected[key] = std::to_string(i);
    put(key, expected[key]);
    const std::string other = random_key(random);
    expected[other] = std::to_string(i);
    put(other, expected[other]);
  }
  const std::unique_ptr<rocksdb::Iterator> iterator(db_->NewIterator({}));
  iterator->SeekToFirst();
  for (const auto& [key, value] : expected) {
    ASSERT_TRUE(iterator->Valid());
    ASSERT_EQ(iterator->key().ToString(), key);
    EXPECT_EQ(iterator->value().ToString(), value);
    EXPECT_EQ(get(key), value);
    iterator->Next();
  }
  EXPECT_FALSE(iterator->Valid());
}

TEST_F(SkipListMemtableTest, EverySnapshotSeesItsVersion) {
  for (const std::string key : {"c-hot", "k-cold"}) {
    std::vector<const rocksdb::Snapshot*> snapshots;
    for (int i = 0; i < 200; ++i) {
      put(key, std::to_string(i));
      put("c-other", std::to_string(i));
      snapshots.push_back(db_->GetSnapshot());
    }
    for (int i = 0; i < 200; ++i) {
      EXPECT_EQ(get(key, snapshots[i]), std::to_string(i));
      db_->ReleaseSnapshot(snapshots[i]);
    }
  }
}

// Two keys of one batch always change together, whatever a reader meets on its way.
TEST_F(SkipListMemtableTest, ReadersSeeWholeBatchesBesideTheWriter) {
  constexpr int kRounds = 20'000;
  std::atomic<bool> done = false;
  std::atomic<int> torn = 0;
  const auto write = [this](int round) {
    rocksdb::WriteBatch batch;
    (void)batch.Put("k-first", std::to_string(round));
    (void)batch.Put("c-last", std::to_string(round));
    (void)batch.Put("k" + std::to_string(round % 1000), "x");
    ASSERT_TRUE(db_->Write({}, &batch).ok());
  };
  write(0);
  std::vector<std::thread> readers;
  for (int i = 0; i < 2; ++i) {
    readers.emplace_back([&] {
      while (!done) {
        const rocksdb::Snapshot* snapshot = db_->GetSnapshot();
        if (get("k-first", snapshot) != get("c-last", snapshot)) ++torn;
        db_->ReleaseSnapshot(snapshot);
      }
    });
  }
  for (int round = 1; round < kRounds; ++round) write(round);
  done = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(torn, 0);
}

// Memory as RocksDB lends it: its class Allocator, which is not among the public headers, has these
// functions.
class Slab {
 public:
  explicit Slab(std::size_t bytes) : memory_(bytes) {}
  virtual ~Slab() = default;
  virtual char* Allocate(std::size_t bytes) { return &memory_.at(std::exchange(used_, used_ + bytes)); }
  virtual char* AllocateAligned(std::size_t bytes, std::size_t, rocksdb::Logger*) { return Allocate(bytes); }
  virtual std::size_t BlockSize() const { return memory_.size(); }

  rocksdb::Allocator* lent() { return reinterpret_cast<rocksdb::Allocator*>(this); }

 private:
  std::vector<char> memory_;
  std::size_t used_ = 0;
};

struct NoComparator final : rocksdb::MemTableRep::KeyComparator {
  int operator()(const char*, const char*) const override { return 0; }
  int operator()(const char*, const rocksdb::Slice&) const override { return 0; }
};

// A memtable entry: the internal key behind its length, no value.
std::string entry_of(const std::string& user_key, std::uint64_t sequence) {
  const std::uint64_t trailer = sequence << 8 | 1;
  std::string entry(1, static_cast<char>(user_key.size() + sizeof trailer));
  entry += user_key;
  entry.append(reinterpret_cast<const char*>(&trailer), sizeof trailer);
  return entry;
}

// Order of internal keys: a newer version of a key comes first.
bool in_order(const char* before, const char* after) {
  const auto parts = [](const char* entry) {
    const std::size_t length = static_cast<unsigned char>(*entry) - sizeof(std::uint64_t);
    std::uint64_t trailer = 0;
    std::memcpy(&trailer, entry + 1 + length, sizeof trailer);
    return std::pair(std::string_view(entry + 1, length), ~trailer);
  };
  return parts(before) < parts(after);
}

// The list alone, where ThreadSanitizer sees everything: readers walk it while it grows.
TEST(SkipListAlone, ReadersSeeAnOrderedListBesideTheWriter) {
  constexpr std::size_t kEntries = 3'000;
  Slab slab(2 << 20);
  const NoComparator comparator;
  const auto factory = skip_list_memtable(kKinds);
  const std::unique_ptr<rocksdb::MemTableRep> list(
      factory->CreateMemTableRep(comparator, slab.lent(), nullptr, nullptr));
  std::atomic<std::size_t> inserted = 0;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> readers;
  for (int i = 0; i < 2; ++i) {
    readers.emplace_back([&] {
      for (bool last = false; !last;) {
        const std::size_t at_least = inserted;
        last = at_least == kEntries;
        const std::unique_ptr<rocksdb::MemTableRep::Iterator> iterator(list->GetIterator(nullptr));
        std::size_t seen = 0;
        const char* before = nullptr;
        for (iterator->SeekToFirst(); iterator->Valid(); iterator->Next(), ++seen) {
          if (before != nullptr && !in_order(before, iterator->key())) ++wrong;
          before = iterator->key();
        }
        if (seen < at_least || (before != nullptr && !list->Contains(before))) ++wrong;
      }
    });
  }
  base::SeededRandom random(1);
  for (std::size_t i = 1; i <= kEntries; ++i) {
    const std::string entry = entry_of(random_key(random).substr(0, 100), i);
    char* memory = nullptr;
    const rocksdb::KeyHandle handle = list->Allocate(entry.size(), &memory);
    std::memcpy(memory, entry.data(), entry.size());
    list->Insert(handle);
    inserted = i;
  }
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace stator::storage::rocks
