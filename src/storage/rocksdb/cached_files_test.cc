#include "storage/rocksdb/cached_files.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "storage/rocksdb/test_folder.h"

namespace stator::storage::rocks {
namespace {

class CachedFilesTest : public testing::Test {
 protected:
  CachedFilesTest() : path_((folder_.outer() / "table").string()) {
    std::ofstream(path_, std::ios::binary) << "0123456789";
    const rocksdb::IOStatus opened = open(path_);
    EXPECT_TRUE(opened.ok()) << opened.ToString();
  }

  rocksdb::IOStatus open(const std::string& path) {
    return files_->NewRandomAccessFile(path, rocksdb::FileOptions(), &file_, nullptr);
  }

  // What is read; the status where that fails.
  std::string read(std::uint64_t offset, std::size_t size) {
    std::string scratch(size, '?');
    rocksdb::Slice result;
    const rocksdb::IOStatus status =
        file_->Read(offset, size, rocksdb::IOOptions(), &result, scratch.data(), nullptr);
    return status.ok() ? result.ToString() : status.ToString();
  }

  TestFolder folder_;
  const std::string path_;
  const std::shared_ptr<rocksdb::FileSystem> files_ = cached_file_system();
  std::unique_ptr<rocksdb::FSRandomAccessFile> file_;
};

TEST_F(CachedFilesTest, ReadsWhatIsCachedAtOnce) {
  ReadsAtOnce scope(2);
  EXPECT_EQ(read(2, 3), "234");
  EXPECT_EQ(read(0, 10), "0123456789");
  EXPECT_FALSE(scope.missed());
}

TEST_F(CachedFilesTest, ReadsNoMoreThanItMay) {
  {
    ReadsAtOnce scope(1);
    EXPECT_EQ(read(2, 3), "234");
    EXPECT_FALSE(scope.missed());
    EXPECT_NE(read(2, 3), "234");
    EXPECT_TRUE(scope.missed());
  }
  ReadsAtOnce next(1);
  EXPECT_EQ(read(2, 3), "234");
  EXPECT_FALSE(next.missed());
}

TEST_F(CachedFilesTest, LessThanAskedForIsLeftToAThreadThatMayWait) {
  EXPECT_EQ(read(8, 5), "89");  // the end of the file
  EXPECT_EQ(read(10, 5), "");
  ReadsAtOnce scope(1);
  EXPECT_NE(read(8, 5), "89");
  EXPECT_TRUE(scope.missed());
}

TEST_F(CachedFilesTest, OpensNothingAtOnce) {
  {
    ReadsAtOnce scope(1);
    EXPECT_FALSE(open(path_).ok());
    EXPECT_TRUE(scope.missed());
  }
  EXPECT_TRUE(open(path_).ok());
}

TEST_F(CachedFilesTest, LargeFilesAreDeletedBitByBit) {
  base::FileDisposal disposal;
  const std::shared_ptr<rocksdb::FileSystem> files = cached_file_system(Logs::kAppended, &disposal);
  const auto remove = [&](const std::string& path) {
    return files->DeleteFile(path, rocksdb::IOOptions(), nullptr).ok();
  };
  const std::string large = path_ + "-large";
  std::ofstream(large) << "x";
  std::filesystem::resize_file(large, base::FileDisposal::kPieceBytes * 2);
  ASSERT_TRUE(remove(large));
  ASSERT_TRUE(remove(path_));
  EXPECT_FALSE(std::filesystem::exists(large));
  EXPECT_FALSE(std::filesystem::exists(path_));
  EXPECT_FALSE(remove(path_));
  disposal.wait();
  EXPECT_TRUE(std::filesystem::is_empty(folder_.outer()));
}

TEST_F(CachedFilesTest, SaysThatAFileIsMissing) { EXPECT_TRUE(open(path_ + "-other").IsPathNotFound()); }

}  // namespace
}  // namespace stator::storage::rocks
