#include "storage/rocksdb/log_damage.h"

#include <gtest/gtest.h>
#include <rocksdb/db.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/block_on.h"
#include "base/random.h"
#include "base/thread_pool.h"
#include "storage/rocksdb/test_folder.h"

namespace stator::storage::rocks {
namespace {

namespace fs = std::filesystem;

// A log with small and large records, as a server leaves it.
class LogDamage : public testing::Test {
 protected:
  LogDamage() {
    RocksDbOptions options;
    options.path = folder_.path();
    base::ThreadPool pool(1);
    const auto engine = *RocksDbEngine::open(options, pool, base::Clock::system());
    for (int i = 0; i < 40; ++i) {
      Commit commit;
      commit.writes.push_back({"key" + std::to_string(i), std::string(i % 10 == 0 ? 100'000 : 100, 'x')});
      EXPECT_TRUE(base::block_on(storage::commit(*engine, std::move(commit))).ok());
    }
  }

  fs::path database() const { return fs::path(folder_.path()) / "db"; }
  fs::path log() const {
    std::vector<fs::path> logs;
    for (const auto& entry : fs::directory_iterator(database()))
      if (entry.path().extension() == ".log") logs.push_back(entry.path());
    return *std::max_element(logs.begin(), logs.end());
  }
  static std::string read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  static void write(const fs::path& path, std::string_view content) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
  }
  std::optional<std::string> damage() const {
    auto found = find_log_damage(*rocksdb::Env::Default(), database());
    EXPECT_TRUE(found.ok());
    return *found;
  }

  TestFolder folder_;
};

TEST_F(LogDamage, WholeLog) {
  EXPECT_EQ(damage(), std::nullopt);
  // As a server that is killed leaves it: filled ahead.
  write(log(), read(log()) + std::string(70'000, '\0'));
  EXPECT_EQ(damage(), std::nullopt);
}

// A power cut takes the end, at any byte, and may leave rubbish or zeros of the last record.
TEST_F(LogDamage, TornEnd) {
  const std::string content = read(log());
  base::SeededRandom random(1);
  for (int i = 0; i < 200; ++i) {
    const std::size_t size = random.below(content.size());
    write(log(), content.substr(0, size));
    EXPECT_EQ(damage(), std::nullopt) << size;
    write(log(), content.substr(0, size) + std::string(5'000, '\0'));
    EXPECT_EQ(damage(), std::nullopt) << size;
  }
}

// Every bit counts, but in the last record.
TEST_F(LogDamage, FlippedBits) {
  const std::string content = read(log());
  base::SeededRandom random(2);
  const std::size_t before_last = content.size() - 200;
  for (int i = 0; i < 200; ++i) {
    const std::size_t at = random.below(i % 2 == 0 ? before_last : 3'000);
    std::string changed = content;
    changed[at] = static_cast<char>(changed[at] ^ (1 << random.below(8)));
    write(log(), changed);
    const auto found = damage();
    ASSERT_TRUE(found) << at;
    EXPECT_NE(found->find("is damaged at byte"), found->npos);
  }
}

// Pages that a disk lost read as zeros where the file was filled ahead.
TEST_F(LogDamage, Holes) {
  const std::string content = read(log());
  for (std::size_t at = 0; at + 10'000 < content.size(); at += 4'096) {
    std::string changed = content;
    std::fill_n(changed.begin() + static_cast<std::ptrdiff_t>(at), 4'096, '\0');
    write(log(), changed);
    EXPECT_TRUE(damage()) << at;
  }
}

TEST_F(LogDamage, MissingLog) {
  fs::remove(log());
  std::ofstream(database() / "000900.sst") << "x";
  const auto missing = damage();
  ASSERT_TRUE(missing);
  EXPECT_EQ(*missing, "the write-ahead log (db/*.log) is missing");
}

// A database that was copied while several of its logs were needed.
class NeededLogs : public testing::Test {
 protected:
  NeededLogs() {
    rocksdb::Options options;
    options.create_if_missing = true;
    options.write_buffer_size = 64 << 10;
    options.max_write_buffer_number = 16;
    options.compression = rocksdb::kNoCompression;
    const fs::path live = folder_.outer() / "live";
    rocksdb::DB* opened = nullptr;
    EXPECT_TRUE(rocksdb::DB::Open(options, live, &opened).ok());
    const std::unique_ptr<rocksdb::DB> database(opened);
    auto put = [&](int count) {
      for (int i = 0; i < count; ++i)
        EXPECT_TRUE(database->Put({}, std::to_string(i), std::string(10'000, 'x')).ok());
    };
    put(3);
    EXPECT_TRUE(database->Flush(rocksdb::FlushOptions()).ok());
    EXPECT_TRUE(database->PauseBackgroundWork().ok());
    put(40);
    fs::copy(live, path_);
    EXPECT_TRUE(database->ContinueBackgroundWork().ok());
    for (const auto& entry : fs::directory_iterator(path_))
      if (entry.path().extension() == ".log") logs_.push_back(entry.path());
    std::sort(logs_.begin(), logs_.end());
  }

  std::optional<std::string> damage() const {
    auto found = find_log_damage(*rocksdb::Env::Default(), path_);
    EXPECT_TRUE(found.ok());
    return *found;
  }
  static std::string missing_before(const fs::path& log) {
    return "writes before those of the write-ahead log db/" + log.filename().string() + " are missing";
  }

  TestFolder folder_;
  const fs::path path_ = folder_.outer() / "copy";
  std::vector<fs::path> logs_;
};

TEST_F(NeededLogs, AllThere) {
  ASSERT_GE(logs_.size(), 4U);
  EXPECT_EQ(damage(), std::nullopt);
}

TEST_F(NeededLogs, OneMissing) {
  for (std::size_t i = 0; i + 1 < logs_.size(); ++i) {
    const fs::path aside = path_ / "aside";
    fs::rename(logs_[i], aside);
    EXPECT_EQ(damage(), missing_before(logs_[i + 1])) << i;
    fs::rename(aside, logs_[i]);
  }
}

TEST_F(NeededLogs, OneWithoutItsEnd) {
  for (std::size_t i = 0; i + 1 < logs_.size(); ++i) {
    const auto size = fs::file_size(logs_[i]);
    const fs::path aside = path_ / "aside";
    fs::copy_file(logs_[i], aside);
    fs::resize_file(logs_[i], size - 1);
    EXPECT_EQ(damage(), missing_before(logs_[i + 1])) << i;
    fs::rename(aside, logs_[i]);
  }
}

// The newest one may not have got to the disk before the power went.
TEST_F(NeededLogs, TheNewestMissing) {
  fs::remove(logs_.back());
  EXPECT_EQ(damage(), std::nullopt);
}

// What is in tables was to be deleted; a power cut may bring it back, whatever became of it.
TEST_F(NeededLogs, OneThatIsNoLongerNeeded) {
  fs::copy_file(logs_[1], path_ / "000001.log");
  fs::resize_file(path_ / "000001.log", 1'000);
  EXPECT_EQ(damage(), std::nullopt);
  std::ofstream(path_ / "000002.log") << "anything";
  EXPECT_EQ(damage(), std::nullopt);
}

// Nothing can be said without the list of files.
TEST_F(NeededLogs, NoList) {
  fs::remove(path_ / "CURRENT");
  fs::remove(logs_[1]);
  EXPECT_EQ(damage(), std::nullopt);
}

}  // namespace
}  // namespace stator::storage::rocks
