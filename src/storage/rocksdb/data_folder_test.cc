// The sentences that a user reads when a data folder cannot be opened. Each is one line, and nothing is
// damaged.
#include "storage/rocksdb/data_folder.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "base/file_disposal.h"
#include "storage/rocksdb/faulty_disk.h"
#include "storage/rocksdb/test_folder.h"

namespace stator::storage {
namespace {

namespace fs = std::filesystem;

class DataFolder : public testing::Test {
 protected:
  base::Result<std::unique_ptr<RocksDbEngine>, std::string> open(const fs::path& path,
                                                                 rocksdb::Env* env = nullptr) {
    return RocksDbEngine::open({.path = path, .memory_budget_bytes = 8 << 20, .env = env}, pool_,
                               base::Clock::system());
  }
  void expect_refused(const fs::path& path, const std::string& part, rocksdb::Env* env = nullptr) {
    const auto opened = open(path, env);
    ASSERT_FALSE(opened.ok());
    EXPECT_NE(opened.error().find(part), std::string::npos) << opened.error();
    EXPECT_EQ(opened.error().find('\n'), std::string::npos) << opened.error();
  }
  static void write_file(const fs::path& path, const std::string& text) { std::ofstream(path) << text; }

  TestFolder folder_;
  base::ThreadPool pool_{1};
};

TEST_F(DataFolder, IsMadeWithItsParents) {
  const fs::path path = folder_.outer() / "some" / "where";
  ASSERT_TRUE(open(path).ok());
  std::ifstream format(path / "FORMAT");
  std::string line;
  std::getline(format, line);
  EXPECT_EQ(line, "stator data format 5");
  EXPECT_TRUE(open(path).ok());
}

// What a crash left of deleted files goes, and nothing else.
TEST_F(DataFolder, DeletedFilesAreTakenUpAgain) {
  const fs::path path = folder_.outer() / "data";
  ASSERT_TRUE(open(path).ok());
  const fs::path deleted = path / "db" / "000007.sst.deleted";
  const fs::path other = path / "db" / "000007.sst.deleted.not";
  for (const fs::path& file : {deleted, other}) {
    write_file(file, "x");
    fs::resize_file(file, 3 * base::FileDisposal::kPieceBytes);
  }
  const auto engine = open(path);
  ASSERT_TRUE(engine.ok());
  while (fs::exists(deleted)) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  EXPECT_EQ(fs::file_size(other), 3 * base::FileDisposal::kPieceBytes);
}

// It holds the secrets of access keys.
TEST_F(DataFolder, IsReadableByItsOwnerOnly) {
  const fs::path made = folder_.outer() / "made";
  const fs::path given = folder_.outer() / "given";
  fs::create_directory(given);
  ASSERT_TRUE(open(made / "").ok());
  ASSERT_TRUE(open(given).ok());
  for (const fs::path& path : {made, made / "db", given / "db"}) {
    EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_all) << path;
  }
}

TEST_F(DataFolder, MayExistAndBeEmpty) {
  fs::create_directory(folder_.outer() / "mount");
  fs::create_directory(folder_.outer() / "mount" / "lost+found");
  EXPECT_TRUE(open(folder_.outer() / "mount").ok());
}

TEST_F(DataFolder, InterruptedCreationIsTakenUp) {
  fs::create_directory(folder_.path());
  write_file(fs::path(folder_.path()) / "FORMAT.new", "stator da");
  EXPECT_TRUE(open(folder_.path()).ok());
}

TEST_F(DataFolder, InterruptedCreationMayHaveMadeTheDatabaseFolder) {
  fs::create_directories(fs::path(folder_.path()) / "db");
  write_file(fs::path(folder_.path()) / "FORMAT.new", "stator data format 1\n");
  EXPECT_TRUE(open(folder_.path()).ok());
}

TEST_F(DataFolder, LostDatabaseIsNotReplacedByAnEmptyOne) {
  ASSERT_TRUE(open(folder_.path()).ok());
  fs::remove(fs::path(folder_.path()) / "db" / "CURRENT");
  expect_refused(folder_.path(), "db/CURRENT is missing");
  fs::remove_all(fs::path(folder_.path()) / "db");
  expect_refused(folder_.path(), "db is missing");
}

TEST_F(DataFolder, NewerFormatIsRefused) {
  ASSERT_TRUE(open(folder_.path()).ok());
  write_file(fs::path(folder_.path()) / "FORMAT", "stator data format 6\n");
  expect_refused(folder_.path(), "has format 6, written by a newer stator");
  write_file(fs::path(folder_.path()) / "FORMAT", "stator data format 5\n");
  EXPECT_TRUE(open(folder_.path()).ok());
}

// So that an older program refuses it from then on.
TEST_F(DataFolder, OlderFormatIsRaised) {
  ASSERT_TRUE(open(folder_.path()).ok());
  const fs::path format = fs::path(folder_.path()) / "FORMAT";
  write_file(format, "stator data format 1\n");
  ASSERT_TRUE(open(folder_.path()).ok());
  std::ifstream file(format);
  std::string line;
  std::getline(file, line);
  EXPECT_EQ(line, "stator data format 5");
}

TEST_F(DataFolder, DamagedFormatIsRefused) {
  ASSERT_TRUE(open(folder_.path()).ok());
  for (const char* text :
       {"", "1\n", "stator data format 1", "stator data format x\n", "stator data format 0\n",
        "stator data format 1 \n", "stator data format 99999999999999999999\n"}) {
    write_file(fs::path(folder_.path()) / "FORMAT", text);
    expect_refused(folder_.path(), "is damaged");
  }
}

TEST_F(DataFolder, ForeignFilesAreRefused) {
  fs::create_directory(folder_.path());
  write_file(fs::path(folder_.path()) / "letter.txt", "dear");
  expect_refused(folder_.path(), "is not empty and holds no stator data");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator()), 1);
}

TEST_F(DataFolder, FileInsteadOfAFolder) {
  write_file(folder_.path(), "x");
  expect_refused(folder_.path(), "is not a folder");
}

TEST_F(DataFolder, PlaceWhereNothingCanBeMade) {
  expect_refused("/proc/stator", "cannot create data folder");
}

// Root may write everywhere, so it has to become somebody else for a moment.
class AsNobody {
 public:
  AsNobody() : user_(::geteuid()) {
    if (user_ == 0) STATOR_CHECK(::seteuid(65534) == 0);
  }
  ~AsNobody() { STATOR_CHECK(::seteuid(user_) == 0); }
  AsNobody(const AsNobody&) = delete;
  AsNobody& operator=(const AsNobody&) = delete;

 private:
  const uid_t user_;
};

TEST_F(DataFolder, ReadOnlyFolder) {
  ASSERT_TRUE(open(folder_.path()).ok());
  constexpr fs::perms kReadOnly = static_cast<fs::perms>(0555);
  fs::permissions(folder_.outer(), kReadOnly);
  fs::permissions(folder_.path(), kReadOnly);
  {
    AsNobody nobody;
    expect_refused(folder_.path(), "cannot write data folder");
    expect_refused(folder_.outer() / "new", "cannot create data folder");
  }
  fs::permissions(folder_.outer(), fs::perms::owner_all);
  fs::permissions(folder_.path(), fs::perms::owner_all);
  EXPECT_TRUE(open(folder_.path()).ok());
}

TEST_F(DataFolder, LockedTwice) {
  const auto first = open(folder_.path());
  ASSERT_TRUE(first.ok());
  expect_refused(folder_.path(), "is in use by another stator process");
  const auto receipt = base::block_on(commit(**first, put("a", "still works")));
  EXPECT_TRUE(receipt.ok());
}

TEST_F(DataFolder, FullDisk) {
  rocks::FaultyDisk disk;
  disk.fill_up(true);
  expect_refused(folder_.path(), "is full: free some space", disk.env());
  disk.fill_up(false);
  EXPECT_TRUE(open(folder_.path(), disk.env()).ok());
}

TEST_F(DataFolder, LostCurrentFileIsNotReplaced) {
  {
    auto engine = open(folder_.path());
    ASSERT_TRUE(base::block_on(commit(**engine, put("a", "x"))).ok());
  }
  ASSERT_TRUE(open(folder_.path()).ok());  // writes a table
  fs::remove(fs::path(folder_.path()) / "db" / "CURRENT");
  expect_refused(folder_.path(), "db/CURRENT is missing");
}

}  // namespace
}  // namespace stator::storage
