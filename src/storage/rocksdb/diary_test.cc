#include "storage/rocksdb/diary.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "storage/rocksdb/test_folder.h"

namespace stator::storage::rocks {
namespace {

class DiaryTest : public testing::Test {
 protected:
  DiaryTest() { std::filesystem::create_directories(folder_.outer()); }

  std::string path(const std::string& name) { return (folder_.outer() / name).string(); }
  std::string read(const std::string& name) {
    std::ifstream stream(path(name), std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(stream), {});
  }

  TestFolder folder_;
  std::shared_ptr<rocksdb::Logger> diary_ = open_diary(folder_.outer().string());
};

TEST_F(DiaryTest, HasWarningsAndErrorsALineEach) {
  rocksdb::Header(diary_, "options");
  rocksdb::Info(diary_, "all is well");
  EXPECT_FALSE(std::filesystem::exists(path("LOG")));
  rocksdb::Warn(diary_, "slow %d", 1);
  rocksdb::Error(diary_, "broken\n\n");
  const std::string text = read("LOG");
  EXPECT_EQ(std::ranges::count(text, '\n'), 2);
  EXPECT_NE(text.find("Z [WARN] slow 1\n"), std::string::npos) << text;
  EXPECT_NE(text.find("Z [ERROR] broken\n"), std::string::npos) << text;
}

TEST_F(DiaryTest, GoesOnWhereItEnded) {
  rocksdb::Warn(diary_, "one");
  open_diary(folder_.outer().string())->Flush();
  rocksdb::Warn(open_diary(folder_.outer().string()), "two");
  EXPECT_EQ(std::ranges::count(read("LOG"), '\n'), 2);
}

TEST_F(DiaryTest, IsBounded) {
  const std::string line(1'000, 'x');
  for (std::uint64_t i = 0; i < 3 * kDiaryBytes / line.size(); ++i) rocksdb::Warn(diary_, "%s", line.c_str());
  EXPECT_LE(std::filesystem::file_size(path("LOG")), kDiaryBytes + 2 * line.size());
  EXPECT_LE(std::filesystem::file_size(path("LOG.old")), kDiaryBytes + 2 * line.size());
  EXPECT_GE(std::filesystem::file_size(path("LOG.old")), kDiaryBytes);
}

TEST_F(DiaryTest, CutsALongLine) {
  rocksdb::Warn(diary_, "%s", std::string(100'000, 'x').c_str());
  EXPECT_LT(read("LOG").size(), 3'000u);
  EXPECT_TRUE(read("LOG").ends_with("x\n"));
}

TEST_F(DiaryTest, LeavesOutWhatCannotBeWritten) {
  std::filesystem::create_symlink("/dev/full", path("LOG"));
  for (int i = 0; i < 3; ++i) rocksdb::Warn(diary_, "nobody reads this");
  const auto nowhere = open_diary(path("missing"));
  for (int i = 0; i < 3; ++i) rocksdb::Warn(nowhere, "nobody reads this");
  EXPECT_FALSE(std::filesystem::exists(path("missing")));
}

}  // namespace
}  // namespace stator::storage::rocks
