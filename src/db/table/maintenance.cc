#include "db/table/maintenance.h"

#include "db/table/build_pace.h"
#include "db/table/data_readers.h"
#include "db/table/expiry.h"
#include "db/table/item_keys.h"
#include "db/table/patience.h"
#include "db/table/storage_errors.h"
#include "db/table/vector_entry.h"
#include "db/table/write_plan.h"
#include "keyspace/keys.h"

namespace stator::db::table {

namespace {

using keyspace::Space;

constexpr std::chrono::milliseconds kReaderPause{200};

const IndexSchema* find_by_id(const TableSchema& table, std::uint16_t id) {
  for (const IndexSchema& index : table.indexes)
    if (index.id == id) return &index;
  return nullptr;
}

void add_entry(const TableSchema& table, const storage::ScanPage::Entry& item, IndexEntry entry,
               storage::Commit* commit) {
  commit->guards.push_back({std::string(item.key), item.version});
  commit->deferred.push_back({std::string(item.key), std::move(entry.key), std::move(entry.value)});
  if (commit->fences.empty()) commit->fences.push_back({table.id, table.epoch});
}

}  // namespace

base::Task<Result<bool>> Maintenance::build_index(TableRef table, std::uint16_t index_id) {
  const IndexSchema* index = find_by_id(*table, index_id);
  STATOR_CHECK(index != nullptr);
  BuildPace pace;
  std::optional<storage::KeyRange> rest = keyspace::table_range(Space::kItem, table->id, 0);
  while (rest) {
    if (stopped()) co_return false;
    pace.begin();
    auto page = co_await engine_.scan(std::move(*rest), storage::Direction::kForward, pace.limits());
    if (!page.ok()) co_return from_storage(page.error());
    rest = page->rest();
    auto written = co_await write_entries(*table, *index, *page);
    if (!written.ok() || !*written) co_return written;
    co_await pace.give_way(page->entries().size());
  }
  auto counted = co_await count_entries(*table, *index);
  co_return counted;
}

base::Task<Result<bool>> Maintenance::write_entries(const TableSchema& table, const IndexSchema& index,
                                                    const storage::ScanPage& page) {
  storage::Commit all;
  for (const storage::ScanPage::Entry& item : page.entries())
    if (auto entry = index_entry(table, index, stored_item(item.value)))
      add_entry(table, item, std::move(*entry), &all);
  if (all.guards.empty()) co_return true;
  auto done = co_await commit_patiently(engine_, all, stopped_);
  if (!done.ok()) co_return std::move(done).error();
  if (*done == CommitStep::kDone) co_return true;
  if (*done != CommitStep::kConflict) co_return false;
  // A writer changed one of the items: commit them one by one, those that still hold.
  for (const storage::ScanPage::Entry& item : page.entries()) {
    auto entry = index_entry(table, index, stored_item(item.value));
    if (!entry) continue;
    storage::Commit one;
    add_entry(table, item, std::move(*entry), &one);
    auto each = co_await commit_patiently(engine_, one, stopped_);
    if (!each.ok()) co_return std::move(each).error();
    if (*each == CommitStep::kFenced) co_return false;
  }
  co_return !stopped();
}

base::Task<Result<bool>> Maintenance::build_time_index(TableRef table) {
  BuildPace pace;
  std::optional<storage::KeyRange> rest = keyspace::table_range(Space::kItem, table->id, 0);
  while (rest) {
    if (stopped()) co_return false;
    pace.begin();
    auto page = co_await engine_.scan(std::move(*rest), storage::Direction::kForward, pace.limits());
    if (!page.ok()) co_return from_storage(page.error());
    rest = page->rest();
    auto written = co_await write_time_entries(&table, *page);
    if (!written.ok() || !*written) co_return written;
    co_await pace.give_way(page->entries().size());
  }
  co_return true;
}

// After a conflict each item's entry is committed by itself: a guard that fails means that a writer was
// there.
base::Task<Result<bool>> Maintenance::write_time_entries(TableRef* table, const storage::ScanPage& page) {
  bool together = true;
  std::size_t next = 0;
  const auto& items = page.entries();
  while (next < items.size()) {
    storage::Commit commit;
    const std::size_t end = together ? items.size() : next + 1;
    for (std::size_t i = next; i < end; ++i)
      if (auto entry = time_index_key(**table, stored_item(items[i].value), items[i].key)) {
        commit.guards.push_back({std::string(items[i].key), items[i].version});
        commit.deferred.push_back({std::string(items[i].key), std::move(*entry), std::string()});
      }
    if (commit.guards.empty()) {
      next = end;
      continue;
    }
    commit.fences.push_back({(*table)->id, (*table)->epoch});
    auto step = co_await commit_patiently(engine_, commit, stopped_);
    if (!step.ok()) co_return std::move(step).error();
    switch (*step) {
      case CommitStep::kDone:
        next = end;
        break;
      case CommitStep::kConflict:
        if (!together) next = end;
        together = false;
        break;
      case CommitStep::kFenced: {
        TableRef current = catalog_.find((*table)->scope, (*table)->name);
        if (current == nullptr || current->id != (*table)->id ||
            current->time_to_live != (*table)->time_to_live)
          co_return false;
        *table = std::move(current);
        co_await base::yield();
        break;
      }
      case CommitStep::kStopped:
        co_return false;
    }
  }
  co_return true;
}

base::Task<Result<bool>> Maintenance::empty_time_index(TableRef table) {
  auto dropped = co_await engine_.drop_range(
      keyspace::table_range(Space::kTimeToLive, table->id, table->time_to_live.index_id));
  if (!dropped.ok()) co_return from_storage(dropped.error());
  co_return true;
}

// Writers do not count entries of an index that is being built. Those that write between this count and the
// index becoming active are missed: the counts are estimates, as on AWS.
base::Task<Result<bool>> Maintenance::count_entries(const TableSchema& table, const IndexSchema& index) {
  std::int64_t items = 0, bytes = 0;
  BuildPace pace;
  const Space space = index.vector ? Space::kVectorIndex : Space::kGlobalIndex;
  std::optional<storage::KeyRange> rest = keyspace::table_range(space, table.id, index.id);
  while (rest) {
    if (stopped()) co_return false;
    pace.begin();
    auto page = co_await engine_.scan(std::move(*rest), storage::Direction::kForward, pace.limits());
    if (!page.ok()) co_return from_storage(page.error());
    for (const storage::ScanPage::Entry& entry : page->entries()) {
      ++items;
      bytes += static_cast<std::int64_t>(index.vector ? VectorEntryView(entry.value).size_bytes()
                                                      : stored_item(entry.value).size_bytes());
    }
    rest = page->rest();
    co_await pace.give_way(page->entries().size());
  }
  auto set_items = co_await set_counter(item_count_key(table, index.id), items);
  if (!set_items.ok()) co_return std::move(set_items).error();
  auto set_bytes = co_await set_counter(size_bytes_key(table, index.id), bytes);
  if (!set_bytes.ok()) co_return std::move(set_bytes).error();
  co_return true;
}

base::Task<Result<base::Ok>> Maintenance::set_counter(std::string key, std::int64_t value) {
  const storage::Commit nothing;
  while (!stopped()) {
    // An addition whose outcome is unknown must not be made twice: wait until it is decided, then see what is
    // missing.
    auto decided = co_await commit_patiently(engine_, nothing, stopped_);
    if (!decided.ok()) co_return std::move(decided).error();
    auto now = co_await engine_.read_counter(key);
    if (!now.ok()) co_return from_storage(now.error());
    storage::Commit commit;
    commit.adds.push_back({key, value - *now});
    auto done = co_await storage::commit(engine_, std::move(commit));
    if (done.ok()) co_return base::Ok{};
    if (done.error().code != storage::ErrorCode::kUnknownOutcome) co_return from_storage(done.error());
  }
  co_return base::Ok{};
}

base::Task<Result<bool>> Maintenance::empty_index(TableRef table, std::uint16_t index_id) {
  for (Space space : {Space::kGlobalIndex, Space::kVectorIndex, Space::kCounter}) {
    auto dropped = co_await engine_.drop_range(keyspace::table_range(space, table->id, index_id));
    if (!dropped.ok()) co_return from_storage(dropped.error());
  }
  co_return true;
}

base::Task<Result<bool>> Maintenance::empty_table(TableRef table, bool keep_items) {
  // No writer that planned with the old schema may come after the ranges are dropped.
  auto fenced = co_await engine_.raise_fence(table->id, ~0ULL);
  if (!fenced.ok()) co_return from_storage(fenced.error());
  for (;;) {
    auto read = co_await has_readers(engine_, table->id);
    if (!read.ok()) co_return std::move(read).error();
    if (!*read) break;
    if (stopped()) co_return false;
    co_await base::sleep_for(kReaderPause);
  }
  if (table->history) {
    auto dropped = co_await engine_.drop_log_group(table->history->log_group);
    if (!dropped.ok() && dropped.error().code != storage::ErrorCode::kNotFound)
      co_return from_storage(dropped.error());
  }
  std::vector<storage::KeyRange> ranges;
  for (Space space :
       {Space::kLocalIndex, Space::kGlobalIndex, Space::kVectorIndex, Space::kCollection, Space::kTimeToLive})
    ranges.push_back(keyspace::table_range_all(space, table->id));
  if (keep_items) {
    for (const IndexSchema& index : table->indexes)
      ranges.push_back(keyspace::table_range(Space::kCounter, table->id, index.id));
  } else {
    ranges.push_back(keyspace::table_range_all(Space::kItem, table->id));
    ranges.push_back(keyspace::table_range_all(Space::kCounter, table->id));
  }
  for (storage::KeyRange& range : ranges) {
    if (stopped()) co_return false;
    auto dropped = co_await engine_.drop_range(std::move(range));
    if (!dropped.ok()) co_return from_storage(dropped.error());
  }
  co_return true;
}

}  // namespace stator::db::table
