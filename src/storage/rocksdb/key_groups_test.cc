// Scans of random ranges against a map: keys of few groups, keys shorter than a group's, records in memtables
// and in files of several levels, with and without filters of groups, compacted and opened again.
#include "storage/rocksdb/key_groups.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/block_on.h"
#include "base/random.h"
#include "storage/rocksdb/data_folder.h"
#include "storage/rocksdb/database_options.h"
#include "storage/rocksdb/test_folder.h"

namespace stator::storage::rocks {
namespace {

constexpr std::size_t kBudget = 16 << 20;
constexpr std::uint64_t kGroups = 24;

TEST(KeyGroups, RangesWithin) {
  const std::string group = "123456789012345", other = "123456789012346";
  const struct {
    KeyRange range;
    bool within;
  } cases[] = {
      {{group, group + "x"}, true},
      {{group + "a", group + "b"}, true},
      {{group, group}, true},
      {{group, other}, false},
      {{group + "a", ""}, false},
      {{"", group}, false},
      {{group, "12345678901234"}, false},
      {{"12345678901234", "12345678901234z"}, false},
      {{"1", "2"}, false},
  };
  for (const auto& [range, within] : cases)
    EXPECT_EQ(is_within_group(range), within) << range.begin << ".." << range.end;
}

class ScansOfGroups : public testing::TestWithParam<int> {
 protected:
  ScansOfGroups() : random_(static_cast<std::uint64_t>(GetParam()) + 1) { open(); }

  std::uint64_t below(std::uint64_t bound) { return random_.below(bound); }

  // Few enough that most are written again and again.
  std::string random_key() { return random_key(below(kGroups)); }
  std::string random_key(std::uint64_t group) {
    std::string key = "123456789012345";
    key[14] = static_cast<char>('A' + group);
    const std::uint64_t form = below(20);
    if (form == 0) return key.substr(0, below(16));  // shorter than a group
    if (form == 1) return key.substr(0, 13) + "z";
    key += std::to_string(below(20));
    if (form == 2) key.push_back('\0');
    return key;
  }

  KeyRange random_range() {
    KeyRange range{random_key(), random_key()};
    if (range.end < range.begin) std::swap(range.begin, range.end);
    const std::uint64_t form = below(12);
    if (form == 0) range.begin.clear();
    if (form == 1) range.end.clear();
    if (form > 4 && range.begin.size() >= kGroupBytes) {  // all or a part of one group
      range.end = std::string(group_of(range.begin)) + (below(2) == 0 ? "z" : std::to_string(below(20)));
      if (below(3) == 0) range.begin.resize(kGroupBytes);
      if (range.end < range.begin) std::swap(range.begin, range.end);
    }
    return range;
  }

  void open() {
    engine_ = open_engine(
        {.path = folder_.path(), .durability = Durability::kRelaxed, .memory_budget_bytes = kBudget}, pool_);
  }

  void reopen(bool filtered, bool compact) {
    engine_.reset();
    DatabaseOptions database{.data_folder = folder_.path(), .memory_budget_bytes = kBudget};
    rocksdb::Options options = tuning_for(database, rocksdb::NewLRUCache(1 << 20));
    if (!filtered) options.prefix_extractor.reset();
    rewrite_files(folder_.path(), options, compact);
    open();
  }

  // Into one group, so that most files hold nothing of most groups.
  void write_some() {
    const std::uint64_t group = below(kGroups);
    Commit commit;
    std::map<std::string, std::optional<std::string>> writes;
    for (std::uint64_t i = 0, count = 1 + below(30); i < count; ++i) {
      std::optional<std::string> value;
      if (below(4) != 0) value = std::to_string(++written_);
      writes[random_key(group)] = value;
    }
    for (const auto& [key, value] : writes) {
      commit.writes.push_back({key, value});
      if (value) {
        expected_[key] = *value;
      } else {
        expected_.erase(key);
      }
    }
    ASSERT_TRUE(base::block_on(storage::commit(*engine_, std::move(commit))).ok());
  }

  void drop_some() {
    KeyRange range = random_range();
    if (below(3) == 0) range.end = range.begin + "z";
    ASSERT_TRUE(base::block_on(engine_->drop_range(range)).ok());
    expected_.erase(expected_.lower_bound(range.begin),
                    range.end.empty() ? expected_.end() : expected_.lower_bound(range.end));
  }

  void scan_some() {
    const KeyRange range = random_range();
    std::vector<std::pair<std::string, std::string>> wanted;
    if (range.end.empty() || range.begin < range.end)
      wanted.assign(expected_.lower_bound(range.begin),
                    range.end.empty() ? expected_.end() : expected_.lower_bound(range.end));
    const Direction direction = below(2) == 0 ? Direction::kForward : Direction::kBackward;
    if (direction == Direction::kBackward) std::reverse(wanted.begin(), wanted.end());
    const ScanLimits limits{below(3) == 0 ? 1 + below(200) : 1 << 20, 1 + below(30)};
    std::vector<std::pair<std::string, std::string>> found;
    std::optional<KeyRange> rest = range;
    while (rest) {
      auto page = base::block_on(engine_->scan(*rest, direction, limits));
      ASSERT_TRUE(page.ok()) << page.error().message;
      ASSERT_LE(page->entries().size(), limits.max_entries);
      for (const ScanPage::Entry& entry : page->entries()) found.emplace_back(entry.key, entry.value);
      if (page->rest()) {
        ASSERT_FALSE(page->entries().empty());
        ASSERT_LT(found.size(), wanted.size()) << "says that more follows";
      }
      rest = page->rest();
    }
    ASSERT_EQ(found, wanted) << testing::PrintToString(range.begin) << ".."
                             << testing::PrintToString(range.end);
  }

  TestFolder folder_;
  base::ThreadPool pool_{2};
  base::SeededRandom random_;
  std::map<std::string, std::string> expected_;
  std::uint64_t written_ = 0;
  std::unique_ptr<RocksDbEngine> engine_;
};

TEST_P(ScansOfGroups, FindWhatIsThere) {
  for (int round = 0; round < 10; ++round) {
    for (int i = 0; i < 4; ++i) ASSERT_NO_FATAL_FAILURE(write_some());
    if (below(2) == 0) {
      ASSERT_NO_FATAL_FAILURE(drop_some());
    }
    for (int i = 0; i < 100; ++i) ASSERT_NO_FATAL_FAILURE(scan_some());
    ASSERT_NO_FATAL_FAILURE(write_some());
    for (int i = 0; i < 100; ++i) ASSERT_NO_FATAL_FAILURE(scan_some());
    const std::uint64_t step = below(8);
    if (step < 5) {
      ASSERT_NO_FATAL_FAILURE(reopen(step < 3, step == 0 || step == 3));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, ScansOfGroups, testing::Range(0, 8));

}  // namespace
}  // namespace stator::storage::rocks
