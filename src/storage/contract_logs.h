// The contract of change logs. For tests only.
#pragma once

#include <algorithm>
#include <atomic>
#include <map>
#include <set>
#include <thread>

#include "storage/contract_fixture.h"
#include "storage/hash.h"

namespace stator::storage {

TEST_P(EngineContract, LogGroupsComeAndGo) {
  EXPECT_EQ(code_of(commit(append(1, "a", "r"))), ErrorCode::kNotFound);
  EXPECT_EQ(code_of(base::block_on(engine().list_shards(1))), ErrorCode::kNotFound);
  ASSERT_TRUE(runs(engine().create_log_group(1, 4)));
  EXPECT_EQ(code_of(base::block_on(engine().create_log_group(1, 4))), ErrorCode::kConflict);
  EXPECT_EQ(shards(1).size(), 4u);
  const CommitReceipt receipt = must_commit(append(1, "a", "r"));
  ASSERT_TRUE(runs(engine().drop_log_group(1)));
  EXPECT_EQ(code_of(base::block_on(engine().drop_log_group(1))), ErrorCode::kNotFound);
  EXPECT_EQ(code_of(commit(append(1, "a", "r"))), ErrorCode::kNotFound);
  // A group of the same number starts empty and goes on counting.
  ASSERT_TRUE(runs(engine().create_log_group(1, 1)));
  EXPECT_TRUE(records_of(1, shards(1).at(0).id).empty());
  EXPECT_GT(must_commit(append(1, "a", "r")).sequences.at(0), receipt.sequences.at(0));
}

TEST_P(EngineContract, LogKeepsOrderTimesAndSequences) {
  ASSERT_TRUE(runs(engine().create_log_group(1, 1)));
  ASSERT_TRUE(runs(engine().create_log_group(2, 1)));
  Commit wanted = append(1, "a", "first");
  wanted.appends.push_back({2, "a", "other group"});
  wanted.appends.push_back({1, "b", "second"});
  const CommitReceipt receipt = must_commit(wanted);
  const CommitReceipt later = must_commit(append(1, "a", "third"));
  const std::uint64_t shard = shards(1).at(0).id;
  const Result<LogPage> page = read_log(1, shard, 0);
  ASSERT_TRUE(page.ok());
  ASSERT_EQ(page->records.size(), 3u);
  EXPECT_EQ(page->records[0].record, "first");
  EXPECT_EQ(page->records[1].record, "second");
  EXPECT_EQ(page->records[2].record, "third");
  EXPECT_EQ(page->records[0].sequence, receipt.sequences.at(0));
  EXPECT_EQ(page->records[1].sequence, receipt.sequences.at(2));
  EXPECT_EQ(page->records[2].sequence, later.sequences.at(0));
  EXPECT_LT(page->records[0].sequence, page->records[1].sequence);
  EXPECT_LT(page->records[1].sequence, page->records[2].sequence);
  EXPECT_EQ(page->records[0].commit_time_micros, receipt.commit_time_micros);
  EXPECT_GE(later.commit_time_micros, receipt.commit_time_micros);
  EXPECT_GE(page->records[0].sequence, shards(1).at(0).first_sequence);
  EXPECT_FALSE(page->shard_drained);
  EXPECT_EQ(records_of(2, shards(2).at(0).id), std::vector<std::string>{"other group"});
}

TEST_P(EngineContract, LogPagesFollowEachOther) {
  ASSERT_TRUE(runs(engine().create_log_group(1, 1)));
  const std::uint64_t shard = shards(1).at(0).id;
  for (int i = 0; i < 25; ++i) must_commit(append(1, "a", std::to_string(i)));
  for (ScanLimits limits : {ScanLimits{1 << 20, 1}, ScanLimits{1 << 20, 7}, ScanLimits{5, 100}}) {
    std::uint64_t from = 0;
    int next = 0;
    for (;;) {
      const Result<LogPage> page = read_log(1, shard, from, limits);
      ASSERT_TRUE(page.ok());
      if (page->records.empty()) {
        EXPECT_EQ(page->next_sequence, from);
        break;
      }
      EXPECT_LE(page->records.size(), limits.max_entries);
      for (const LogRecord& record : page->records) EXPECT_EQ(record.record, std::to_string(next++));
      from = page->next_sequence;
    }
    EXPECT_EQ(next, 25);
  }
}

TEST_P(EngineContract, SourceKeyPicksTheShard) {
  ASSERT_TRUE(runs(engine().create_log_group(1, 4)));
  for (int i = 0; i < 64; ++i) must_commit(append(1, ordered_key(i), ordered_key(i)));
  std::size_t total = 0;
  for (const LogShard& shard : shards(1)) {
    for (const std::string& key : records_of(1, shard.id)) {
      EXPECT_GE(stable_hash(key), shard.hash_begin);
      EXPECT_LE(stable_hash(key), shard.hash_end);
      ++total;
    }
  }
  EXPECT_EQ(total, 64u);
}

TEST_P(EngineContract, RollOverClosesBelowTheChild) {
  ASSERT_TRUE(runs(engine().create_log_group(1, 1)));
  const std::uint64_t parent = shards(1).at(0).id;
  const std::uint64_t before = must_commit(append(1, "a", "before")).sequences.at(0);
  ASSERT_TRUE(runs(engine().roll_shard(1, parent, 1)));
  const std::uint64_t after = must_commit(append(1, "a", "after")).sequences.at(0);
  EXPECT_EQ(code_of(base::block_on(engine().roll_shard(1, parent, 1))), ErrorCode::kConflict);
  EXPECT_EQ(code_of(base::block_on(engine().roll_shard(1, 999, 1))), ErrorCode::kNotFound);
  EXPECT_EQ(code_of(base::block_on(engine().roll_shard(9, 1, 1))), ErrorCode::kNotFound);

  auto check = [&] {
    const std::vector<LogShard> now = shards(1);
    ASSERT_EQ(now.size(), 2u);
    EXPECT_EQ(now[1].parent, parent);
    EXPECT_GE(now[0].last_sequence, before);
    EXPECT_LT(now[0].last_sequence, now[1].first_sequence);
    EXPECT_GE(after, now[1].first_sequence);
    EXPECT_TRUE(now[0].closed_micros.has_value());
    EXPECT_EQ(records_of(1, parent), std::vector<std::string>{"before"});
    EXPECT_EQ(records_of(1, now[1].id), std::vector<std::string>{"after"});
    EXPECT_TRUE(read_log(1, parent, 0)->shard_drained);
    EXPECT_TRUE(read_log(1, parent, before + 1)->shard_drained);
    EXPECT_FALSE(read_log(1, now[1].id, 0)->shard_drained);
  };
  check();
  if (!reopen()) return;
  check();
  EXPECT_GT(must_commit(append(1, "a", "later")).sequences.at(0), after);
}

TEST_P(EngineContract, TrimTakesOldRecords) {
  ASSERT_TRUE(runs(engine().create_log_group(1, 1)));
  const std::uint64_t shard = shards(1).at(0).id;
  must_commit(append(1, "a", "one"));
  const std::uint64_t second = must_commit(append(1, "a", "two")).sequences.at(0);
  ASSERT_TRUE(runs(engine().trim_log(1, shard, second)));
  EXPECT_EQ(code_of(read_log(1, shard, 0)), ErrorCode::kTrimmed);
  EXPECT_EQ(shards(1).at(0).trimmed_upto, second);
  EXPECT_EQ(read_log(1, shard, second)->records.size(), 1u);
  // An open shard stays though it is empty; a number from the future does not hide what comes.
  ASSERT_TRUE(runs(engine().trim_log(1, shard, ~0ULL)));
  const std::uint64_t from = shards(1).at(0).trimmed_upto;
  must_commit(append(1, "a", "three"));
  ASSERT_TRUE(read_log(1, shard, from).ok());
  EXPECT_EQ(read_log(1, shard, from)->records.size(), 1u);
  // A closed one goes with its last record.
  ASSERT_TRUE(runs(engine().roll_shard(1, shard, 2)));
  EXPECT_EQ(shards(1).size(), 3u);
  ASSERT_TRUE(runs(engine().trim_log(1, shard, ~0ULL)));
  EXPECT_EQ(shards(1).size(), 2u);
  EXPECT_EQ(code_of(read_log(1, shard, from)), ErrorCode::kNotFound);
  EXPECT_EQ(code_of(base::block_on(engine().trim_log(1, shard, 1))), ErrorCode::kNotFound);
}

// Writers append numbered records per source key while shards are split and a reader follows the lineage: it
// meets every record of a source key, in order, once.
TEST_P(EngineContract, FollowersSkipNothing) {
  constexpr int kThreads = 3;
  constexpr int kRecords = 150;
  ASSERT_TRUE(runs(engine().create_log_group(1, 2)));
  std::atomic<int> running = kThreads;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      const std::string source = "source" + std::to_string(thread);
      for (int i = 0; i < kRecords; ++i) must_commit(append(1, source, source + ":" + std::to_string(i)));
      --running;
    });
  }
  threads.emplace_back([&] {
    for (int i = 0; i < 6; ++i) {
      for (const LogShard& shard : shards(1)) {
        if (!shard.last_sequence) runs(engine().roll_shard(1, shard.id, 1 + i % 2));
      }
    }
  });

  std::map<std::uint64_t, std::uint64_t> positions;  // shard -> from
  std::set<std::uint64_t> drained;
  std::map<std::string, int> next;  // source -> number
  for (bool last_round = false;;) {
    const bool all_written = running == 0;
    for (const LogShard& shard : shards(1)) {
      const bool parent_open = shard.parent && !drained.contains(*shard.parent);
      if (parent_open || drained.contains(shard.id)) continue;
      const Result<LogPage> page = read_log(1, shard.id, positions[shard.id], {1 << 20, 10});
      ASSERT_TRUE(page.ok());
      for (const LogRecord& record : page->records) {
        const std::size_t colon = record.record.find(':');
        ASSERT_EQ(record.record.substr(colon + 1), std::to_string(next[record.record.substr(0, colon)]++));
      }
      positions[shard.id] = page->next_sequence;
      if (page->shard_drained) drained.insert(shard.id);
      last_round &= page->records.empty() && !page->shard_drained;
    }
    if (last_round) break;
    last_round = all_written;
  }
  for (std::thread& thread : threads) thread.join();
  for (int thread = 0; thread < kThreads; ++thread)
    EXPECT_EQ(next["source" + std::to_string(thread)], kRecords);
}

}  // namespace stator::storage
