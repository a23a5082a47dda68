#include "db/stream/keeper.h"

#include <algorithm>
#include <optional>

#include "base/log.h"
#include "db/table/log_trim.h"

namespace stator::db::stream {

namespace {

constexpr std::int64_t kRetentionMicros = std::chrono::microseconds(kRetention).count();
constexpr std::chrono::milliseconds kLongestPause{20};

Result<base::Ok> outcome_of(const storage::Result<base::Ok>& done) {
  if (done.ok() || table::is_done_already(done.error())) return base::Ok{};
  return to_failure(done.error());
}

}  // namespace

Keeper::Keeper(table::Database& database, std::chrono::milliseconds pause,
               std::chrono::seconds shard_lifetime)
    : engine_(database.parts().engine),
      registry_(database.parts().engine),
      clock_(database.parts().clock),
      pause_(pause),
      shard_lifetime_micros_(std::chrono::microseconds(shard_lifetime).count()),
      rounds_(database.parts().background, database.parts().tasks, [this] { return run_round(); }) {}

void Keeper::start() { rounds_.start(pause_, pause_); }

void Keeper::stop() { rounds_.stop(); }

base::Task<> Keeper::run_round() {
  auto done = co_await round();
  if (!done.ok() && !failing_)
    base::log_warning("stream", "the upkeep of streams has to wait: {}", done.error().message);
  failing_ = !done.ok();
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
  if (!shards.ok() && table::is_done_already(shards.error())) co_return base::Ok{};
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
    auto trimmed = co_await table::trim_log(engine_, stream.log_group, shard, oldest, rounds_.stop_mark());
    if (!trimmed.ok()) co_return to_failure(trimmed.error());
  }
  if (!shard.last_sequence && stream.enabled() && shard.created_micros + shard_lifetime_micros_ <= now) {
    auto rolled = co_await engine_.roll_shard(stream.log_group, shard.id, 1);
    co_return outcome_of(rolled);
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
