#include "blob/file/file_store.h"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <optional>
#include <thread>

#include "base/file_disposal.h"
#include "blob/file/scratch_folder.h"

namespace stator::blob {
namespace {

namespace fs = std::filesystem;

class FileStoreTest : public testing::Test {
 protected:
  FileStoreTest() { reopen(); }

  void reopen() {
    auto opened = FileStore::open(folder_->path() / "blobs", true, base::SecureRandom::system());
    ASSERT_TRUE(opened.ok());
    store_ = std::move(opened).value();
  }
  Info write(std::initializer_list<std::string_view> pieces) {
    auto writer = store_->create().value();
    for (const std::string_view piece : pieces) EXPECT_TRUE(writer->append(piece).ok());
    return writer->finish().value();
  }
  std::optional<std::string> read(const Id& id) {
    auto reader = store_->open(id);
    if (!reader.ok()) return std::nullopt;
    char buffer[64];
    auto count = (*reader)->read_at(0, buffer);
    return std::string(buffer, count.value());
  }
  std::size_t files() const {
    std::size_t count = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder_->path()))
      count += entry.is_regular_file();
    return count;
  }

  std::unique_ptr<ScratchFolder> folder_ = ScratchFolder::make().value();
  std::unique_ptr<FileStore> store_;
};

TEST_F(FileStoreTest, WritesReadsAndRemoves) {
  const Info info = write({"12345", "", "6789"});
  EXPECT_EQ(info.size, 9u);
  EXPECT_EQ(info.crc32c, 0xe3069283u);
  EXPECT_EQ(read(info.id), "123456789");
  EXPECT_TRUE(store_->publish(info.id).ok());
  EXPECT_TRUE(store_->publish(info.id).ok());
  EXPECT_EQ(read(info.id), "123456789");
  auto reader = store_->open(info.id).value();
  char buffer[4];
  EXPECT_EQ(reader->read_at(6, buffer).value(), 3u);
  EXPECT_EQ(reader->read_at(9, buffer).value(), 0u);
  EXPECT_TRUE(store_->remove({{info.id}}).ok());
  EXPECT_TRUE(store_->remove({{info.id}}).ok());
  EXPECT_EQ(read(info.id), std::nullopt);
  EXPECT_EQ(files(), 0u);
}

// In their turn, also where a process ended before that, and where a backup held them.
TEST_F(FileStoreTest, LargeFilesGoBitByBit) {
  const std::string large(base::FileDisposal::kPieceBytes + 1, 'x');
  const Info info = write({large});
  ASSERT_TRUE(store_->publish(info.id).ok());
  EXPECT_TRUE(store_->remove({{info.id}}).ok());
  EXPECT_EQ(read(info.id), std::nullopt);
  const Info held = write({large});
  ASSERT_TRUE(store_->hold().ok());
  EXPECT_TRUE(store_->remove({{held.id}}).ok());
  EXPECT_EQ(read(held.id), std::nullopt);
  store_->release();
  reopen();
  EXPECT_EQ(store_->unpublished().value(), std::vector<Id>{});
  while (files() > 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

TEST_F(FileStoreTest, WhatIsNotFinishedLeavesNothing) {
  auto writer = store_->create().value();
  ASSERT_TRUE(writer->append("half").ok());
  EXPECT_EQ(files(), 1u);
  writer.reset();
  EXPECT_EQ(files(), 0u);
}

TEST_F(FileStoreTest, WhatCannotBeRemovedDoesNotKeepTheRest) {
  const Id stuck = "00000000000000000000000000000000";
  fs::create_directories(folder_->path() / "blobs" / "data" / stuck / "within");
  const Info info = write({"hello"});
  EXPECT_FALSE(store_->remove(std::vector{stuck, info.id}).ok());
  EXPECT_EQ(read(info.id), std::nullopt);
}

// An upload of gigabytes that breaks off would hold up whoever removes its file at once.
TEST_F(FileStoreTest, WhatIsLargeAndNotFinishedGoesBitByBit) {
  auto writer = store_->create().value();
  ASSERT_TRUE(writer->append(std::string(base::FileDisposal::kPieceBytes + 1, 'x')).ok());
  EXPECT_EQ(store_->unpublished().value().size(), 1u);
  writer.reset();
  EXPECT_EQ(store_->unpublished().value(), std::vector<Id>{});
  EXPECT_TRUE(fs::exists(folder_->path() / "blobs" / "deleted"));
  while (files() > 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

TEST_F(FileStoreTest, ListsWhatACrashLeftUnpublished) {
  const Info published = write({"a"});
  const Info written = write({"b"});
  ASSERT_TRUE(store_->publish(published.id).ok());
  reopen();
  EXPECT_EQ(store_->unpublished().value(), std::vector<Id>{written.id});
  EXPECT_EQ(read(published.id), "a");
  EXPECT_EQ(read(written.id), "b");
}

TEST_F(FileStoreTest, HeldFilesStay) {
  const Info before = write({"before"});
  ASSERT_TRUE(store_->publish(before.id).ok());
  ASSERT_TRUE(store_->hold().ok());
  const Info during = write({"during"});
  ASSERT_TRUE(store_->remove(std::vector{before.id, during.id}).ok());
  EXPECT_FALSE(store_->open(before.id).ok());
  EXPECT_EQ(files(), 2u);
  store_->release();
  EXPECT_EQ(files(), 0u);
  // A crash ends it, too.
  const Info again = write({"again"});
  ASSERT_TRUE(store_->hold().ok());
  ASSERT_TRUE(store_->remove(std::vector{again.id}).ok());
  EXPECT_EQ(files(), 1u);
  reopen();
  EXPECT_EQ(files(), 0u);
}

TEST(ScratchFolder, GoesWithItsOwnerAndTakesOthersRemainsAlong) {
  const auto mine = ScratchFolder::make().value();
  const fs::path abandoned = mine->path().parent_path() / "stator-blobs-abandoned-by-test";
  fs::create_directories(abandoned / "data");
  std::ofstream(abandoned / "data" / "x") << "x";
  fs::path path;
  {
    const auto second = ScratchFolder::make().value();
    path = second->path();
    EXPECT_FALSE(fs::exists(abandoned));
    EXPECT_TRUE(fs::exists(mine->path()));  // in use
  }
  EXPECT_FALSE(fs::exists(path));
}

TEST(ScratchFolder, IsNotTakenByOthersThatStartJustThen) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([] {
      for (int made = 0; made < 200; ++made) {
        const auto folder = ScratchFolder::make();
        ASSERT_TRUE(folder.ok()) << folder.error().message;
        ASSERT_TRUE(fs::create_directory((*folder)->path() / "data"));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace stator::blob
