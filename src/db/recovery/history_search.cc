#include "db/recovery/history_search.h"

#include <algorithm>

#include "db/table/storage_errors.h"

namespace stator::db::recovery {

namespace {

constexpr storage::ScanLimits kLook{1, 1};
// Old records of a shard that are not worth a search.
constexpr std::uint64_t kShortSearch = 64;

}  // namespace

// Sequence numbers grow with the times of their records.
base::Task<db::Result<std::uint64_t>> first_record_after(storage::Engine& engine, std::uint64_t log,
                                                         const storage::LogShard& shard,
                                                         std::int64_t moment_micros,
                                                         const std::atomic<bool>& stopped) {
  std::uint64_t low = std::max(shard.first_sequence, shard.trimmed_upto), high = low;
  // Double the distance until a record is too young, or none is left, then halve it.
  for (std::uint64_t step = kShortSearch; !stopped.load(std::memory_order_relaxed); step *= 2) {
    auto page = co_await engine.read_log(log, shard.id, high + step, kLook);
    if (!page.ok()) co_return table::from_storage(page.error());
    if (page->records.empty() || page->records.front().commit_time_micros > moment_micros) {
      high += step;
      break;
    }
    low = page->records.front().sequence + 1;
    high = low;
  }
  while (high - low > kShortSearch && !stopped.load(std::memory_order_relaxed)) {
    const std::uint64_t middle = low + (high - low) / 2;
    auto page = co_await engine.read_log(log, shard.id, middle, kLook);
    if (!page.ok()) co_return table::from_storage(page.error());
    if (page->records.empty() || page->records.front().commit_time_micros > moment_micros) {
      high = middle;
    } else {
      low = page->records.front().sequence + 1;
      high = std::max(high, low);
    }
  }
  co_return low;
}

Error damaged_history() {
  return {
      ErrorKind::kInternal, "a record of a table's history is damaged or of a newer version of Stator", {}};
}

}  // namespace stator::db::recovery
