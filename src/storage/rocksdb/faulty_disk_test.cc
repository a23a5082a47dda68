#include "storage/rocksdb/faulty_disk.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "storage/rocksdb/test_folder.h"

namespace stator::storage::rocks {
namespace {

constexpr std::size_t kSynced = 5'000;
constexpr std::size_t kUnsynced = 3'000;
constexpr std::size_t kFilled = 64 << 10;  // at least

// A log that is filled ahead, with a synced part and one that is not, after a power cut.
class FilledLogAfterAPowerCut : public testing::Test {
 protected:
  FilledLogAfterAPowerCut() { std::filesystem::create_directories(folder_.outer()); }

  std::string lose_power(PowerLoss loss, std::uint64_t seed, std::size_t unsynced = kUnsynced) {
    const std::string path = (folder_.outer() / (std::to_string(files_++) + ".log")).string();
    std::unique_ptr<rocksdb::WritableFile> file;
    EXPECT_TRUE(disk_.env()->NewWritableFile(path, &file, rocksdb::EnvOptions()).ok());
    std::unique_ptr<rocksdb::Directory> directory;
    EXPECT_TRUE(disk_.env()->NewDirectory(folder_.outer().string(), &directory).ok());
    EXPECT_TRUE(directory->Fsync().ok());
    EXPECT_TRUE(file->Append(std::string(kSynced, 's')).ok());
    EXPECT_TRUE(file->Sync().ok());
    EXPECT_TRUE(file->Append(std::string(unsynced, 'u')).ok());
    disk_.cut_power();
    (void)file->Close();
    disk_.restore_power(loss, seed);
    std::ifstream stream(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(stream), {});
  }

  TestFolder folder_;
  FaultyDisk disk_{Logs::kFilled};
  int files_ = 0;
};

TEST_F(FilledLogAfterAPowerCut, HasZerosBehindWhatWasSynced) {
  const std::string bytes = lose_power(PowerLoss::kAllUnsynced, 1);
  ASSERT_GE(bytes.size(), kFilled);
  EXPECT_EQ(bytes.substr(0, kSynced), std::string(kSynced, 's'));
  EXPECT_EQ(bytes.find_first_not_of('\0', kSynced), std::string::npos);
}

TEST_F(FilledLogAfterAPowerCut, MayHaveAnyPartOfWhatWasNotSynced) {
  int holes = 0, whole = 0, none = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const std::string bytes = lose_power(PowerLoss::kSome, seed);
    ASSERT_GE(bytes.size(), kFilled);
    ASSERT_EQ(bytes.substr(0, kSynced), std::string(kSynced, 's'));
    const std::string unsynced = bytes.substr(kSynced, kUnsynced);
    ASSERT_EQ(unsynced.find_first_not_of(std::string("u\0", 2)), std::string::npos);
    ASSERT_EQ(bytes.find_first_not_of('\0', kSynced + kUnsynced), std::string::npos);
    const std::size_t lost = unsynced.find('\0');
    if (unsynced.find('u') == std::string::npos) ++none;
    if (lost == std::string::npos) ++whole;
    if (lost != std::string::npos && unsynced.find('u', lost) != std::string::npos) ++holes;
  }
  EXPECT_GT(holes, 10);
  EXPECT_GT(whole, 5);
  EXPECT_GT(none, 5);
}

TEST_F(FilledLogAfterAPowerCut, MayHaveAnythingWhereItHasGrown) {
  int garbage = 0, zeros = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const std::string bytes = lose_power(PowerLoss::kSome, seed, 200'000);
    ASSERT_EQ(bytes.substr(0, kSynced), std::string(kSynced, 's'));
    const std::size_t known = bytes.find_first_not_of(std::string("su\0", 3));
    ++(known == std::string::npos ? zeros : garbage);
    if (known != std::string::npos) {
      ASSERT_GE(known, kFilled);
    }
  }
  EXPECT_GT(garbage, 10);
  EXPECT_GT(zeros, 10);
}

}  // namespace
}  // namespace stator::storage::rocks
