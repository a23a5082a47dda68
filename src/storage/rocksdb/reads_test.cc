#include "storage/rocksdb/reads.h"

#include <gtest/gtest.h>
#include <rocksdb/cache.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/block_on.h"
#include "base/random.h"
#include "storage/rocksdb/database_options.h"
#include "storage/rocksdb/test_folder.h"

namespace stator::storage::rocks {
namespace {

namespace fs = std::filesystem;

constexpr int kRecords = 20'000;
constexpr std::size_t kTableBytes = 128 << 10;
constexpr int kTablesAtLeast = 100;
constexpr std::size_t kBudget = 16 << 20;  // less than the records

// What a scan gave before it ended or failed.
struct Scanned {
  std::vector<std::string> keys;
  std::optional<ErrorCode> error;
};

// Records in many small tables of one level.
class ReadsOfManyTables : public testing::Test {
 protected:
  void SetUp() override {
    open();
    base::SeededRandom random{1};
    for (int written = 0; written < kRecords;) {
      Commit commit;
      for (int i = 0; i < 500; ++i, ++written) {
        std::string value(1000, '\0');
        for (char& c : value) c = static_cast<char>(random.below(256));
        commit.writes.push_back({key(written), value});
      }
      ASSERT_TRUE(base::block_on(storage::commit(*engine_, std::move(commit))).ok());
    }
    engine_.reset();
    const DatabaseOptions database{.data_folder = folder_.path(), .memory_budget_bytes = kBudget};
    rocksdb::Options options = tuning_for(database, rocksdb::NewLRUCache(1 << 20));
    options.target_file_size_base = kTableBytes;
    rewrite_files(folder_.path(), options, /*compact=*/true);
    ASSERT_GE(tables().size(), kTablesAtLeast);
  }

  void open() {
    engine_ = open_engine(
        {.path = folder_.path(), .durability = Durability::kRelaxed, .memory_budget_bytes = kBudget}, pool_);
  }

  static std::string key(int i) { return std::to_string(100'000'000 + i); }

  std::vector<fs::path> tables() const {
    std::vector<fs::path> found;
    for (const fs::directory_entry& entry : fs::directory_iterator(database_path(folder_.path())))
      if (entry.path().extension() == ".sst") found.push_back(entry.path());
    return found;
  }

  // Damages one that is neither the first nor the last of the level.
  void damage(std::int64_t offset, std::ios::seekdir from, std::string_view bytes = "damaged") {
    std::vector<fs::path> all = tables();
    std::sort(all.begin(), all.end());
    std::fstream file(all[all.size() / 2], std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(offset, from);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    ASSERT_TRUE(file.flush().good());
  }

  Scanned scan(Direction direction) {
    Scanned scanned;
    std::optional<KeyRange> rest = KeyRange{"1", "2"};
    while (rest) {
      const auto page = base::block_on(engine_->scan(*rest, direction, {1 << 20, 100'000}));
      if (!page.ok()) {
        scanned.error = page.error().code;
        break;
      }
      for (const ScanPage::Entry& entry : page->entries()) scanned.keys.emplace_back(entry.key);
      rest = page->rest();
    }
    return scanned;
  }

  // All up to the damaged table, and an error there.
  void expect_told() {
    for (const Direction direction : {Direction::kForward, Direction::kBackward}) {
      const Scanned scanned = scan(direction);
      EXPECT_EQ(scanned.error, ErrorCode::kCorrupt);
      EXPECT_GT(scanned.keys.size(), kRecords / 3);
      EXPECT_LT(scanned.keys.size(), kRecords * 2 / 3);
      for (int i = 0; i < static_cast<int>(scanned.keys.size()); ++i)
        ASSERT_EQ(scanned.keys[i], key(direction == Direction::kForward ? i : kRecords - 1 - i));
    }
  }

  TestFolder folder_;
  base::ThreadPool pool_{2};
  std::unique_ptr<RocksDbEngine> engine_;
};

// A page is more blocks than a loop reads at once: many a time the first one of a table is the one too many.
TEST_F(ReadsOfManyTables, LeaveNothingOut) {
  open();
  for (const Direction direction : {Direction::kForward, Direction::kBackward, Direction::kForward}) {
    const Scanned scanned = scan(direction);
    EXPECT_FALSE(scanned.error);
    EXPECT_EQ(scanned.keys.size(), kRecords);
  }
}

TEST_F(ReadsOfManyTables, TellOfADamagedBlock) {
  ASSERT_NO_FATAL_FAILURE(damage(100, std::ios::beg));
  open();
  expect_told();
}

TEST_F(ReadsOfManyTables, TellOfATableThatCannotBeOpened) {
  ASSERT_NO_FATAL_FAILURE(damage(-7, std::ios::end));
  open();
  expect_told();
}

// One bit is flipped then. Nothing else is damaged yet, but nobody could tell.
TEST_F(ReadsOfManyTables, TellOfAFileWithoutChecksums) {
  ASSERT_NO_FATAL_FAILURE(damage(-53, std::ios::end, std::string_view("\0", 1)));
  open();
  expect_told();
}

}  // namespace
}  // namespace stator::storage::rocks
