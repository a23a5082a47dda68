// What the engine does when the disk is slow, fails, is full or loses its power.
#include <gtest/gtest.h>

#include <deque>
#include <filesystem>
#include <functional>
#include <set>

#include "storage/contract_fixture.h"
#include "storage/rocksdb/database_options.h"
#include "storage/rocksdb/faulty_disk.h"
#include "storage/rocksdb/test_folder.h"

namespace stator::storage {
namespace {

class RocksDbFaults : public testing::Test {
 protected:
  void open(RocksDbOptions options = {}) {
    engine_.reset();
    options.path = folder_.path();
    options.env = disk_.env();
    options.retry_interval = std::chrono::milliseconds(2);
    if (options.memory_budget_bytes > (16 << 20)) options.memory_budget_bytes = 16 << 20;
    auto opened = RocksDbEngine::open(options, pool_, base::Clock::system());
    ASSERT_TRUE(opened.ok()) << opened.error();
    engine_ = *std::move(opened);
  }
  void lose_power(RocksDbOptions options = {}) {
    disk_.cut_power();
    engine_.reset();
    disk_.restore_power();
    open(options);
  }

  Engine& engine() { return *engine_; }
  Result<CommitReceipt> commit(Commit wanted) {
    return base::block_on(storage::commit(*engine_, std::move(wanted)));
  }
  Record get(std::string_view key) {
    Result<Record> record = base::block_on(engine_->get_one(key));
    EXPECT_TRUE(record.ok()) << record.error().message;
    return record.ok() ? *record : Record{};
  }
  // Files of 64 KB in the last level.
  void close_with_many_files() {
    engine_.reset();
    const rocks::DatabaseOptions options{.data_folder = folder_.path(), .memory_budget_bytes = 16 << 20};
    rocksdb::Options tuning = rocks::tuning_for(options, rocksdb::NewLRUCache(1 << 20));
    tuning.env = disk_.env();
    tuning.target_file_size_base = 64 << 10;
    tuning.compression_per_level.clear();
    tuning.compression = rocksdb::kNoCompression;
    rewrite_files(folder_.path(), tuning, true);
  }
  // Tries until the engine takes writes again.
  CommitReceipt commit_when_available(const Commit& wanted) {
    for (;;) {
      Result<CommitReceipt> receipt = commit(wanted);
      if (receipt.ok()) return *receipt;
      EXPECT_EQ(code_of(receipt), ErrorCode::kUnavailable) << receipt.error().message;
      std::this_thread::yield();
    }
  }

  TestFolder folder_;
  rocks::FaultyDisk disk_;
  base::ThreadPool pool_{2};
  std::unique_ptr<RocksDbEngine> engine_;
};

TEST_F(RocksDbFaults, NothingIsSeenBeforeItIsSynced) {
  open();
  disk_.hold_log_syncs(true);
  Submitted pending(engine(), put("a", "one"));
  disk_.await_waiter();
  EXPECT_FALSE(get("a").exists());
  disk_.hold_log_syncs(false);
  EXPECT_TRUE(pending.wait().ok());
  EXPECT_EQ(get("a").value, "one");
}

TEST_F(RocksDbFaults, FullQueueIsBusy) {
  open({.max_queued_commits = 10});
  disk_.hold_log_syncs(true);
  Submitted first(engine(), put("first", "x"));
  disk_.await_waiter();  // in the disk, not in the queue
  std::deque<Submitted> queued;
  for (int i = 0; i < 10; ++i) {
    queued.emplace_back(engine(), put(ordered_key(i), "x"));
    EXPECT_TRUE(queued.back().accepted().ok());
  }
  Submitted refused(engine(), put("refused", "x"));
  EXPECT_EQ(code_of(refused.accepted()), ErrorCode::kBusy);
  disk_.hold_log_syncs(false);
  EXPECT_TRUE(first.wait().ok());
  for (Submitted& commit : queued) EXPECT_TRUE(commit.wait().ok());
  EXPECT_TRUE(commit(put("refused", "x")).ok());
}

TEST_F(RocksDbFaults, QueueIsBoundedInBytes) {
  open({.max_queued_bytes = 10'000});
  disk_.hold_log_syncs(true);
  Submitted first(engine(), put("first", "x"));
  disk_.await_waiter();
  Submitted large(engine(), put("large", std::string(20'000, 'x')));  // one always fits
  EXPECT_TRUE(large.accepted().ok());
  Submitted refused(engine(), put("small", "x"));
  EXPECT_EQ(code_of(refused.accepted()), ErrorCode::kBusy);
  disk_.hold_log_syncs(false);
  EXPECT_TRUE(large.wait().ok());
}

// A disk that hangs: what is not begun is answered.
TEST_F(RocksDbFaults, WhoWaitsTooLongInTheQueueIsRefused) {
  open({.max_queued_time = std::chrono::milliseconds(200)});
  disk_.hold_log_syncs(true);
  Submitted first(engine(), put("first", "x"));
  disk_.await_waiter();
  Submitted second(engine(), put("second", "x"));
  Submitted third(engine(), put("third", "x"));
  const Result<CommitReceipt> refused = second.wait();
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(code_of(refused), ErrorCode::kBusy);
  EXPECT_EQ(code_of(third.wait()), ErrorCode::kBusy);
  disk_.hold_log_syncs(false);
  EXPECT_TRUE(first.wait().ok());
  EXPECT_FALSE(get("second").exists());
  EXPECT_TRUE(commit(put("second", "x")).ok());
}

TEST_F(RocksDbFaults, AStallIsAnsweredAndNothingOfItIsWritten) {
  for (const Durability durability : {Durability::kFull, Durability::kRelaxed}) {
    open({.durability = durability,
          .memory_budget_bytes = 1 << 20,
          .max_queued_time = std::chrono::milliseconds(200)});
    disk_.hold_new_tables(true);
    const std::string prefix = durability == Durability::kFull ? "full" : "relaxed";
    int index = 0;
    Result<CommitReceipt> receipt = CommitReceipt{};
    while (receipt.ok()) {
      ASSERT_LT(index, 2000) << "writes never stalled";
      receipt = commit(put(prefix + ordered_key(index++), std::string(100'000, 'x')));
    }
    EXPECT_EQ(code_of(receipt), ErrorCode::kBusy);
    EXPECT_TRUE(get(prefix + ordered_key(0)).exists());  // reads go on
    disk_.hold_new_tables(false);
    EXPECT_FALSE(get(prefix + ordered_key(index - 1)).exists());
    do {
      receipt = commit(put(prefix + "after", "x"));
    } while (!receipt.ok() && code_of(receipt) == ErrorCode::kBusy);
    EXPECT_TRUE(receipt.ok());
    EXPECT_FALSE(get(prefix + ordered_key(index - 1)).exists());
    for (int i = 0; i + 1 < index; ++i) EXPECT_TRUE(get(prefix + ordered_key(i)).exists());
  }
}

// Control operations wait in the line like commits, and nothing hangs on them.
TEST_F(RocksDbFaults, AStallIsAnsweredToWhoChangesLogGroupsAndRanges) {
  for (const Durability durability : {Durability::kFull, Durability::kRelaxed}) {
    open({.durability = durability,
          .memory_budget_bytes = 1 << 20,
          .max_queued_time = std::chrono::milliseconds(200)});
    const std::uint64_t group = durability == Durability::kFull ? 1 : 2;
    ASSERT_TRUE(base::block_on(engine().create_log_group(group, 1)).ok());
    disk_.hold_new_tables(true);
    int index = 0;
    while (commit(put(ordered_key(index++), std::string(100'000, 'x'))).ok()) {
      ASSERT_LT(index, 2000) << "writes never stalled";
    }
    EXPECT_EQ(code_of(base::block_on(engine().create_log_group(group + 10, 1))), ErrorCode::kBusy);
    EXPECT_EQ(code_of(base::block_on(engine().drop_log_group(group))), ErrorCode::kBusy);
    EXPECT_EQ(code_of(base::block_on(engine().raise_fence(7, group))), ErrorCode::kBusy);
    EXPECT_EQ(code_of(base::block_on(engine().drop_range({ordered_key(0), ordered_key(1)}))),
              ErrorCode::kBusy);
    EXPECT_EQ(code_of(commit(put("a", "one"))), ErrorCode::kBusy);
    disk_.hold_new_tables(false);
    EXPECT_TRUE(get(ordered_key(0)).exists());
    Result<base::Ok> dropped = base::Ok{};
    do {
      dropped = base::block_on(engine().drop_log_group(group));
    } while (!dropped.ok() && code_of(dropped) == ErrorCode::kBusy);
    EXPECT_TRUE(dropped.ok());
    EXPECT_EQ(code_of(base::block_on(engine().drop_log_group(group + 10))), ErrorCode::kNotFound);
  }
}

TEST_F(RocksDbFaults, FailedSyncIsAnUnknownOutcome) {
  open();
  ASSERT_TRUE(commit(put("safe", "x")).ok());
  Commit count;
  count.adds.push_back({"n", 1});
  ASSERT_TRUE(commit(count).ok());
  disk_.fail_syncs(true);
  Commit unsure = put("a", "one");
  unsure.adds.push_back({"n", 1});
  EXPECT_EQ(code_of(commit(unsure)), ErrorCode::kUnknownOutcome);
  const Result<CommitReceipt> refused = commit(put("b", "two"));
  ASSERT_EQ(code_of(refused), ErrorCode::kUnavailable);
  EXPECT_NE(refused.error().message.find("takes no writes"), std::string::npos);
  EXPECT_EQ(refused.error().message.find('\n'), std::string::npos);
  disk_.fail_syncs(false);
  const CommitReceipt receipt = commit_when_available(put("b", "two"));
  EXPECT_EQ(get("safe").value, "x");
  EXPECT_EQ(get("b").version, receipt.version);
  // It happened whole or not at all.
  EXPECT_EQ(*base::block_on(engine().read_counter("n")), get("a").exists() ? 2 : 1);
  ASSERT_TRUE(commit(count).ok());
  EXPECT_EQ(*base::block_on(engine().read_counter("n")), get("a").exists() ? 3 : 2);
}

TEST_F(RocksDbFaults, ChainFailsWithItsBatch) {
  open();
  disk_.hold_log_syncs(true);
  Submitted first(engine(), put_if("a", 0, "one"));
  disk_.await_waiter();
  Submitted second(engine(), put_if("a", *first.accepted(), "two"));
  disk_.fail_syncs(true);
  disk_.hold_log_syncs(false);
  EXPECT_EQ(code_of(first.wait()), ErrorCode::kUnknownOutcome);
  EXPECT_EQ(code_of(second.wait()), ErrorCode::kUnavailable);
  disk_.fail_syncs(false);
  commit_when_available(put("b", "x"));
  EXPECT_NE(get("a").value, "two");
}

TEST_F(RocksDbFaults, FullDiskRefusesWritesAndRecovers) {
  open();
  ASSERT_TRUE(commit(put("safe", "x")).ok());
  disk_.fill_up(true);
  EXPECT_EQ(code_of(commit(put("a", "one"))), ErrorCode::kUnknownOutcome);
  disk_.fill_up(false);
  commit_when_available(put("b", "two"));
  EXPECT_EQ(get("safe").value, "x");
}

TEST_F(RocksDbFaults, StopsWhileTheDiskFails) {
  open();
  disk_.fail_syncs(true);
  EXPECT_EQ(code_of(commit(put("a", "one"))), ErrorCode::kUnknownOutcome);
  engine_.reset();
  disk_.fail_syncs(false);
  open();
  EXPECT_TRUE(commit(put("b", "two")).ok());
}

TEST_F(RocksDbFaults, AcknowledgedWritesSurviveAPowerCut) {
  open();
  ASSERT_TRUE(base::block_on(engine().create_log_group(1, 1)).ok());
  ASSERT_TRUE(base::block_on(engine().raise_fence(7, 2)).ok());
  CommitVersion last = 0;
  for (int i = 0; i < 50; ++i) {
    Commit wanted = put(ordered_key(i), std::string(5'000, 'x'));
    wanted.appends.push_back({1, "a", std::to_string(i)});
    wanted.adds.push_back({"n", 1});
    last = commit(wanted)->version;
  }
  lose_power();
  for (int i = 0; i < 50; ++i) EXPECT_TRUE(get(ordered_key(i)).exists());
  EXPECT_EQ(*base::block_on(engine().read_counter("n")), 50);
  const std::uint64_t shard = base::block_on(engine().list_shards(1))->at(0).id;
  EXPECT_EQ(base::block_on(engine().read_log(1, shard, 0, {}))->records.size(), 50u);
  Commit old = put("old", "x");
  old.fences.push_back({7, 1});
  EXPECT_EQ(code_of(commit(old)), ErrorCode::kFenced);
  EXPECT_GT(commit(put("a", "x"))->version, last);
}

TEST_F(RocksDbFaults, DroppedRangeStaysDroppedAfterAPowerCut) {
  open();
  for (int i = 0; i < 600; ++i) {
    Commit wanted = put(ordered_key(i), "x");
    for (int j = 1; j < 10; ++j) wanted.writes.push_back({ordered_key(i) + std::to_string(j), "x"});
    ASSERT_TRUE(commit(wanted).ok());
    if (i % 200 == 0) open();  // tables on the disk
  }
  ASSERT_TRUE(base::block_on(engine().drop_range({ordered_key(1), ordered_key(599)})).ok());
  lose_power();
  EXPECT_TRUE(get(ordered_key(0)).exists());
  EXPECT_FALSE(get(ordered_key(1)).exists());
  EXPECT_EQ(base::block_on(engine().scan({}, Direction::kForward, {}))->entries().size(), 20u);
}

// Relaxed mode promises less: what a crash of the machine takes are the last writes, never some in between.
TEST_F(RocksDbFaults, RelaxedLosesOnlyTheEndInAPowerCut) {
  const RocksDbOptions relaxed{.durability = Durability::kRelaxed,
                               .sync_interval = std::chrono::milliseconds(1)};
  open(relaxed);
  for (int i = 0; i < 2000; ++i) ASSERT_TRUE(commit(put(ordered_key(i), "x")).ok());
  lose_power(relaxed);
  const Result<ScanPage> page = base::block_on(engine().scan({}, Direction::kForward, {1 << 20, 3000}));
  ASSERT_TRUE(page.ok());
  for (std::size_t i = 0; i < page->entries().size(); ++i) {
    ASSERT_EQ(page->entries()[i].key, ordered_key(static_cast<int>(i)));
  }
}

// The files of a range are deleted for good. A crash that takes back what came before must not find it empty.
TEST_F(RocksDbFaults, RelaxedDropsFilesOfNothingThatAPowerCutBringsBack) {
  open();
  ASSERT_TRUE(commit(put("its name", "x")).ok());
  for (int i = 0; i < 600; ++i)
    ASSERT_TRUE(commit(put(ordered_key(i), std::string(1'000, 'a' + i % 26))).ok());
  close_with_many_files();
  const RocksDbOptions relaxed{.durability = Durability::kRelaxed, .sync_interval = std::chrono::hours(1)};
  open(relaxed);
  Commit forget;
  forget.writes.push_back({"its name", std::nullopt});
  ASSERT_TRUE(commit(forget).ok());
  // A table would bring all to the disk.
  disk_.hold_new_tables(true);
  std::thread dropping([&] {
    (void)base::block_on(engine().drop_range({ordered_key(0), ordered_key(600)}));
  });
  disk_.await_waiter();
  disk_.cut_power();
  disk_.hold_new_tables(false);
  dropping.join();
  engine_.reset();
  disk_.restore_power();
  open(relaxed);
  const std::size_t left = base::block_on(engine().scan({}, Direction::kForward, {}))->entries().size();
  EXPECT_EQ(left, get("its name").exists() ? 601u : 0u);
}

TEST_F(RocksDbFaults, RelaxedDropsFilesOfNoRecordsThatAPowerCutBringsBack) {
  open();
  const auto shard_of = [this](std::uint64_t group) {
    return base::block_on(engine().list_shards(group))->at(0);
  };
  for (const std::uint64_t group : {1, 2}) {
    ASSERT_TRUE(base::block_on(engine().create_log_group(group, 1)).ok());
    for (int i = 0; i < 600; ++i) {
      Commit wanted;
      wanted.appends.push_back({group, "a", std::string(1'000, 'a' + i % 26)});
      ASSERT_TRUE(commit(wanted).ok());
    }
  }
  const auto drop = [&] { return base::block_on(engine().drop_log_group(1)); };
  const auto trim = [&] { return base::block_on(engine().trim_log(2, shard_of(2).id, ~0ULL)); };
  const auto cut_power_in = [&](const std::function<Result<base::Ok>()>& work) {
    close_with_many_files();
    const RocksDbOptions relaxed{.durability = Durability::kRelaxed, .sync_interval = std::chrono::hours(1)};
    open(relaxed);
    disk_.hold_log_syncs(true);
    std::thread working([&] {
      (void)work();
      (void)base::block_on(engine().sync());
    });
    disk_.await_waiter();
    disk_.cut_power();
    disk_.hold_log_syncs(false);
    working.join();
    engine_.reset();
    disk_.restore_power();
    open(relaxed);
  };
  const auto records_of = [&](std::uint64_t group) {
    const LogShard shard = shard_of(group);
    const ScanLimits all{64 << 20, 1'000};
    return base::block_on(engine().read_log(group, shard.id, shard.trimmed_upto, all))->records.size();
  };
  cut_power_in(drop);
  EXPECT_EQ(records_of(1), 600u);
  cut_power_in(trim);
  EXPECT_EQ(shard_of(2).trimmed_upto, 0u);
  EXPECT_EQ(records_of(2), 600u);
  ASSERT_TRUE(drop().ok());
  ASSERT_TRUE(trim().ok());
  EXPECT_EQ(code_of(base::block_on(engine().list_shards(1))), ErrorCode::kNotFound);
  EXPECT_EQ(records_of(2), 0u);
}

// RocksDB renames and deletes files behind open(): a copy is of one moment only if no name changed meanwhile.
void copy_at_one_moment(const std::filesystem::path& folder, const std::filesystem::path& copy) {
  namespace fs = std::filesystem;
  const auto names = [&folder] {
    std::set<fs::path> found;
    std::error_code gone;
    for (fs::recursive_directory_iterator at(folder, gone), end; !gone && at != end; at.increment(gone))
      found.insert(at->path());
    return found;
  };
  std::set<fs::path> before;
  std::error_code error;
  do {
    fs::remove_all(copy);
    before = names();
    fs::copy(folder, copy, fs::copy_options::recursive, error);
  } while (error || names() != before);
}

// What a killed process leaves is what the kernel has: a copy of the files of the running engine.
TEST_F(RocksDbFaults, AcknowledgedWritesSurviveAKill) {
  for (Durability durability : {Durability::kFull, Durability::kRelaxed}) {
    open({.durability = durability, .sync_interval = std::chrono::hours(1)});
    for (int i = 0; i < 50; ++i) ASSERT_TRUE(commit(put(ordered_key(i), "x")).ok());
    const std::string copy = folder_.outer() / ("copy" + std::to_string(static_cast<int>(durability)));
    copy_at_one_moment(folder_.path(), copy);
    auto survivor = RocksDbEngine::open({.path = copy}, pool_, base::Clock::system());
    ASSERT_TRUE(survivor.ok()) << survivor.error();
    EXPECT_EQ(base::block_on((*survivor)->scan({}, Direction::kForward, {}))->entries().size(), 50u);
  }
}

TEST_F(RocksDbFaults, RelaxedNoticesAFailedBackgroundSync) {
  open({.durability = Durability::kRelaxed, .sync_interval = std::chrono::milliseconds(1)});
  ASSERT_TRUE(commit(put("a", "one")).ok());
  disk_.fail_syncs(true);
  // The next sync fails, and then writes are refused.
  for (;;) {
    const Result<CommitReceipt> receipt = commit(put("b", "two"));
    if (receipt.ok()) continue;
    EXPECT_TRUE(code_of(receipt) == ErrorCode::kUnavailable ||
                code_of(receipt) == ErrorCode::kUnknownOutcome);
    break;
  }
  disk_.fail_syncs(false);
  commit_when_available(put("c", "three"));
  EXPECT_EQ(get("a").value, "one");
}

TEST_F(RocksDbFaults, RelaxedTakesNoWritesAfterASyncThatWasAskedForFailed) {
  open({.durability = Durability::kRelaxed, .sync_interval = std::chrono::hours(1)});
  ASSERT_TRUE(commit(put("a", "one")).ok());
  disk_.fail_syncs(true);
  EXPECT_FALSE(base::block_on(engine().sync()).ok());
  EXPECT_EQ(code_of(commit(put("b", "two"))), ErrorCode::kUnavailable);
  disk_.fail_syncs(false);
  commit_when_available(put("c", "three"));
  EXPECT_EQ(get("a").value, "one");
  EXPECT_TRUE(base::block_on(engine().sync()).ok());
}

// RocksDB aborts where a log is synced for the first time after a write to it failed.
TEST_F(RocksDbFaults, RelaxedSyncsALogThatTakesNoMore) {
  const RocksDbOptions relaxed{.durability = Durability::kRelaxed, .sync_interval = std::chrono::hours(1)};
  open(relaxed);
  ASSERT_TRUE(commit(put("a", "one")).ok());
  disk_.fail_sometimes({.write_error = 1}, 1);
  EXPECT_EQ(code_of(commit(put("b", "two"))), ErrorCode::kUnknownOutcome);
  EXPECT_TRUE(base::block_on(engine().sync()).ok());
  disk_.fail_sometimes({}, 1);
  lose_power(relaxed);
  EXPECT_EQ(get("a").value, "one");
}

// RocksDB stops writes while memtables wait for the disk. In relaxed mode the submitting thread must not: the
// commits go in line, and the line is bounded.
TEST_F(RocksDbFaults, RelaxedDoesNotBlockInAStall) {
  open({.durability = Durability::kRelaxed, .memory_budget_bytes = 1 << 20, .max_queued_commits = 20});
  disk_.hold_new_tables(true);
  std::deque<Submitted> submitted;
  int index = 0;
  do {
    submitted.emplace_back(engine(), put(ordered_key(index++), std::string(100'000, 'x')));
    ASSERT_LT(index, 2000) << "writes never stalled";
  } while (submitted.back().accepted().ok());
  EXPECT_EQ(code_of(submitted.back().accepted()), ErrorCode::kBusy);
  submitted.pop_back();
  disk_.hold_new_tables(false);
  for (Submitted& commit : submitted) EXPECT_TRUE(commit.wait().ok());
  for (int i = 0; i + 1 < index; ++i) EXPECT_TRUE(get(ordered_key(i)).exists());
}

TEST_F(RocksDbFaults, ReadsTouchTheDiskOnlyOnThePool) {
  open();
  for (int i = 0; i < 200; ++i)
    ASSERT_TRUE(commit(put(ordered_key(i), std::string(2'000, 'a' + i % 26))).ok());
  open();  // writes the tables
  open();  // and forgets the cache
  disk_.take_readers();
  EXPECT_EQ(get(ordered_key(17)).value.size(), 2'000u);
  EXPECT_EQ(base::block_on(engine().scan({}, Direction::kForward, {}))->entries().size(), 200u);
  const std::string_view keys[] = {"k000001", "k000150", "missing"};
  const Result<std::vector<Record>> records = base::block_on(engine().get(keys));
  EXPECT_TRUE((*records)[1].exists());
  EXPECT_FALSE((*records)[2].exists());
  const std::set<std::thread::id> readers = disk_.take_readers();
  EXPECT_FALSE(readers.empty());
  EXPECT_FALSE(readers.contains(std::this_thread::get_id()));
}

// Several keys of one block that is not cached, beside one that is.
TEST_F(RocksDbFaults, NeighboursFromAHalfFilledCache) {
  constexpr int kKeys = 400;
  open();
  for (int i = 0; i < kKeys; ++i)
    ASSERT_TRUE(commit(put(ordered_key(i), std::string(1'000, 'a' + i % 26))).ok());
  open();  // writes the tables
  open();  // and forgets the cache
  EXPECT_TRUE(get(ordered_key(0)).exists());
  for (int i = 0; i < kKeys; i += 4) {
    const std::vector<std::string> names = {ordered_key(0), ordered_key(i + 1), ordered_key(i + 2),
                                            ordered_key(i + 3)};
    const std::vector<std::string_view> keys(names.begin(), names.end());
    const Result<std::vector<Record>> records = base::block_on(engine().get(keys));
    ASSERT_TRUE(records.ok()) << i << ": " << records.error().message;
    for (const Record& record : *records) EXPECT_EQ(record.value.size(), 1'000u);
  }
}

}  // namespace
}  // namespace stator::storage
