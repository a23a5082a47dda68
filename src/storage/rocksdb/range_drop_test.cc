#include "storage/rocksdb/range_drop.h"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/block_on.h"
#include "base/random.h"
#include "base/thread_pool.h"
#include "storage/rocksdb/database_options.h"
#include "storage/rocksdb/test_folder.h"

namespace stator::storage::rocks {
namespace {

constexpr std::size_t kBudget = 64 << 20;

class RangeDropTest : public testing::Test {
 protected:
  RangeDropTest() { open(); }

  void open() {
    engine_ = open_engine(
        {.path = folder_.path(), .durability = Durability::kRelaxed, .memory_budget_bytes = kBudget}, pool_);
  }

  // All goes to the last level.
  void compact() {
    engine_.reset();
    const DatabaseOptions options{.data_folder = folder_.path(), .memory_budget_bytes = kBudget};
    rewrite_files(folder_.path(), tuning_for(options, rocksdb::NewLRUCache(1 << 20)), true);
    open();
  }

  // More than are deleted one by one, of a kilobyte each.
  void write(char table) {
    Commit commit;
    for (int i = 0; i < 2000; ++i) {
      std::string value(1000, '\0');
      for (char& c : value) c = static_cast<char>(random_.below(256));
      commit.writes.push_back({table + std::to_string(10'000 + i), value});
    }
    ASSERT_TRUE(base::block_on(storage::commit(*engine_, std::move(commit))).ok());
  }

  // What is in memory goes to a file first.
  std::uint64_t bytes_in_files() {
    auto files = engine_->hold_files();
    STATOR_CHECK(files.ok());
    std::uint64_t bytes = 0;
    for (const DatabaseFile& file : *files)
      if (file.name.ends_with(".sst")) bytes += file.size;
    engine_->release_files();
    return bytes;
  }

  std::vector<std::string> keys_in(const KeyRange& range) {
    std::vector<std::string> keys;
    std::optional<KeyRange> rest = range;
    while (rest) {
      const auto page = base::block_on(engine_->scan(*rest, Direction::kForward, {1 << 20, 1000}));
      STATOR_CHECK(page.ok());
      for (const ScanPage::Entry& entry : page->entries()) keys.emplace_back(entry.key);
      rest = page->rest();
    }
    return keys;
  }

  TestFolder folder_;
  base::ThreadPool pool_{2};
  base::SeededRandom random_{1};
  std::unique_ptr<RocksDbEngine> engine_;
};

// Nobody writes afterwards, and one file of level 0 is no reason for a compaction.
TEST_F(RangeDropTest, WhatLiesInFilesWithOtherKeysComesBack) {
  for (const bool compacted : {true, false}) {
    ASSERT_NO_FATAL_FAILURE(write('a'));
    ASSERT_NO_FATAL_FAILURE(write('b'));
    if (compacted) compact();
  }
  const std::uint64_t before = bytes_in_files();
  ASSERT_GT(before, 7'900'000u);
  ASSERT_TRUE(base::block_on(engine_->drop_range({"a", "b"})).ok());
  const std::uint64_t wanted = before * 8 / 10;
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (bytes_in_files() > wanted && std::chrono::steady_clock::now() < deadline)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_LE(bytes_in_files(), wanted);
  std::vector<std::string> left = keys_in({"a", "c"});
  EXPECT_EQ(left.size(), 2000u);
  EXPECT_EQ(left.front().front(), 'b');
}

}  // namespace
}  // namespace stator::storage::rocks
