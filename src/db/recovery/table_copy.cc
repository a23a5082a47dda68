#include "db/recovery/table_copy.h"

#include <algorithm>
#include <map>

#include "db/change/change.h"
#include "db/recovery/history_search.h"
#include "db/table/build_pace.h"
#include "db/table/item_keys.h"
#include "db/table/patience.h"
#include "db/table/storage_errors.h"
#include "db/table/write_plan.h"
#include "keyspace/keys.h"

namespace stator::db::recovery {

namespace {

using keyspace::Space;
using model::ItemView;
using table::CommitStep;

// Of the history, a step. Such a page is read twice: once to know where the next one begins.
constexpr storage::ScanLimits kLogStep{256 * 1024, 128};
constexpr std::chrono::milliseconds kShortestPause{1}, kLongestPause{200};  // until the moment

}  // namespace

base::Task<db::Result<bool>> TableCopy::run() {
  // Commits of up to the moment may be under way or still to come, where the clock was set back.
  for (std::chrono::milliseconds pause = kShortestPause;; pause = std::min(2 * pause, kLongestPause)) {
    auto time = co_await time_of_commits();
    if (!time.ok()) co_return std::move(time).error();
    if (!*time) co_return false;
    if (!source_.history || **time >= source_.moment_micros) break;
    co_await base::sleep_for(pause);
  }
  auto done = co_await copy_items();
  if (!done.ok() || !*done) co_return done;
  if (source_.history) {
    done = co_await take_back_changes();
    if (!done.ok() || !*done) co_return done;
  }
  done = co_await fill_.flush();
  co_return done;
}

base::Task<db::Result<std::optional<std::int64_t>>> TableCopy::time_of_commits() {
  const storage::Commit nothing;
  storage::CommitReceipt receipt;
  auto done = co_await table::commit_patiently(engine_, nothing, stopped_, &receipt);
  if (!done.ok()) co_return std::move(done).error();
  if (*done == CommitStep::kStopped) co_return std::nullopt;
  co_return receipt.commit_time_micros;
}

base::Task<db::Result<bool>> TableCopy::copy_items() {
  table::BuildPace pace;
  std::optional<storage::KeyRange> rest = keyspace::table_range(Space::kItem, source_.table_id, 0);
  while (rest) {
    if (stopped()) co_return false;
    pace.begin();
    auto page = co_await engine_.scan(std::move(*rest), storage::Direction::kForward, pace.limits());
    if (!page.ok()) co_return table::from_storage(page.error());
    rest = page->rest();
    std::vector<TableFill::Wanted> wanted;
    wanted.reserve(page->entries().size());
    for (const storage::ScanPage::Entry& entry : page->entries()) {
      const ItemView item = table::stored_item(entry.value);
      wanted.push_back({table::item_key(target_, item), item});
    }
    auto written = co_await fill_.add(wanted);
    if (!written.ok() || !*written) co_return written;
    co_await pace.give_way(page->entries().size());
  }
  co_return true;
}

base::Task<db::Result<bool>> TableCopy::take_back_changes() {
  // What is committed later was not copied.
  auto end = co_await time_of_commits();
  if (!end.ok()) co_return std::move(end).error();
  if (!*end) co_return false;
  auto found = co_await places(**end);
  if (!found.ok()) co_return std::move(found).error();
  table::BuildPace pace;
  for (auto place = found->rbegin(); place != found->rend(); ++place) {
    if (stopped()) co_return false;
    pace.begin();
    auto taken = co_await take_back(*place);
    if (!taken.ok() || !*taken) co_return taken;
    co_await pace.give_way(kLogStep.max_entries);
  }
  co_return !stopped();
}

// Parents come before their children: they have lower numbers.
base::Task<db::Result<std::vector<TableCopy::LogPlace>>> TableCopy::places(std::int64_t end_micros) {
  std::vector<LogPlace> places;
  auto shards = co_await engine_.list_shards(*source_.history);
  if (!shards.ok()) co_return table::from_storage(shards.error());
  for (const storage::LogShard& shard : *shards) {
    auto from =
        co_await first_record_after(engine_, *source_.history, shard, source_.moment_micros, stopped_);
    if (!from.ok()) co_return std::move(from).error();
    for (std::uint64_t at = *from; !stopped();) {
      auto page = co_await engine_.read_log(*source_.history, shard.id, at, kLogStep);
      if (!page.ok()) co_return table::from_storage(page.error());
      if (page->records.empty() || page->records.front().commit_time_micros > end_micros) break;
      places.push_back({shard.id, at});
      at = page->next_sequence;
      co_await base::yield();
    }
  }
  co_return places;
}

base::Task<db::Result<bool>> TableCopy::take_back(LogPlace place) {
  auto page = co_await engine_.read_log(*source_.history, place.shard, place.from, kLogStep);
  if (!page.ok()) co_return table::from_storage(page.error());
  std::map<std::string, std::optional<ItemView>> first;  // of each item, its first change in the page
  for (const storage::LogRecord& record : page->records) {
    if (record.commit_time_micros <= source_.moment_micros) continue;
    const auto change = change::decode(record.record);
    if (!change) co_return damaged_history();
    first.emplace(table::item_key(target_, change->keys), change->old_image);
  }
  std::vector<TableFill::Wanted> wanted;
  wanted.reserve(first.size());
  for (auto& [key, item] : first) wanted.push_back({key, item});
  auto written = co_await fill_.add(wanted);
  co_return written;
}

}  // namespace stator::db::recovery
