#include "base/file_disposal.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <thread>

namespace stator::base {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kPiece = FileDisposal::kPieceBytes;
constexpr std::uint64_t kFast = 1ULL << 40;  // bytes per second

class FileDisposalTest : public testing::Test {
 protected:
  FileDisposalTest() {
    std::string pattern = (fs::temp_directory_path() / "stator-disposal-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~FileDisposalTest() override { fs::remove_all(folder_); }

  fs::path make(const std::string& name, std::uint64_t size) const {
    std::ofstream(folder_ / name) << "";
    fs::resize_file(folder_ / name, size);
    return folder_ / name;
  }

  fs::path folder_;
};

TEST_F(FileDisposalTest, IsWorthForMoreThanAPiece) {
  EXPECT_FALSE(FileDisposal::is_worth(make("a", kPiece)));
  EXPECT_TRUE(FileDisposal::is_worth(make("b", kPiece + 1)));
  EXPECT_FALSE(FileDisposal::is_worth(folder_ / "missing"));
  EXPECT_FALSE(FileDisposal::is_worth(folder_));
}

TEST_F(FileDisposalTest, RemovesFilesOfAllSizes) {
  FileDisposal disposal(kFast);
  for (const std::uint64_t size : {std::uint64_t{0}, kPiece - 1, kPiece, kPiece + 1, 5 * kPiece + 7})
    disposal.take(make(std::to_string(size), size));
  disposal.take(folder_ / "missing");
  disposal.wait();
  EXPECT_EQ(disposal.waiting_bytes(), 0u);
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(FileDisposalTest, TakesWhatIsNamedSo) {
  FileDisposal disposal(kFast);
  make("a.deleted", 2 * kPiece);
  make("b.deleted", 3);
  make("c", 3);
  disposal.take_all(folder_, ".deleted");
  disposal.take_all(folder_ / "missing");
  disposal.wait();
  EXPECT_FALSE(fs::exists(folder_ / "a.deleted"));
  EXPECT_FALSE(fs::exists(folder_ / "b.deleted"));
  EXPECT_TRUE(fs::exists(folder_ / "c"));
}

// It would take months, so stopping has to end the pause.
TEST_F(FileDisposalTest, StopsAndLeavesTheRest) {
  const fs::path first = make("first", 4 * kPiece), second = make("second", 4 * kPiece);
  {
    FileDisposal disposal(1);
    disposal.take(first);
    disposal.take(second);
    while (disposal.waiting_bytes() == 8 * kPiece) std::this_thread::yield();
    EXPECT_EQ(disposal.waiting_bytes(), 7 * kPiece);
  }
  EXPECT_EQ(fs::file_size(first), 3 * kPiece);
  EXPECT_EQ(fs::file_size(second), 4 * kPiece);
  FileDisposal next(kFast);
  next.take_all(folder_);
  next.wait();
  EXPECT_TRUE(fs::is_empty(folder_));
}

// At that pace nothing but what was replaced ever goes, and the piece that comes after.
TEST_F(FileDisposalTest, WhatWasReplacedGoesWithoutAPause) {
  FileDisposal disposal(1);
  disposal.replaced(make("replaced", 3 * kPiece));
  disposal.take(make("file", 8 * kPiece));
  while (disposal.waiting_bytes() > 4 * kPiece) std::this_thread::yield();
  EXPECT_EQ(disposal.waiting_bytes(), 4 * kPiece);
  disposal.take(make("other", kPiece));
  EXPECT_EQ(fs::file_size(folder_ / "file"), 4 * kPiece);
}

// Small files are not taken: what they held must not let others go.
TEST_F(FileDisposalTest, SmallReplacedFilesDoNotCount) {
  FileDisposal disposal(1);
  for (int i = 0; i < 4; ++i) disposal.replaced(make("small", kPiece));
  disposal.replaced(folder_ / "missing");
  disposal.take(make("file", 4 * kPiece));
  while (disposal.waiting_bytes() == 4 * kPiece) std::this_thread::yield();
  EXPECT_EQ(disposal.waiting_bytes(), 3 * kPiece);
}

TEST_F(FileDisposalTest, ReplacedBytesAreBounded) {
  FileDisposal disposal(1);
  const fs::path replaced = make("replaced", FileDisposal::kMaxReplacedBytes - 1);
  for (int i = 0; i < 3; ++i) disposal.replaced(replaced);
  const std::uint64_t left = 2 * kPiece;
  disposal.take(make("file", FileDisposal::kMaxReplacedBytes + kPiece + left));
  while (disposal.waiting_bytes() > left) std::this_thread::yield();
  EXPECT_EQ(disposal.waiting_bytes(), left);
}

// Its bytes may be those of a copy.
TEST_F(FileDisposalTest, AnotherNameKeepsItsBytes) {
  const fs::path file = make("file", 2 * kPiece);
  fs::create_hard_link(file, folder_ / "other");
  FileDisposal disposal(kFast);
  disposal.take(file);
  disposal.wait();
  EXPECT_FALSE(fs::exists(file));
  EXPECT_EQ(fs::file_size(folder_ / "other"), 2 * kPiece);
}

}  // namespace
}  // namespace stator::base
