// The engine that keeps everything in memory: the --in-memory mode, and the oracle in tests. A commit is
// applied inside submit, so its completion is set before submit returns.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"
#include "base/keyed_hash.h"
#include "storage/engine.h"
#include "storage/log_group.h"

namespace stator::storage {

class AppendSignal;
class PageBuilder;

class MemoryEngine final : public Engine {
 public:
  // `appended`, told of appends, outlives the engine; nullptr: nobody is told.
  explicit MemoryEngine(base::Clock& clock, AppendSignal* appended = nullptr);

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
  base::Task<Result<base::Ok>> sync() override { co_return base::Ok{}; }
  Durability durability() const override { return Durability::kNone; }

 private:
  struct Log {
    LogGroup group;
    std::unordered_map<std::uint64_t, std::deque<LogRecord>> records;  // by shard
  };

  // All of these want the mutex held.
  Record find(std::string_view key) const;
  bool read_forward(const KeyRange& range, PageBuilder& page) const;
  bool read_backward(const KeyRange& range, PageBuilder& page) const;
  Result<base::Ok> check(const Commit& commit) const;
  CommitReceipt apply(Commit& commit, CommitVersion version);
  void write(std::string key, std::optional<std::string> value, CommitVersion version);
  std::int64_t now_micros();

  base::Clock& clock_;
  AppendSignal* const appended_;
  mutable std::shared_mutex mutex_;
  std::map<std::string, Record, std::less<>> records_;
  // The same by hash, for what asks for one key: a walk down the tree costs a cache miss a level. Keys are
  // those of the tree, whose nodes stay where they are.
  std::unordered_map<std::string_view, Record*, base::KeyedHash> by_key_;
  std::map<std::string, std::int64_t, std::less<>> counters_;
  std::unordered_map<std::uint64_t, std::uint64_t> fences_;  // table -> epoch
  std::unordered_map<std::uint64_t, Log> logs_;
  CommitVersion next_version_ = 1;
  std::int64_t last_micros_ = 0;
};

}  // namespace stator::storage
