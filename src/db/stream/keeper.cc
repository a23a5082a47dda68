#include "db/stream/keeper.h"

#include <algorithm>
#include <mutex>
#include <optional>

#include "base/log.h"

namespace stator::db::stream {

namespace {

constexpr std::int64_t kRetentionMicros = std::chrono::microseconds(kRetention).count();
// Most shards have nothing to trim: a look at their first record shows it. Then records are counted in steps.
constexpr storage::ScanLimits kLook{1, 1};
constexpr storage::ScanLimits kStep{256 * 1024, 256};
constexpr std::chrono::milliseconds kLongestPause{20};

// What another round, or the end of the stream, has done already.
bool is_done_already(const storage::Error& error) {
  return error.code == storage::ErrorCode::kNotFound || error.code == storage::ErrorCode::kConflict ||
         error.code == storage::ErrorCode::kTrimmed;
}

Result<base::Ok> outcome_of(const storage::Result<base::Ok>& done) {
  if (done.ok() || is_done_already(done.error())) return base::Ok{};
  return to_failure(done.error());
}

}  // namespace

// The timer holds a share of this, not the keeper itself, so that stop() need not wait for it.
struct Keeper::Alarm {
  std::mutex mutex;          // guards what follows
  Keeper* keeper = nullptr;  // nullptr once stopped
};

Keeper::Keeper(table::Database& database, std::chrono::milliseconds pause,
               std::chrono::seconds shard_lifetime)
    : engine_(database.parts().engine),
      registry_(database.parts().engine),
      clock_(database.parts().clock),
      background_(database.parts().background),
      tasks_(database.parts().tasks),
      pause_(pause),
      shard_lifetime_micros_(std::chrono::microseconds(shard_lifetime).count()),
      alarm_(std::make_shared<Alarm>()) {
  alarm_->keeper = this;
}

Keeper::~Keeper() { stop(); }

void Keeper::start() { set_alarm(); }

void Keeper::stop() {
  stopped_.store(true, std::memory_order_relaxed);
  std::lock_guard lock(alarm_->mutex);
  alarm_->keeper = nullptr;
}

void Keeper::set_alarm() {
  auto fire = [](void* argument) {
    const std::unique_ptr<std::shared_ptr<Alarm>> alarm(static_cast<std::shared_ptr<Alarm>*>(argument));
    std::lock_guard lock((*alarm)->mutex);
    Keeper* keeper = (*alarm)->keeper;
    if (keeper != nullptr) keeper->tasks_.spawn_on(keeper->background_, keeper->run_round());
  };
  background_.post_after(pause_, {fire, new std::shared_ptr<Alarm>(alarm_)});
}

base::Task<> Keeper::run_round() {
  // The timer holds the alarm while it starts this, maybe on this very thread.
  co_await base::yield();
  auto done = co_await round();
  if (!done.ok() && !failing_)
    base::log_warning("stream", "the upkeep of streams has to wait: {}", done.error().message);
  failing_ = !done.ok();
  if (!stopped()) set_alarm();
}

base::Task<Result<base::Ok>> Keeper::round() {
  std::optional<Failure> failed;
  std::optional<storage::KeyRange> rest = table::StreamRegistry::all();
  while (rest && !stopped()) {
    auto part = co_await registry_.part(std::move(*rest));
    if (!part.ok()) co_return to_failure(part.error());
    for (const Stream& stream : part->streams) {
      if (stopped()) co_return base::Ok{};
      const std::int64_t started = clock_.steady_nanos();
      auto kept = co_await keep(stream);
      if (!kept.ok() && !failed) failed = std::move(kept).error();
      // As long a pause as the work took, so that requests have at least half of the loop, and of the disk.
      const std::chrono::nanoseconds took(clock_.steady_nanos() - started);
      if (took.count() > 0) {
        co_await base::sleep_for(std::min<std::chrono::nanoseconds>(took, kLongestPause));
      } else {
        co_await base::yield();
      }
    }
    rest = std::move(part->rest);
  }
  if (failed) co_return std::move(*failed);
  co_return base::Ok{};
}

base::Task<Result<base::Ok>> Keeper::keep(const Stream& stream) {
  if (!stream.enabled() && stream.disabled_micros + kRetentionMicros <= clock_.unix_micros()) {
    auto dropped = co_await drop(stream);
    co_return dropped;
  }
  auto shards = co_await engine_.list_shards(stream.log_group);
  if (!shards.ok() && is_done_already(shards.error())) co_return base::Ok{};
  if (!shards.ok()) co_return to_failure(shards.error());
  for (const storage::LogShard& shard : *shards) {
    if (stopped()) co_return base::Ok{};
    auto kept = co_await keep_shard(stream, shard);
    if (!kept.ok()) co_return kept;
  }
  co_return base::Ok{};
}

base::Task<Result<base::Ok>> Keeper::keep_shard(const Stream& stream, const storage::LogShard& shard) {
  const std::int64_t now = clock_.unix_micros();
  const std::int64_t oldest = now - kRetentionMicros;
  if (shard.last_sequence && *shard.closed_micros <= oldest) {
    // With its last record the shard goes, too.
    auto trimmed = co_await engine_.trim_log(stream.log_group, shard.id, *shard.last_sequence + 1);
    co_return outcome_of(trimmed);
  }
  if (shard.created_micros <= oldest) {
    auto trimmed = co_await trim(stream, shard, oldest);
    if (!trimmed.ok()) co_return trimmed;
  }
  if (!shard.last_sequence && stream.enabled() && shard.created_micros + shard_lifetime_micros_ <= now) {
    auto rolled = co_await engine_.roll_shard(stream.log_group, shard.id, 1);
    co_return outcome_of(rolled);
  }
  co_return base::Ok{};
}

// Drops the records up to the last one that is too old, and not up to the first that is not: a reader that
// has seen all old records stands between the two, and has missed nothing.
base::Task<Result<base::Ok>> Keeper::trim(const Stream& stream, const storage::LogShard& shard,
                                          std::int64_t oldest_micros) {
  std::uint64_t from = std::max(shard.first_sequence, shard.trimmed_upto);
  storage::ScanLimits limits = kLook;
  while (!stopped()) {
    auto page = co_await engine_.read_log(stream.log_group, shard.id, from, limits);
    if (!page.ok() && is_done_already(page.error())) co_return base::Ok{};
    if (!page.ok()) co_return to_failure(page.error());
    const std::uint64_t begin = from;
    for (const storage::LogRecord& record : page->records) {
      if (record.commit_time_micros > oldest_micros) break;
      from = record.sequence + 1;
    }
    if (from == begin) co_return base::Ok{};
    const bool all = from == page->next_sequence;
    auto trimmed = co_await engine_.trim_log(stream.log_group, shard.id, from);
    if (!trimmed.ok()) co_return outcome_of(trimmed);
    if (!all) co_return base::Ok{};
    limits = kStep;
    co_await base::yield();
  }
  co_return base::Ok{};
}

base::Task<Result<base::Ok>> Keeper::drop(const Stream& stream) {
  auto dropped = co_await engine_.drop_log_group(stream.log_group);
  if (!dropped.ok() && dropped.error().code != storage::ErrorCode::kNotFound)
    co_return to_failure(dropped.error());
  auto forgotten = co_await registry_.forget(stream);
  if (!forgotten.ok()) co_return to_failure(forgotten.error());
  co_return base::Ok{};
}

}  // namespace stator::db::stream
