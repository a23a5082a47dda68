#include "base/file_text.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <cstdio>
#include <fstream>

namespace stator::base {
namespace {

TEST(FileTextTest, WholeFilesOnly) {
  const std::string path = testing::TempDir() + "file_text_test";
  for (const std::size_t size : {0, 1, 4096, 4097, 100'000}) {
    const std::string text(size, 'x');
    std::ofstream(path) << text;
    EXPECT_EQ(read_file_text(path), text);
  }
  std::remove(path.c_str());
  EXPECT_EQ(read_file_text(path), std::nullopt);
  EXPECT_EQ(errno, ENOENT);
  EXPECT_EQ(read_file_text(testing::TempDir()), std::nullopt);
  EXPECT_EQ(errno, EISDIR);
}

}  // namespace
}  // namespace stator::base
