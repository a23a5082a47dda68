#include "storage/rocksdb/rocksdb_engine.h"

#include <utility>

#include "storage/rocksdb/committer.h"
#include "storage/rocksdb/database.h"
#include "storage/rocksdb/fence.h"
#include "storage/rocksdb/file_hold.h"
#include "storage/rocksdb/log_control.h"
#include "storage/rocksdb/log_reads.h"
#include "storage/rocksdb/range_delete.h"
#include "storage/rocksdb/range_drop.h"
#include "storage/rocksdb/reads.h"

namespace stator::storage {
namespace {

using rocks::MaybeRead;
using rocks::Tier;

// Runs `read` on the pool and comes back to the executor of the caller. `read` outlives the task.
template <typename Read>
base::Task<decltype(std::declval<Read&>()())> on_pool(base::Executor& pool, Read& read) {
  base::Executor* home = base::Executor::current();
  co_await base::switch_to(pool);
  auto outcome = read();
  if (home != nullptr) co_await base::switch_to(*home);
  co_return outcome;
}

}  // namespace

base::Result<std::unique_ptr<RocksDbEngine>, std::string> RocksDbEngine::open(RocksDbOptions options,
                                                                              base::Executor& read_pool,
                                                                              base::Clock& clock) {
  STATOR_CHECK(options.durability != Durability::kNone);
  STATOR_ASSIGN(auto database, rocks::Database::open({.data_folder = options.path,
                                                      .memory_budget_bytes = options.memory_budget_bytes,
                                                      .env = options.env,
                                                      // Where each write waits for a sync.
                                                      .logs = options.durability == Durability::kFull
                                                                  ? rocks::Logs::kFilled
                                                                  : rocks::Logs::kAppended,
                                                      .synced = options.durability == Durability::kFull}));
  STATOR_ASSIGN(auto committer, rocks::Committer::start(*database, clock,
                                                        {.durability = options.durability,
                                                         .max_queued_commits = options.max_queued_commits,
                                                         .max_queued_bytes = options.max_queued_bytes,
                                                         .max_queued_time = options.max_queued_time,
                                                         .sync_interval = options.sync_interval,
                                                         .retry_interval = options.retry_interval,
                                                         .appended = options.appended}));
  return std::unique_ptr<RocksDbEngine>(
      new RocksDbEngine(options.durability, read_pool, std::move(database), std::move(committer)));
}

RocksDbEngine::RocksDbEngine(Durability durability, base::Executor& read_pool,
                             std::unique_ptr<rocks::Database> database,
                             std::unique_ptr<rocks::Committer> committer)
    : durability_(durability),
      read_pool_(read_pool),
      database_(std::move(database)),
      committer_(std::move(committer)) {}

RocksDbEngine::~RocksDbEngine() = default;

base::Task<Result<Record>> RocksDbEngine::get_one(std::string_view key) {
  MaybeRead<Record> cached = rocks::read_one(*database_, key, Tier::kCache);
  if (cached) co_return *std::move(cached);
  const std::string copy(key);
  const auto turn = co_await keys_read_.acquire(1);
  auto read = [&] { return *rocks::read_one(*database_, copy, Tier::kDisk); };
  auto record = co_await on_pool(read_pool_, read);
  co_return record;
}

base::Task<Result<std::vector<Record>>> RocksDbEngine::get(std::span<const std::string_view> keys) {
  MaybeRead<std::vector<Record>> cached = rocks::read_many(*database_, keys, Tier::kCache);
  if (cached) co_return *std::move(cached);
  const std::vector<std::string> copies(keys.begin(), keys.end());
  const std::vector<std::string_view> views(copies.begin(), copies.end());
  const auto turn = co_await keys_read_.acquire(keys.size());
  auto read = [&] { return *rocks::read_many(*database_, views, Tier::kDisk); };
  auto records = co_await on_pool(read_pool_, read);
  co_return records;
}

base::Task<Result<ScanPage>> RocksDbEngine::scan(KeyRange range, Direction direction, ScanLimits limits) {
  MaybeRead<ScanPage> cached = rocks::read_page(*database_, range, direction, limits, Tier::kCache);
  if (cached) co_return *std::move(cached);
  auto read = [&] { return *rocks::read_page(*database_, range, direction, limits, Tier::kDisk); };
  auto page = co_await on_pool(read_pool_, read);
  co_return page;
}

base::Task<Result<std::int64_t>> RocksDbEngine::read_counter(std::string_view key) {
  MaybeRead<std::int64_t> cached = rocks::read_counter(*database_, key, Tier::kCache);
  if (cached) co_return *std::move(cached);
  const std::string copy(key);
  auto read = [&] { return *rocks::read_counter(*database_, copy, Tier::kDisk); };
  auto value = co_await on_pool(read_pool_, read);
  co_return value;
}

base::Task<Result<std::vector<LogShard>>> RocksDbEngine::list_shards(std::uint64_t group) {
  MaybeRead<std::vector<LogShard>> cached = rocks::read_shards(*database_, group, Tier::kCache);
  if (cached) co_return *std::move(cached);
  auto read = [&] { return *rocks::read_shards(*database_, group, Tier::kDisk); };
  auto shards = co_await on_pool(read_pool_, read);
  co_return shards;
}

base::Task<Result<LogPage>> RocksDbEngine::read_log(std::uint64_t group, std::uint64_t shard,
                                                    std::uint64_t from, ScanLimits limits) {
  MaybeRead<LogPage> cached = rocks::read_log_page(*database_, group, shard, from, limits, Tier::kCache);
  if (cached) co_return *std::move(cached);
  auto read = [&] { return *rocks::read_log_page(*database_, group, shard, from, limits, Tier::kDisk); };
  auto page = co_await on_pool(read_pool_, read);
  co_return page;
}

Result<std::vector<DatabaseFile>> RocksDbEngine::hold_files() { return rocks::hold_files(*database_); }

void RocksDbEngine::release_files() { rocks::release_files(*database_); }

Result<CommitVersion> RocksDbEngine::submit(Commit commit, CommitCompletion& done) {
  return committer_->submit(std::move(commit), done);
}

base::Task<Result<base::Ok>> RocksDbEngine::raise_fence(std::uint64_t table, std::uint64_t epoch) {
  return committer_->run(rocks::raise_fence_work(table, epoch));
}

base::Task<Result<base::Ok>> RocksDbEngine::drop_range(KeyRange range) {
  bool has_files = false;
  auto dropped = co_await committer_->run(rocks::drop_keys_work(range, has_files));
  if (!dropped.ok() || !has_files) co_return dropped;
  auto synced = co_await sync();
  if (!synced.ok()) co_return synced;
  auto drop_files = [&] {
    rocks::drop_files(*database_, range);
    return base::Ok{};
  };
  co_await on_pool(read_pool_, drop_files);
  auto ended = co_await committer_->run(rocks::end_drop_work(range));
  co_return ended;
}

base::Task<Result<base::Ok>> RocksDbEngine::sync() {
  if (durability_ == Durability::kFull) co_return base::Ok{};
  auto sync_log = [this] { return committer_->sync(); };
  auto synced = co_await on_pool(read_pool_, sync_log);
  co_return synced;
}

base::Task<Result<base::Ok>> RocksDbEngine::create_log_group(std::uint64_t group, std::uint32_t shards) {
  return committer_->run(rocks::create_log_group_work(group, shards));
}

base::Task<Result<base::Ok>> RocksDbEngine::drop_log_group(std::uint64_t group) {
  std::optional<KeyRange> files;
  auto dropped = co_await committer_->run(rocks::drop_log_group_work(group, files));
  if (!dropped.ok() || !files) co_return dropped;
  auto freed = co_await drop_log_files(*std::move(files));
  co_return freed;
}

base::Task<Result<base::Ok>> RocksDbEngine::roll_shard(std::uint64_t group, std::uint64_t shard,
                                                       std::uint32_t children) {
  return committer_->run(rocks::roll_shard_work(group, shard, children));
}

base::Task<Result<base::Ok>> RocksDbEngine::trim_log(std::uint64_t group, std::uint64_t shard,
                                                     std::uint64_t upto) {
  std::optional<KeyRange> files;
  auto trimmed = co_await committer_->run(rocks::trim_log_work(group, shard, upto, files));
  if (!trimmed.ok() || !files) co_return trimmed;
  auto freed = co_await drop_log_files(*std::move(files));
  co_return freed;
}

// Nobody appends to what is deleted: later records are of no dropped group, and behind all that is trimmed.
base::Task<Result<base::Ok>> RocksDbEngine::drop_log_files(KeyRange records) {
  auto synced = co_await sync();
  if (!synced.ok()) co_return synced;
  auto drop_files = [&] {
    if (const rocks::Database::Use use = database_->use()) rocks::drop_files_in_range(use, records);
    return base::Ok{};
  };
  co_await on_pool(read_pool_, drop_files);
  co_return base::Ok{};
}

}  // namespace stator::storage
