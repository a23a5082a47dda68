#include "storage/rocksdb/open_logs.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "storage/rocksdb/faulty_disk.h"
#include "storage/rocksdb/test_folder.h"

namespace stator::storage::rocks {
namespace {

class OpenLogsTest : public testing::Test {
 protected:
  OpenLogsTest() { std::filesystem::create_directories(folder_.outer()); }

  std::string path(const std::string& name) { return (folder_.outer() / name).string(); }
  std::unique_ptr<rocksdb::FSWritableFile> open(const std::string& name) {
    std::unique_ptr<rocksdb::FSWritableFile> file;
    EXPECT_TRUE(files_->NewWritableFile(path(name), rocksdb::FileOptions(), &file, nullptr).ok());
    return file;
  }
  static void append(rocksdb::FSWritableFile& file, const std::string& text) {
    EXPECT_TRUE(file.Append(text, rocksdb::IOOptions(), nullptr).ok());
  }
  // What a power cut leaves of them, nothing for one that is gone.
  std::string lose_power(const std::string& name) {
    disk_.cut_power();
    disk_.restore_power();
    std::ifstream stream(path(name), std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(stream), {});
  }

  TestFolder folder_;
  FaultyDisk disk_;
  std::shared_ptr<OpenLogs> logs_ = OpenLogs::make();
  std::shared_ptr<rocksdb::FileSystem> files_ = logs_->in(disk_.env()->GetFileSystem());
};

TEST_F(OpenLogsTest, SyncsALogWithItsName) {
  auto log = open("1.log");
  append(*log, "one");
  ASSERT_TRUE(logs_->sync().ok());
  append(*log, "two");
  EXPECT_EQ(lose_power("1.log"), "one");
}

TEST_F(OpenLogsTest, SyncsAllThatAreOpenAndNothingElse) {
  auto first = open("1.log");
  append(*first, "one");
  ASSERT_TRUE(logs_->sync().ok());
  append(*first, "two");
  auto second = open("2.log");
  append(*second, "three");
  auto table = open("3.sst");
  append(*table, "four");
  ASSERT_TRUE(logs_->sync().ok());
  disk_.cut_power();
  disk_.restore_power();
  EXPECT_EQ(std::filesystem::file_size(path("1.log")), 6u);
  EXPECT_EQ(std::filesystem::file_size(path("2.log")), 5u);
  EXPECT_EQ(std::filesystem::file_size(path("3.sst")), 0u);
}

TEST_F(OpenLogsTest, NeedsNoLogThatIsClosed) {
  auto closed = open("1.log");
  append(*closed, "one");
  auto gone = open("2.log");
  append(*gone, "two");
  ASSERT_TRUE(closed->Close(rocksdb::IOOptions(), nullptr).ok());
  gone.reset();
  disk_.fail_syncs(true);
  EXPECT_FALSE(logs_->sync().ok());  // the folder
  disk_.fail_syncs(false);
  EXPECT_TRUE(logs_->sync().ok());
  disk_.fail_syncs(true);
  EXPECT_TRUE(logs_->sync().ok());
}

TEST_F(OpenLogsTest, SyncsALogThatFailedNeverAgain) {
  auto log = open("1.log");
  append(*log, "one");
  disk_.fail_syncs(true);
  EXPECT_FALSE(logs_->sync().ok());
  disk_.fail_syncs(false);
  EXPECT_FALSE(logs_->sync().ok());
  append(*log, "two");
  EXPECT_FALSE(logs_->sync().ok());
  log.reset();
  EXPECT_TRUE(logs_->sync().ok());
}

}  // namespace
}  // namespace stator::storage::rocks
