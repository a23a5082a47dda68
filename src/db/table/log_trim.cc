#include "db/table/log_trim.h"

#include <algorithm>

namespace stator::db::table {

namespace {

// Most shards have nothing to trim: a look at their first record shows it. Then records are counted in steps.
constexpr storage::ScanLimits kLook{1, 1};
constexpr storage::ScanLimits kStep{256 * 1024, 256};

}  // namespace

bool is_done_already(const storage::Error& error) {
  return error.code == storage::ErrorCode::kNotFound || error.code == storage::ErrorCode::kConflict ||
         error.code == storage::ErrorCode::kTrimmed;
}

base::Task<storage::Result<base::Ok>> trim_log(storage::Engine& engine, std::uint64_t group,
                                               const storage::LogShard& shard, std::int64_t oldest_micros,
                                               const std::atomic<bool>& stopped) {
  std::uint64_t from = std::max(shard.first_sequence, shard.trimmed_upto);
  storage::ScanLimits limits = kLook;
  while (!stopped.load(std::memory_order_relaxed)) {
    auto page = co_await engine.read_log(group, shard.id, from, limits);
    if (!page.ok() && is_done_already(page.error())) co_return base::Ok{};
    if (!page.ok()) co_return std::move(page).error();
    const std::uint64_t begin = from;
    for (const storage::LogRecord& record : page->records) {
      if (record.commit_time_micros > oldest_micros) break;
      from = record.sequence + 1;
    }
    if (from == begin) co_return base::Ok{};
    const bool all = from == page->next_sequence;
    auto trimmed = co_await engine.trim_log(group, shard.id, from);
    if (!trimmed.ok() && !is_done_already(trimmed.error())) co_return std::move(trimmed).error();
    if (!trimmed.ok() || !all) co_return base::Ok{};
    limits = kStep;
    co_await base::yield();
  }
  co_return base::Ok{};
}

}  // namespace stator::db::table
