// The durable engine on one machine, on RocksDB. What it stores is described in docs/formats/rocksdb.md.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "base/byte_budget.h"
#include "base/clock.h"
#include "base/executor.h"
#include "base/result.h"
#include "metrics/exposition.h"
#include "storage/engine.h"

namespace rocksdb {
class Env;
}

namespace stator::storage {

class AppendSignal;

namespace rocks {
class Committer;
class Database;
}  // namespace rocks

struct RocksDbOptions {
  std::string path;                             // the data folder; made where there is none
  Durability durability = Durability::kFull;    // or kRelaxed
  std::size_t memory_budget_bytes = 256 << 20;  // block cache and memtables together

  // Writes that wait for the disk; beyond it submit answers kBusy. A commit counts with its strings.
  std::size_t max_queued_commits = 16 << 10;
  std::size_t max_queued_bytes = 64 << 20;
  // A write that has waited for so long without being begun is answered with kBusy.
  std::chrono::milliseconds max_queued_time{5'000};

  std::chrono::milliseconds sync_interval{100};    // relaxed mode
  std::chrono::milliseconds retry_interval{1000};  // of opening again after a failed write

  AppendSignal* appended = nullptr;  // told of appends once they can be read; outlives the engine
  rocksdb::Env* env = nullptr;       // where a test makes the disk fail; nullptr: the machine's own
};

// A file of the database at one moment: its first `size` bytes, or `content` where that is not empty.
struct DatabaseFile {
  std::string name;  // in the folder of the database
  std::uint64_t size = 0;
  std::string content;
};

class RocksDbEngine final : public Engine {
 public:
  // Reads that need the disk run on `read_pool`, which outlives the engine, like `clock` and the env. The
  // error is one line for the user: what is wrong with the folder and what to do. Takes a few milliseconds,
  // longer where the log of a crash has to be replayed.
  static base::Result<std::unique_ptr<RocksDbEngine>, std::string> open(RocksDbOptions options,
                                                                        base::Executor& read_pool,
                                                                        base::Clock& clock);
  // Writes what was submitted. No read may be under way.
  ~RocksDbEngine() override;

  base::Task<Result<std::vector<Record>>> get(std::span<const std::string_view> keys) override;
  base::Task<Result<Record>> get_one(std::string_view key) override;
  base::Task<Result<ScanPage>> scan(KeyRange range, Direction direction, ScanLimits limits) override;
  Result<CommitVersion> submit(Commit commit, CommitCompletion& done) override;
  base::Task<Result<base::Ok>> raise_fence(std::uint64_t table, std::uint64_t epoch) override;
  base::Task<Result<base::Ok>> drop_range(KeyRange range) override;
  base::Task<Result<std::int64_t>> read_counter(std::string_view key) override;
  base::Task<Result<base::Ok>> create_log_group(std::uint64_t group, std::uint32_t shards) override;
  base::Task<Result<base::Ok>> drop_log_group(std::uint64_t group) override;
  base::Task<Result<std::vector<LogShard>>> list_shards(std::uint64_t group) override;
  base::Task<Result<LogPage>> read_log(std::uint64_t group, std::uint64_t shard, std::uint64_t from,
                                       ScanLimits limits) override;
  base::Task<Result<base::Ok>> roll_shard(std::uint64_t group, std::uint64_t shard,
                                          std::uint32_t children) override;
  base::Task<Result<base::Ok>> trim_log(std::uint64_t group, std::uint64_t shard,
                                        std::uint64_t upto) override;
  base::Task<Result<base::Ok>> sync() override;
  Durability durability() const override { return durability_; }

  // Caches, log, flushes, compactions, stalls. May wait a moment for the disk's owner: to be called on a
  // pool.
  void write_metrics(metrics::Exposition* out) const;

  // For a backup: writes what is in memory into data files, and keeps all files that the database is made of
  // now, which have every commit that was acknowledged before, until release_files(). Waits for the disk.
  // Holds do not nest.
  Result<std::vector<DatabaseFile>> hold_files();
  void release_files();

 private:
  RocksDbEngine(Durability durability, base::Executor& read_pool, std::unique_ptr<rocks::Database> database,
                std::unique_ptr<rocks::Committer> committer);
  base::Task<Result<base::Ok>> drop_log_files(KeyRange records);

  const Durability durability_;
  base::Executor& read_pool_;
  // Keys that are being read from the disk, counted from the request to whoever asked getting the records:
  // large ones are read faster than they are used.
  static constexpr std::size_t kMaxKeysRead = 64;
  base::ByteBudget keys_read_{kMaxKeysRead};
  std::unique_ptr<rocks::Database> database_;
  std::unique_ptr<rocks::Committer> committer_;  // stops before the database closes
};

}  // namespace stator::storage
