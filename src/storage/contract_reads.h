// The contract of reads: snapshots and pages. For tests only.
#pragma once

#include <algorithm>
#include <atomic>
#include <thread>

#include "storage/contract_fixture.h"

namespace stator::storage {

TEST_P(EngineContract, GetKeepsTheOrderOfTheKeys) {
  must_commit(put("b", "2"));
  must_commit(put("a", "1"));
  const std::vector<Record> records = get_all({"b", "missing", "a", "b"});
  ASSERT_EQ(records.size(), 4u);
  EXPECT_EQ(records[0].value, "2");
  EXPECT_FALSE(records[1].exists());
  EXPECT_EQ(records[2].value, "1");
  EXPECT_EQ(records[3].value, "2");
  EXPECT_TRUE(get_all({}).empty());
}

TEST_P(EngineContract, ScanRespectsItsBounds) {
  for (const char* key : {"a", "b", "ba", "c", "d"}) must_commit(put(key, key));
  struct Case {
    KeyRange range;
    std::vector<std::string> keys;
  };
  const Case cases[] = {
      {{"", ""}, {"a", "b", "ba", "c", "d"}},
      {{"b", "d"}, {"b", "ba", "c"}},
      {{"b", std::string("b\0", 2)}, {"b"}},
      {{"bb", ""}, {"c", "d"}},
      {{"", "b"}, {"a"}},
      {{"e", ""}, {}},
      {{"c", "b"}, {}},
      {{"b", "b"}, {}},
  };
  for (const Case& wanted : cases) {
    SCOPED_TRACE(wanted.range.begin + ".." + wanted.range.end);
    EXPECT_EQ(keys_in(wanted.range), wanted.keys);
    std::vector<std::string> reversed(wanted.keys.rbegin(), wanted.keys.rend());
    EXPECT_EQ(keys_in(wanted.range, Direction::kBackward), reversed);
  }
}

TEST_P(EngineContract, ScanPagesMeetEveryKeyOnce) {
  std::vector<std::string> all;
  for (int i = 0; i < 57; ++i) {
    all.push_back(ordered_key(i));
    must_commit(put(all.back(), std::string(i, 'v')));
  }
  const std::vector<std::string> reversed(all.rbegin(), all.rend());
  for (ScanLimits limits : {ScanLimits{1 << 20, 1}, ScanLimits{1 << 20, 10}, ScanLimits{1 << 20, 57},
                            ScanLimits{1, 100}, ScanLimits{100, 1000}, ScanLimits{1 << 20, 1000}}) {
    EXPECT_EQ(keys_in({}, Direction::kForward, limits), all);
    EXPECT_EQ(keys_in({}, Direction::kBackward, limits), reversed);
  }
}

TEST_P(EngineContract, ScanPageEndsWhereItsLimitsSay) {
  for (int i = 0; i < 10; ++i) must_commit(put(ordered_key(i), std::string(93, 'v')));  // 100 bytes each
  EXPECT_EQ(scan({}, Direction::kForward, {1 << 20, 4}).entries().size(), 4u);
  EXPECT_EQ(scan({}, Direction::kForward, {250, 100}).entries().size(), 3u);  // the one that crosses stays
  EXPECT_EQ(scan({}, Direction::kBackward, {200, 100}).entries().size(), 2u);
  EXPECT_EQ(scan({}, Direction::kForward, {1, 100}).entries().size(), 1u);
  EXPECT_FALSE(scan({}, Direction::kForward, {1 << 20, 10}).rest());
  EXPECT_TRUE(scan({}, Direction::kForward, {1 << 20, 9}).rest());
  EXPECT_FALSE(scan({}, Direction::kBackward, {1 << 20, 10}).rest());
}

TEST_P(EngineContract, ScanGivesValuesAndVersions) {
  const CommitVersion version = must_commit(put("a", "value")).version;
  const ScanPage page = scan({});
  ASSERT_EQ(page.entries().size(), 1u);
  EXPECT_EQ(page.entries()[0].value, "value");
  EXPECT_EQ(page.entries()[0].version, version);
}

// A writer changes two keys together; no reader ever sees them apart.
TEST_P(EngineContract, ReadsComeFromOneSnapshot) {
  auto both = [](int round) {
    Commit wanted = put("a", std::to_string(round));
    wanted.writes.push_back({"z", std::to_string(round)});
    return wanted;
  };
  must_commit(both(0));
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    for (int round = 1; !stop; ++round) must_commit(both(round));
  });
  for (int i = 0; i < 300; ++i) {
    const std::vector<Record> records = get_all({"a", "z"});
    EXPECT_EQ(records[0].version, records[1].version);
    EXPECT_EQ(records[0].value, records[1].value);
    const ScanPage page = scan({});
    EXPECT_EQ(page.entries().size(), 2u);
    EXPECT_EQ(page.entries().front().version, page.entries().back().version);
  }
  stop = true;
  writer.join();
}

}  // namespace stator::storage
