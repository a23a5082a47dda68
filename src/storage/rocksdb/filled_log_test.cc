#include "storage/rocksdb/filled_log.h"

#include <gtest/gtest.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "storage/rocksdb/cached_files.h"
#include "storage/rocksdb/test_folder.h"

namespace stator::storage::rocks {
namespace {

namespace fs = std::filesystem;

std::string file_bytes(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

TEST(FilledLog, LiesAheadAndIsCutWhenItIsClosed) {
  const TestFolder folder;
  const std::string path = (folder.outer() / "file").string();
  std::ofstream(path) << "what was there before";
  std::unique_ptr<rocksdb::FSWritableFile> file;
  ASSERT_TRUE(open_filled_log(path, &file).ok());
  std::string expected;
  for (int i = 0; i < 300; ++i) {
    const std::string part(static_cast<std::size_t>(i * 37), static_cast<char>('a' + i % 26));
    ASSERT_TRUE(file->Append(part, rocksdb::IOOptions(), nullptr).ok());
    expected += part;
    ASSERT_EQ(file->GetFileSize(rocksdb::IOOptions(), nullptr), expected.size());
  }
  ASSERT_TRUE(file->Sync(rocksdb::IOOptions(), nullptr).ok());
  const std::string ahead = file_bytes(path);
  ASSERT_GT(ahead.size(), expected.size());
  EXPECT_EQ(ahead.substr(0, expected.size()), expected);
  EXPECT_EQ(ahead.find_first_not_of('\0', expected.size()), std::string::npos);
  ASSERT_TRUE(file->Close(rocksdb::IOOptions(), nullptr).ok());
  EXPECT_EQ(file_bytes(path), expected);
}

class FilledLogOfDatabase : public testing::Test {
 protected:
  static constexpr int kRecords = 40;

  FilledLogOfDatabase() {
    options_.create_if_missing = true;
    options_.env = env_.get();
    options_.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  }

  fs::path path(const std::string& name) const { return folder_.outer() / name; }

  // Some end in the middle of a block of the log, some lie across several.
  static std::string value(int number) {
    return std::string(static_cast<std::size_t>(number * 3001 % 90'000),
                       static_cast<char>('a' + number % 26));
  }

  // Synced writes to a database whose process then ends; where its log ended after each of them.
  std::vector<std::uint64_t> write_and_die() {
    std::unique_ptr<rocksdb::DB> database = open("alive");
    std::vector<std::uint64_t> ends;
    rocksdb::WriteOptions synced;
    synced.sync = true;
    for (int i = 0; i < kRecords; ++i) {
      EXPECT_TRUE(database->Put(synced, std::to_string(i), value(i)).ok());
      ends.push_back(file_bytes(log_of("alive")).find_last_not_of('\0') + 1);
    }
    fs::copy(path("alive"), path("dead"));
    return ends;
  }

  std::unique_ptr<rocksdb::DB> open(const std::string& name) {
    rocksdb::DB* opened = nullptr;
    const rocksdb::Status status = rocksdb::DB::Open(options_, path(name).string(), &opened);
    EXPECT_TRUE(status.ok()) << status.ToString();
    return std::unique_ptr<rocksdb::DB>(opened);
  }

  fs::path log_of(const std::string& name) const {
    for (const auto& entry : fs::directory_iterator(path(name)))
      if (entry.path().extension() == ".log") return entry.path();
    return {};
  }

  // How many of the records are there, from the first on. No other one may be.
  static int count(rocksdb::DB& database) {
    int found = 0;
    for (int i = 0; i < kRecords; ++i) {
      std::string stored;
      if (!database.Get(rocksdb::ReadOptions(), std::to_string(i), &stored).ok()) continue;
      EXPECT_EQ(stored, value(i));
      EXPECT_EQ(found, i);
      ++found;
    }
    return found;
  }

  const TestFolder folder_;
  const std::unique_ptr<rocksdb::Env> env_ = rocksdb::NewCompositeEnv(cached_file_system(Logs::kFilled));
  rocksdb::Options options_;
};

TEST_F(FilledLogOfDatabase, EverythingIsThereAfterTheProcessEnds) {
  const std::vector<std::uint64_t> ends = write_and_die();
  ASSERT_GT(fs::file_size(log_of("dead")), ends.back());
  EXPECT_EQ(count(*open("dead")), kRecords);
}

// The write that the power cut came into reached the disk in part, in any order of its pages.
TEST_F(FilledLogOfDatabase, AnUnfinishedWriteIsNotThere) {
  const std::vector<std::uint64_t> ends = write_and_die();
  const std::string whole = file_bytes(log_of("dead"));
  const std::uint64_t begin = ends[kRecords - 2], end = ends.back();
  constexpr std::uint64_t kPage = 4096;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> holes = {
      {begin, end}, {begin, begin + 7}, {end - 1, end}};
  for (std::uint64_t page = begin; page < end; page = page / kPage * kPage + kPage)
    holes.emplace_back(page, std::min(end, page / kPage * kPage + kPage));
  for (std::size_t i = 0; i < holes.size(); ++i) {
    const std::string name = "torn" + std::to_string(i);
    fs::copy(path("dead"), path(name));
    std::string torn = whole;
    std::fill(torn.begin() + static_cast<std::ptrdiff_t>(holes[i].first),
              torn.begin() + static_cast<std::ptrdiff_t>(holes[i].second), '\0');
    std::ofstream(log_of(name), std::ios::binary) << torn;
    const std::unique_ptr<rocksdb::DB> database = open(name);
    EXPECT_EQ(count(*database), kRecords - 1) << holes[i].first - begin << " " << holes[i].second - begin;
  }
}

}  // namespace
}  // namespace stator::storage::rocks
