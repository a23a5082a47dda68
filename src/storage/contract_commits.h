// The contract of commits: guards, fences, order, atomicity, counters, dropping ranges. For tests only.
#pragma once

#include <map>
#include <random>
#include <thread>

#include "storage/contract_fixture.h"

namespace stator::storage {

TEST_P(EngineContract, Syncs) {
  ASSERT_TRUE(commit(put("a", "x")).ok());
  EXPECT_TRUE(base::block_on(engine().sync()).ok());
  EXPECT_EQ(get("a").value, "x");
}

TEST_P(EngineContract, WriteIsReadBackWithItsVersion) {
  EXPECT_FALSE(get("a").exists());
  const CommitReceipt receipt = must_commit(put("a", "one"));
  EXPECT_GT(receipt.version, 0u);
  EXPECT_EQ(get("a").value, "one");
  EXPECT_EQ(get("a").version, receipt.version);
  const CommitReceipt second = must_commit(put("a", ""));
  EXPECT_GT(second.version, receipt.version);
  EXPECT_TRUE(get("a").exists());
  EXPECT_EQ(get("a").value, "");
}

TEST_P(EngineContract, AnyBytesAreKeysAndValues) {
  const std::string key("\0\xff\x80 k", 5);
  const std::string value(300'000, '\0');
  must_commit(put(key, value));
  EXPECT_EQ(get(key).value, value);
  EXPECT_FALSE(get(std::string_view(key).substr(0, 4)).exists());
}

TEST_P(EngineContract, GuardOfAnAbsentKey) {
  EXPECT_TRUE(commit(put_if("a", 0, "one")).ok());
  EXPECT_EQ(code_of(commit(put_if("a", 0, "two"))), ErrorCode::kConflict);
  EXPECT_EQ(get("a").value, "one");
}

TEST_P(EngineContract, GuardOfAVersion) {
  const CommitVersion first = must_commit(put("a", "one")).version;
  EXPECT_EQ(code_of(commit(put_if("a", first + 1000, "no"))), ErrorCode::kConflict);
  EXPECT_TRUE(commit(put_if("a", first, "two")).ok());
  EXPECT_EQ(code_of(commit(put_if("a", first, "three"))), ErrorCode::kConflict);
  EXPECT_EQ(get("a").value, "two");
}

TEST_P(EngineContract, GuardAfterADelete) {
  const CommitVersion first = must_commit(put("a", "one")).version;
  Commit gone;
  gone.guards.push_back({"a", first});
  gone.writes.push_back({"a", std::nullopt});
  must_commit(gone);
  EXPECT_FALSE(get("a").exists());
  EXPECT_EQ(code_of(commit(put_if("a", first, "two"))), ErrorCode::kConflict);
  EXPECT_TRUE(commit(put_if("a", 0, "two")).ok());
}

TEST_P(EngineContract, GuardsAloneCheckAndWriteNothing) {
  const CommitVersion version = must_commit(put("a", "one")).version;
  Commit check;
  check.guards = {{"a", version}, {"b", 0}};
  EXPECT_TRUE(commit(check).ok());
  check.guards[1].expected = 7;
  EXPECT_EQ(code_of(commit(check)), ErrorCode::kConflict);
  EXPECT_EQ(get("a").version, version);
  EXPECT_TRUE(commit({}).ok());
}

TEST_P(EngineContract, FailedGuardStopsEverything) {
  ASSERT_TRUE(runs(engine().create_log_group(1, 1)));
  Commit wanted = put("a", "one");
  wanted.guards.push_back({"missing", 5});
  wanted.deferred.push_back({"a", "index", "entry"});
  wanted.appends.push_back({1, "a", "record"});
  wanted.adds.push_back({"count", 1});
  EXPECT_EQ(code_of(commit(wanted)), ErrorCode::kConflict);
  EXPECT_FALSE(get("a").exists());
  EXPECT_FALSE(get("index").exists());
  EXPECT_EQ(counter("count"), 0);
  EXPECT_TRUE(records_of(1, shards(1).at(0).id).empty());
}

TEST_P(EngineContract, AllPartsOfACommitHappen) {
  ASSERT_TRUE(runs(engine().create_log_group(1, 1)));
  must_commit(put("old", "x"));
  Commit wanted = put("a", "one");
  wanted.writes.push_back({"old", std::nullopt});
  wanted.deferred.push_back({"a", "index", "entry"});
  wanted.appends.push_back({1, "a", "record"});
  wanted.adds.push_back({"count", 5});
  const CommitReceipt receipt = must_commit(wanted);
  const std::vector<Record> records = get_all({"a", "index", "old"});
  EXPECT_EQ(records[0].value, "one");
  EXPECT_EQ(records[1].value, "entry");
  EXPECT_EQ(records[0].version, receipt.version);
  EXPECT_EQ(records[1].version, receipt.version);
  EXPECT_FALSE(records[2].exists());
  EXPECT_EQ(counter("count"), 5);
  ASSERT_EQ(receipt.sequences.size(), 1u);
  EXPECT_EQ(records_of(1, shards(1).at(0).id), std::vector<std::string>{"record"});
}

TEST_P(EngineContract, ChainOnAcceptedVersions) {
  Submitted first(engine(), put_if("a", 0, "one"));
  ASSERT_TRUE(first.accepted().ok());
  Submitted second(engine(), put_if("a", *first.accepted(), "two"));
  ASSERT_TRUE(second.accepted().ok());
  Submitted third(engine(), put_if("a", *second.accepted(), "three"));
  EXPECT_TRUE(first.wait().ok());
  EXPECT_TRUE(second.wait().ok());
  EXPECT_EQ(third.wait()->version, *third.accepted());
  EXPECT_EQ(get("a").value, "three");
}

TEST_P(EngineContract, ChainFailsWithItsFirstLink) {
  must_commit(put("a", "here"));
  Submitted first(engine(), put_if("a", 0, "one"));
  Submitted second(engine(), put_if("a", *first.accepted(), "two"));
  Submitted third(engine(), put_if("a", *second.accepted(), "three"));
  EXPECT_EQ(code_of(first.wait()), ErrorCode::kConflict);
  EXPECT_EQ(code_of(second.wait()), ErrorCode::kConflict);
  EXPECT_EQ(code_of(third.wait()), ErrorCode::kConflict);
  EXPECT_EQ(get("a").value, "here");
}

TEST_P(EngineContract, ChainOverADelete) {
  const CommitVersion start = must_commit(put("a", "one")).version;
  Commit gone;
  gone.guards.push_back({"a", start});
  gone.writes.push_back({"a", std::nullopt});
  Submitted first(engine(), gone);
  Submitted second(engine(), put_if("a", 0, "two"));
  EXPECT_TRUE(first.wait().ok());
  EXPECT_TRUE(second.wait().ok());
  EXPECT_EQ(get("a").value, "two");
}

TEST_P(EngineContract, FencesTurnOldEpochsAway) {
  auto with_epoch = [](std::uint64_t epoch) {
    Commit wanted = put("a", std::to_string(epoch));
    wanted.fences.push_back({7, epoch});
    return wanted;
  };
  EXPECT_TRUE(commit(with_epoch(0)).ok());
  ASSERT_TRUE(runs(engine().raise_fence(7, 3)));
  EXPECT_EQ(code_of(commit(with_epoch(2))), ErrorCode::kFenced);
  EXPECT_TRUE(commit(with_epoch(3)).ok());
  ASSERT_TRUE(runs(engine().raise_fence(7, 1)));  // lowering has no effect
  EXPECT_EQ(code_of(commit(with_epoch(2))), ErrorCode::kFenced);
  EXPECT_EQ(get("a").value, "3");
  Commit other = put("b", "x");
  other.fences.push_back({8, 0});
  EXPECT_TRUE(commit(other).ok());
  if (!reopen()) return;
  EXPECT_EQ(code_of(commit(with_epoch(2))), ErrorCode::kFenced);
  EXPECT_TRUE(commit(with_epoch(3)).ok());
}

TEST_P(EngineContract, FenceIsToldBeforeGuard) {
  ASSERT_TRUE(runs(engine().raise_fence(7, 1)));
  Commit wanted = put_if("a", 99, "x");
  wanted.fences.push_back({7, 0});
  EXPECT_EQ(code_of(commit(wanted)), ErrorCode::kFenced);
}

TEST_P(EngineContract, CountersAdd) {
  EXPECT_EQ(counter("n"), 0);
  Commit wanted;
  wanted.adds = {{"n", 5}, {"m", -3}, {"n", 2}};
  must_commit(wanted);
  must_commit(wanted);
  EXPECT_EQ(counter("n"), 14);
  EXPECT_EQ(counter("m"), -6);
  EXPECT_FALSE(get("n").exists());  // a space of their own
  if (!reopen()) return;
  EXPECT_EQ(counter("n"), 14);
  must_commit(wanted);
  EXPECT_EQ(counter("n"), 21);
}

TEST_P(EngineContract, VersionsNeverGoBack) {
  const CommitVersion before = must_commit(put("a", "1")).version;
  if (!reopen()) return;
  EXPECT_EQ(get("a").version, before);
  const CommitVersion after = must_commit(put("a", "2")).version;
  EXPECT_GT(after, before);
  ASSERT_TRUE(reopen());
  EXPECT_GT(must_commit(put("a", "3")).version, after);
}

TEST_P(EngineContract, DataSurvivesReopening) {
  for (int i = 0; i < 100; ++i) must_commit(put(ordered_key(i), std::to_string(i)));
  if (!reopen()) return;
  EXPECT_EQ(keys_in({}).size(), 100u);
  EXPECT_EQ(get(ordered_key(42)).value, "42");
}

TEST_P(EngineContract, DropRangeTakesKeysAndCounters) {
  for (int entries : {10, 1000}) {
    Commit wanted;
    for (int i = 0; i < entries; ++i) {
      wanted.writes.push_back({ordered_key(i), "v"});
      wanted.adds.push_back({ordered_key(i), 1});
    }
    must_commit(wanted);
    ASSERT_TRUE(runs(engine().drop_range({ordered_key(2), ordered_key(entries - 3)})));
    const std::vector<std::string> left = {ordered_key(0), ordered_key(1), ordered_key(entries - 3),
                                           ordered_key(entries - 2), ordered_key(entries - 1)};
    EXPECT_EQ(keys_in({}), left);
    EXPECT_EQ(counter(ordered_key(1)), 1);
    EXPECT_EQ(counter(ordered_key(2)), 0);
    EXPECT_EQ(counter(ordered_key(entries - 3)), 1);
    // The range takes new keys afterwards.
    EXPECT_TRUE(commit(put_if(ordered_key(2), 0, "again")).ok());
    if (reopen()) {
      EXPECT_EQ(get(ordered_key(2)).value, "again");
      EXPECT_EQ(keys_in({}).size(), 6u);
    }
    ASSERT_TRUE(runs(engine().drop_range({})));
    EXPECT_TRUE(keys_in({}).empty());
    EXPECT_EQ(counter(ordered_key(1)), 0);
  }
}

TEST_P(EngineContract, DropOfAnEmptyRangeTakesNothing) {
  must_commit(put("b", "v"));
  ASSERT_TRUE(runs(engine().drop_range({"c", "b"})));
  ASSERT_TRUE(runs(engine().drop_range({"b", "b"})));
  EXPECT_TRUE(get("b").exists());
}

TEST_P(EngineContract, GuardedCreateHasOneWinner) {
  constexpr int kThreads = 4;
  constexpr int kKeys = 50;
  std::atomic<int> winners = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < kKeys; ++i) {
        Result<CommitReceipt> receipt = commit(put_if(ordered_key(i), 0, std::to_string(thread)));
        if (receipt.ok()) ++winners;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(winners, kKeys);
  EXPECT_EQ(keys_in({}).size(), static_cast<std::size_t>(kKeys));
}

// Threads read, add one and write under a guard: no update is lost, and the blind counter agrees.
TEST_P(EngineContract, ConcurrentIncrements) {
  constexpr int kThreads = 4;
  constexpr int kRounds = 100;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&] {
      for (int done = 0; done < kRounds;) {
        const Record now = get("n");
        const int value = now.exists() ? std::stoi(now.value) : 0;
        Commit wanted = put_if("n", now.version, std::to_string(value + 1));
        wanted.adds.push_back({"sum", 1});
        const Result<CommitReceipt> receipt = commit(wanted);
        if (receipt.ok()) {
          ++done;
        } else {
          ASSERT_EQ(code_of(receipt), ErrorCode::kConflict);
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(get("n").value, std::to_string(kThreads * kRounds));
  EXPECT_EQ(counter("sum"), kThreads * kRounds);
}

// Random commits against a plain map: the same outcome each time and the same content in the end.
TEST_P(EngineContract, RandomCommitsMatchAMap) {
  std::mt19937 random(20240117);
  std::map<std::string, Record> model;
  for (int round = 0; round < 400; ++round) {
    Commit wanted;
    bool holds = true;
    std::map<std::string, std::optional<std::string>> writes;
    for (int i = random() % 3; i > 0; --i) {
      const std::string key = ordered_key(random() % 40);
      const auto at = model.find(key);
      const CommitVersion current = at == model.end() ? 0 : at->second.version;
      const bool right = random() % 4 != 0;
      wanted.guards.push_back({key, right ? current : current + 1});
      holds &= right;
    }
    for (int i = random() % 4; i > 0; --i) {
      std::optional<std::string> value;
      if (random() % 3 != 0) value = std::string(random() % 50, static_cast<char>('a' + random() % 26));
      writes[ordered_key(random() % 40)] = value;
    }
    for (const auto& [key, value] : writes) {
      if (random() % 2 == 0) {
        wanted.writes.push_back({key, value});
      } else {
        wanted.deferred.push_back({"source", key, value});
      }
    }
    const Result<CommitReceipt> receipt = commit(wanted);
    ASSERT_EQ(receipt.ok(), holds) << "round " << round;
    if (!holds) continue;
    for (const auto& [key, value] : writes) {
      model.erase(key);
      if (value) model[key] = Record{receipt->version, *value};
    }
  }
  reopen();
  const ScanPage page = scan({});
  ASSERT_EQ(page.entries().size(), model.size());
  std::size_t i = 0;
  for (const auto& [key, record] : model) {
    EXPECT_EQ(page.entries()[i].key, key);
    EXPECT_EQ(page.entries()[i].value, record.value);
    EXPECT_EQ(page.entries()[i].version, record.version);
    ++i;
  }
}

}  // namespace stator::storage
