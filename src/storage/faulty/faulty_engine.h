// An engine that misbehaves on purpose, in front of another one: for tests of everything above. What happens
// is drawn from a seed, so that a run can be repeated.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>

#include "base/random.h"
#include "storage/engine.h"

namespace stator::storage {

// Shares of the calls, 0 to 1, that meet each fault. Those of a commit exclude each other and add up to 1 at
// most.
struct FaultRates {
  double busy = 0;         // submit, sync and the changes of logs, fences and ranges: kBusy, nothing happened
  double unavailable = 0;  // submit: kUnavailable, nothing happened
  double conflict = 0;     // a commit that would have held: kConflict, nothing happened
  double unknown_applied = 0;  // a commit happened, its answer is kUnknownOutcome
  double unknown_lost = 0;     // a commit did not happen, its answer is kUnknownOutcome
  double read_error = 0;       // reads: kIo
  double delay = 0;  // reads and answers of commits come up to max_delay later; not outside executors
  std::chrono::nanoseconds max_delay{0};
};

// Thread-safe. Versions and order of commits are those of the inner engine, also where a commit is lost: a
// chain of commits on its version fails.
class FaultyEngine : public Engine {
 public:
  // `inner` outlives it.
  FaultyEngine(Engine& inner, FaultRates rates, std::uint64_t seed);

  // For calls from now on, but for so many commits, which fare well.
  void set_rates(FaultRates rates, std::size_t commits_spared = 0);

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
  base::Task<Result<base::Ok>> sync() override { return change(inner_.sync()); }
  Durability durability() const override { return inner_.durability(); }

 private:
  enum class Fate { kNormal, kBusy, kUnavailable, kConflict, kUnknownApplied, kUnknownLost };
  struct ReadFate {
    bool fails;
    std::chrono::nanoseconds delay;
  };

  double draw();  // 0 to 1, with the mutex held
  Fate draw_commit_fate();
  ReadFate draw_read_fate();
  bool draw_busy();
  std::chrono::nanoseconds draw_delay();  // with the mutex held

  template <typename T>
  base::Task<Result<T>> read(base::Task<Result<T>> inner);
  base::Task<Result<base::Ok>> change(base::Task<Result<base::Ok>> inner);
  base::Task<void> relay(Commit commit, Fate fate, Result<CommitVersion>& accepted, CommitCompletion& done);

  Engine& inner_;
  std::mutex mutex_;  // guards what follows
  FaultRates rates_;
  std::size_t commits_spared_ = 0;
  base::SeededRandom random_;
};

}  // namespace stator::storage
