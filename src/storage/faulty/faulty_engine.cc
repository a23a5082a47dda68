#include "storage/faulty/faulty_engine.h"

#include <utility>

namespace stator::storage {
namespace {

// No key ever has this version: a guard on it never holds.
constexpr CommitVersion kNeverReached = ~0ULL;

Commit lost_commit() {
  Commit commit;
  commit.guards.push_back({"", kNeverReached});
  return commit;
}

base::Task<void> wait(std::chrono::nanoseconds delay) {
  const bool can_sleep = base::Executor::current() != nullptr;
  if (can_sleep && delay.count() > 0) co_await base::sleep_for(delay);
}

}  // namespace

FaultyEngine::FaultyEngine(Engine& inner, FaultRates rates, std::uint64_t seed)
    : inner_(inner), rates_(rates), random_(seed) {}

void FaultyEngine::set_rates(FaultRates rates, std::size_t commits_spared) {
  std::lock_guard lock(mutex_);
  rates_ = rates;
  commits_spared_ = commits_spared;
}

double FaultyEngine::draw() { return static_cast<double>(random_.next() >> 11) * 0x1p-53; }

FaultyEngine::Fate FaultyEngine::draw_commit_fate() {
  std::lock_guard lock(mutex_);
  if (commits_spared_ > 0) {
    --commits_spared_;
    return Fate::kNormal;
  }
  double left = draw();
  if ((left -= rates_.busy) < 0) return Fate::kBusy;
  if ((left -= rates_.unavailable) < 0) return Fate::kUnavailable;
  if ((left -= rates_.conflict) < 0) return Fate::kConflict;
  if ((left -= rates_.unknown_applied) < 0) return Fate::kUnknownApplied;
  if ((left -= rates_.unknown_lost) < 0) return Fate::kUnknownLost;
  return Fate::kNormal;
}

FaultyEngine::ReadFate FaultyEngine::draw_read_fate() {
  std::lock_guard lock(mutex_);
  const bool fails = draw() < rates_.read_error;
  return {fails, draw_delay()};
}

bool FaultyEngine::draw_busy() {
  std::lock_guard lock(mutex_);
  return draw() < rates_.busy;
}

std::chrono::nanoseconds FaultyEngine::draw_delay() {
  if (draw() >= rates_.delay) return {};
  return std::chrono::nanoseconds(static_cast<std::int64_t>(draw() * rates_.max_delay.count()));
}

// ---- commits

Result<CommitVersion> FaultyEngine::submit(Commit commit, CommitCompletion& done) {
  const Fate fate = draw_commit_fate();
  if (fate == Fate::kBusy) return Error{ErrorCode::kBusy, "injected: busy"};
  if (fate == Fate::kUnavailable) return Error{ErrorCode::kUnavailable, "injected: unavailable"};
  if (fate == Fate::kConflict || fate == Fate::kUnknownLost) commit = lost_commit();
  Result<CommitVersion> accepted = CommitVersion{0};
  base::spawn(relay(std::move(commit), fate, accepted, done));
  return accepted;
}

// Hands the commit on and its answer back. `accepted` is set before it first suspends and not used
// afterwards.
base::Task<void> FaultyEngine::relay(Commit commit, Fate fate, Result<CommitVersion>& accepted,
                                     CommitCompletion& done) {
  CommitCompletion inner_done;
  accepted = inner_.submit(std::move(commit), inner_done);
  if (!accepted.ok()) co_return;
  auto outcome = co_await inner_done;
  const std::chrono::nanoseconds delay = draw_read_fate().delay;
  co_await wait(delay);
  if (fate == Fate::kUnknownApplied || fate == Fate::kUnknownLost) {
    outcome = Error{ErrorCode::kUnknownOutcome, "injected: unknown outcome"};
  }
  done.set(std::move(outcome));
}

// ---- everything else

template <typename T>
base::Task<Result<T>> FaultyEngine::read(base::Task<Result<T>> inner) {
  const ReadFate fate = draw_read_fate();
  co_await wait(fate.delay);
  if (fate.fails) co_return Error{ErrorCode::kIo, "injected: reading failed"};
  auto outcome = co_await std::move(inner);
  co_return outcome;
}

base::Task<Result<base::Ok>> FaultyEngine::change(base::Task<Result<base::Ok>> inner) {
  if (draw_busy()) co_return Error{ErrorCode::kBusy, "injected: busy"};
  auto outcome = co_await std::move(inner);
  co_return outcome;
}

base::Task<Result<Record>> FaultyEngine::get_one(std::string_view key) {
  const std::string copy(key);  // a delay may come before the inner engine takes its own
  auto inner = inner_.get_one(copy);
  auto record = co_await read(std::move(inner));
  co_return record;
}

base::Task<Result<std::vector<Record>>> FaultyEngine::get(std::span<const std::string_view> keys) {
  const std::vector<std::string> copies(keys.begin(), keys.end());
  const std::vector<std::string_view> views(copies.begin(), copies.end());
  auto inner = inner_.get(views);
  auto records = co_await read(std::move(inner));
  co_return records;
}

base::Task<Result<ScanPage>> FaultyEngine::scan(KeyRange range, Direction direction, ScanLimits limits) {
  return read(inner_.scan(std::move(range), direction, limits));
}

base::Task<Result<std::int64_t>> FaultyEngine::read_counter(std::string_view key) {
  const std::string copy(key);
  auto inner = inner_.read_counter(copy);
  auto value = co_await read(std::move(inner));
  co_return value;
}

base::Task<Result<std::vector<LogShard>>> FaultyEngine::list_shards(std::uint64_t group) {
  return read(inner_.list_shards(group));
}

base::Task<Result<LogPage>> FaultyEngine::read_log(std::uint64_t group, std::uint64_t shard,
                                                   std::uint64_t from, ScanLimits limits) {
  return read(inner_.read_log(group, shard, from, limits));
}

base::Task<Result<base::Ok>> FaultyEngine::raise_fence(std::uint64_t table, std::uint64_t epoch) {
  return change(inner_.raise_fence(table, epoch));
}

base::Task<Result<base::Ok>> FaultyEngine::drop_range(KeyRange range) {
  return change(inner_.drop_range(std::move(range)));
}

base::Task<Result<base::Ok>> FaultyEngine::create_log_group(std::uint64_t group, std::uint32_t shards) {
  return change(inner_.create_log_group(group, shards));
}

base::Task<Result<base::Ok>> FaultyEngine::drop_log_group(std::uint64_t group) {
  return change(inner_.drop_log_group(group));
}

base::Task<Result<base::Ok>> FaultyEngine::roll_shard(std::uint64_t group, std::uint64_t shard,
                                                      std::uint32_t children) {
  return change(inner_.roll_shard(group, shard, children));
}

base::Task<Result<base::Ok>> FaultyEngine::trim_log(std::uint64_t group, std::uint64_t shard,
                                                    std::uint64_t upto) {
  return change(inner_.trim_log(group, shard, upto));
}

}  // namespace stator::storage
