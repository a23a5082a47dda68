// What is read from damaged table files is right, or an error.
#include <gtest/gtest.h>
#include <rocksdb/cache.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/block_on.h"
#include "base/random.h"
#include "storage/rocksdb/database_options.h"
#include "storage/rocksdb/key_groups.h"
#include "storage/rocksdb/test_folder.h"

namespace stator::storage::rocks {
namespace {

namespace fs = std::filesystem;

constexpr int kGroups = 30;
constexpr int kRecordsOfGroup = 40;
constexpr int kLogRecords = 400;
constexpr std::uint64_t kLog = 7;
constexpr std::size_t kTableBytes = 64 << 10;
constexpr std::size_t kBudget = 16 << 20;
constexpr std::size_t kSectorBytes = 512;

std::string text(base::SeededRandom& random, std::size_t size) {
  std::string made(size, '\0');
  for (char& c : made) c = static_cast<char>(random.below(256));
  return made;
}

std::string key(int group, int record) {
  const std::string number = std::to_string(10'000 + group);
  return number + std::string(kGroupBytes - number.size(), 'g') + std::to_string(10'000 + record);
}

std::vector<fs::path> tables_of(const TestFolder& folder) {
  std::vector<fs::path> found;
  for (const fs::directory_entry& entry : fs::directory_iterator(database_path(folder.path())))
    if (entry.path().extension() == ".sst") found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

// A sound folder: many small tables of the last level, and newer ones above them with other values of some
// keys, and without others.
class SoundFolder {
 public:
  SoundFolder() {
    std::unique_ptr<RocksDbEngine> engine = open();
    STATOR_CHECK(base::block_on(engine->create_log_group(kLog, 1)).ok());
    for (int group = 0; group < kGroups; ++group) write(*engine, group, 1);
    engine.reset();
    rewrite(true);
    engine = open();
    for (int group = 0; group < kGroups; group += 2) write(*engine, group, 3);
    engine.reset();
    rewrite(false);
    STATOR_CHECK(tables_of(folder).size() > 10);
  }

  TestFolder folder;
  std::map<std::string, std::string> records;
  std::map<std::string, std::int64_t> counters;
  std::vector<std::string> log;

 private:
  std::unique_ptr<RocksDbEngine> open() {
    return open_engine(
        {.path = folder.path(), .durability = Durability::kRelaxed, .memory_budget_bytes = kBudget}, pool_);
  }

  void rewrite(bool compact) {
    const DatabaseOptions database{.data_folder = folder.path(), .memory_budget_bytes = kBudget};
    rocksdb::Options options = tuning_for(database, rocksdb::NewLRUCache(1 << 20));
    options.target_file_size_base = kTableBytes;
    rewrite_files(folder.path(), options, compact);
  }

  // Every so many records of the group, of which every other one goes where it is there.
  void write(Engine& engine, int group, int step) {
    Commit commit;
    for (int i = 0; i < kRecordsOfGroup; i += step) {
      std::string name = key(group, i);
      if (i % 2 == 1 && records.erase(name) > 0) {
        commit.writes.push_back({std::move(name), std::nullopt});
        continue;
      }
      std::string value = text(random_, 100 + random_.below(900));
      records[name] = value;
      commit.writes.push_back({name, std::move(value)});
      counters[name] += i;
      commit.adds.push_back({name, i});
    }
    for (int i = 0; i < kLogRecords / kGroups; ++i) {
      log.push_back(text(random_, 200));
      commit.appends.push_back({kLog, "source", log.back()});
    }
    STATOR_CHECK(base::block_on(storage::commit(engine, std::move(commit))).ok());
  }

  base::SeededRandom random_{1};
  base::ThreadPool pool_{2};
};

class DamagedTables : public testing::TestWithParam<int> {
 protected:
  static void SetUpTestSuite() { sound_ = new SoundFolder; }
  static void TearDownTestSuite() { delete sound_; }

  DamagedTables() { fs::copy(sound_->folder.path(), folder_.path(), fs::copy_options::recursive); }

  // A few bits, a sector of zeros, or the end of a file.
  void damage() {
    const std::vector<fs::path> tables = tables_of(folder_);
    const fs::path& path = tables[random_.below(tables.size())];
    const std::uint64_t size = fs::file_size(path);
    const std::uint64_t kind = random_.below(8);
    if (kind == 0) {
      fs::resize_file(path, random_.below(size));
      return;
    }
    // Also often near the end, where all that is needed to open the file stands.
    const std::uint64_t from = random_.below(3) == 0 ? size - std::min<std::uint64_t>(size, 200) : 0;
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    for (std::uint64_t i = 0, count = 1 + random_.below(3); i < count; ++i) {
      const std::uint64_t at = from + random_.below(size - from);
      std::string bytes(kind == 1 ? std::min(kSectorBytes, static_cast<std::size_t>(size - at)) : 1, '\0');
      if (kind != 1) {
        file.seekg(static_cast<std::streamoff>(at));
        file.read(bytes.data(), 1);
        bytes[0] = static_cast<char>(bytes[0] ^ (1 << random_.below(8)));
      }
      file.seekp(static_cast<std::streamoff>(at));
      file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }
    STATOR_CHECK(file.flush().good());
  }

  void expect_right_records() {
    for (int group = 0; group < kGroups; ++group) {
      std::vector<std::string> names;
      for (int i = 0; i < kRecordsOfGroup + 1; ++i) names.push_back(key(group, i));
      for (const std::string& name : names) {
        const Result<Record> record = base::block_on(engine_->get_one(name));
        if (count(record)) expect_right(name, *record);
        const Result<std::int64_t> counter = base::block_on(engine_->read_counter(name));
        if (count(counter)) {
          EXPECT_EQ(*counter, sound_->counters[name]) << name;
        }
      }
      const std::vector<std::string_view> views(names.begin(), names.end());
      const Result<std::vector<Record>> records = base::block_on(engine_->get(views));
      if (!count(records)) continue;
      for (std::size_t i = 0; i < names.size(); ++i) expect_right(names[i], (*records)[i]);
    }
  }

  void expect_right(const std::string& name, const Record& record) {
    const auto found = sound_->records.find(name);
    ASSERT_EQ(record.exists(), found != sound_->records.end()) << name;
    if (record.exists()) {
      EXPECT_EQ(record.value, found->second) << name;
    }
  }

  // All up to an error, if there is one.
  void expect_right_scan(const KeyRange& range, Direction direction) {
    std::vector<std::pair<std::string, std::string>> expected(sound_->records.lower_bound(range.begin),
                                                              sound_->records.lower_bound(range.end));
    if (direction == Direction::kBackward) std::reverse(expected.begin(), expected.end());
    std::size_t found = 0;
    std::optional<KeyRange> rest = range;
    while (rest) {
      const ScanLimits limits{1 + random_.below(100'000), 1 + random_.below(100)};
      const Result<ScanPage> page = base::block_on(engine_->scan(*rest, direction, limits));
      if (!count(page)) return;
      for (const ScanPage::Entry& entry : page->entries()) {
        ASSERT_LT(found, expected.size());
        ASSERT_EQ(entry.key, expected[found].first);
        ASSERT_EQ(entry.value, expected[found].second);
        ++found;
      }
      rest = page->rest();
    }
    EXPECT_EQ(found, expected.size());
  }

  void expect_right_scans() {
    for (const Direction direction : {Direction::kForward, Direction::kBackward}) {
      expect_right_scan({"1", "2"}, direction);
      for (int group = 0; group < kGroups; ++group)
        expect_right_scan(range_of_group(key(group, 0)), direction);
    }
  }

  void expect_right_log() {
    const Result<std::vector<LogShard>> shards = base::block_on(engine_->list_shards(kLog));
    if (!count(shards)) return;
    ASSERT_EQ(shards->size(), 1u);
    std::uint64_t from = shards->front().first_sequence;
    std::size_t found = 0;
    while (true) {
      const Result<LogPage> page =
          base::block_on(engine_->read_log(kLog, shards->front().id, from, {5000, 50}));
      if (!count(page)) return;
      if (page->records.empty()) break;
      for (const LogRecord& record : page->records) {
        ASSERT_LT(found, sound_->log.size());
        ASSERT_EQ(record.record, sound_->log[found++]);
      }
      from = page->next_sequence;
    }
    EXPECT_EQ(found, sound_->log.size());
  }

  template <typename T>
  bool count(const Result<T>& result) {
    errors_ += result.ok() ? 0 : 1;
    return result.ok();
  }

  static inline SoundFolder* sound_ = nullptr;
  TestFolder folder_;
  base::ThreadPool pool_{2};
  base::SeededRandom random_{static_cast<std::uint64_t>(GetParam())};
  std::unique_ptr<RocksDbEngine> engine_;
  int errors_ = 0;
};

TEST_P(DamagedTables, AreNeverReadAsRightOnes) {
  if (GetParam() > 0) damage();
  auto opened = RocksDbEngine::open(
      {.path = folder_.path(), .durability = Durability::kRelaxed, .memory_budget_bytes = kBudget}, pool_,
      base::Clock::system());
  if (!opened.ok()) {
    EXPECT_GT(GetParam(), 0);
    return;
  }
  engine_ = *std::move(opened);
  for (int round = 0; round < 2; ++round) {  // the second one finds in caches what the first has read
    expect_right_scans();
    expect_right_records();
    expect_right_log();
  }
  if (GetParam() == 0) {
    EXPECT_EQ(errors_, 0);
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, DamagedTables, testing::Range(0, 50));

}  // namespace
}  // namespace stator::storage::rocks
