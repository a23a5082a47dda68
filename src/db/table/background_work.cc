// The background work of the database: index builds and removals, and what a failed disk left half-done.
// Whatever the disk keeps from being done is tried again until it is done or the database stops; after a
// restart it is taken up again.

#include <fmt/core.h>

#include <algorithm>

#include "db/table/database_impl.h"
#include "db/table/patience.h"
#include "db/table/schema_codec.h"
#include "db/table/storage_errors.h"
#include "keyspace/keys.h"

namespace stator::db::table {

namespace {

using keyspace::KeyBuilder;
using keyspace::Space;

constexpr std::string_view kRemovals = "removing";  // + table id: a deleted table that still has data

const IndexSchema* find_by_id(const TableSchema& table, std::uint16_t id) {
  for (const IndexSchema& index : table.indexes)
    if (index.id == id) return &index;
  return nullptr;
}

}  // namespace

std::string DatabaseImpl::removal_key(std::uint32_t table_id) {
  return KeyBuilder(Space::kMeta, 0, 0).set_hash(0).bytes(kRemovals).u64(table_id).take();
}

base::Task<Result<base::Ok>> DatabaseImpl::resume_removals() {
  std::string prefix = KeyBuilder(Space::kMeta, 0, 0).set_hash(0).bytes(kRemovals).take();
  std::optional<storage::KeyRange> rest = keyspace::prefix_range(prefix);
  while (rest) {
    auto page = co_await engine_.scan(std::move(*rest), storage::Direction::kForward, {});
    if (!page.ok()) co_return from_storage(page.error());
    for (const storage::ScanPage::Entry& entry : page->entries()) {
      auto schema = decode_schema(entry.value);
      if (!schema) continue;
      TableRef table = std::make_shared<const TableSchema>(std::move(*schema));
      tasks_.spawn_on(*options_.background, run_table_removal(std::move(table)));
    }
    rest = page->rest();
  }
  co_return base::Ok{};
}

// Streams that ended before this start, and were not marked as closed: their writers are gone by now.
base::Task<Result<base::Ok>> DatabaseImpl::resume_stream_ends() {
  std::optional<storage::KeyRange> rest = StreamRegistry::all();
  while (rest) {
    auto part = co_await streams_.part(std::move(*rest));
    if (!part.ok()) co_return std::move(part).error();
    for (const Stream& stream : part->streams) {
      if (stream.enabled() || stream.closed) continue;
      auto attempt = [this, stream] { return streams_.close(stream.scope, stream.table_name, stream.label); };
      tasks_.spawn_on(*options_.background, until_done("closing a stream of " + stream.table_name, attempt));
    }
    rest = std::move(part->rest);
  }
  co_return base::Ok{};
}

base::Task<> DatabaseImpl::until_done(std::string work,
                                      std::function<base::Task<Result<base::Ok>>()> attempt) {
  return table::until_done(maintenance_.stop_mark(), std::move(work), std::move(attempt));
}

base::Task<> DatabaseImpl::run_build(TableRef table, std::uint16_t index_id) {
  return until_done("building an index of " + table->name,
                    [this, table, index_id] { return build_index(table, index_id); });
}

base::Task<> DatabaseImpl::run_index_removal(TableRef table, std::uint16_t index_id) {
  return until_done("removing an index of " + table->name,
                    [this, table, index_id] { return remove_index(table, index_id); });
}

base::Task<> DatabaseImpl::run_table_removal(TableRef table) {
  return until_done("removing the data of deleted table " + table->name,
                    [this, table] { return remove_data(table); });
}

base::Task<> DatabaseImpl::run_time_index_change(TableRef table) {
  return until_done("the change of time to live of " + table->name,
                    [this, table] { return change_time_index(table); });
}

base::Task<Result<base::Ok>> DatabaseImpl::build_index(TableRef table, std::uint16_t index_id) {
  auto built = co_await maintenance_.build_index(table, index_id);
  if (!built.ok()) co_return std::move(built).error();
  if (!*built) co_return base::Ok{};  // stopped, or the table is gone
  auto finished = co_await finish_index(table, index_id, true);
  co_return finished;
}

base::Task<Result<base::Ok>> DatabaseImpl::remove_index(TableRef table, std::uint16_t index_id) {
  auto emptied = co_await maintenance_.empty_index(table, index_id);
  if (!emptied.ok()) co_return std::move(emptied).error();
  auto finished = co_await finish_index(table, index_id, false);
  co_return finished;
}

// The index becomes ready or goes, and the table active again. Nothing happens where the index is no longer
// in the state that this work began with.
base::Task<Result<base::Ok>> DatabaseImpl::finish_index(TableRef table, std::uint16_t index_id, bool keep) {
  auto lock = co_await lock_table(table->scope, table->name);
  if (!lock.ok()) co_return std::move(lock).error();
  TableRef current = catalog_.find(table->scope, table->name);
  if (current == nullptr || current->id != table->id) co_return base::Ok{};
  TableSchema next = *current;
  const auto index = std::find_if(next.indexes.begin(), next.indexes.end(),
                                  [&](const IndexSchema& each) { return each.id == index_id; });
  const IndexStatus expected = keep ? IndexStatus::kCreating : IndexStatus::kDeleting;
  if (index == next.indexes.end() || index->status != expected) co_return base::Ok{};
  if (keep) {
    index->status = IndexStatus::kActive;
    index->backfilling = false;
  } else {
    next.indexes.erase(index);
    std::erase_if(next.insights, [&](const Insights& insights) { return insights.index_id == index_id; });
  }
  next.status = TableStatus::kActive;
  auto stored = co_await catalog_.store(std::move(next), {});
  if (!stored.ok()) co_return unsettled(table->scope, table->name, current, std::move(stored).error());
  co_return base::Ok{};
}

base::Task<Result<base::Ok>> DatabaseImpl::remove_data(TableRef table) {
  auto emptied = co_await maintenance_.empty_table(table, table->leaves_backup());
  if (!emptied.ok()) co_return std::move(emptied).error();
  if (!*emptied) co_return base::Ok{};
  storage::Commit done;
  done.writes.push_back({removal_key(table->id), std::nullopt});
  auto removed = co_await storage::commit(engine_, std::move(done));
  if (!removed.ok()) co_return from_storage(removed.error());
  if (throttling_ != nullptr) throttling_->forget(table->id);
  co_return base::Ok{};
}

// From ENABLING to ENABLED, or from DISABLING to DISABLED.
base::Task<Result<base::Ok>> DatabaseImpl::change_time_index(TableRef table) {
  const bool enable = table->time_to_live.status == TimeToLiveStatus::kEnabling;
  auto work = enable ? maintenance_.build_time_index(table) : maintenance_.empty_time_index(table);
  auto changed = co_await std::move(work);
  if (!changed.ok()) co_return std::move(changed).error();
  if (!*changed) co_return base::Ok{};
  auto lock = co_await lock_table(table->scope, table->name);
  if (!lock.ok()) co_return std::move(lock).error();
  TableRef current = catalog_.find(table->scope, table->name);
  if (current == nullptr || current->id != table->id || current->time_to_live != table->time_to_live)
    co_return base::Ok{};
  TableSchema next = *current;
  next.time_to_live.status = enable ? TimeToLiveStatus::kEnabled : TimeToLiveStatus::kDisabled;
  if (!enable) next.time_to_live.attribute.clear();
  // Before that: it may be stored although an error comes, and then nobody comes here again.
  if (enable) sweeper_.start();
  auto stored = co_await catalog_.store(std::move(next), {});
  if (!stored.ok()) co_return unsettled(table->scope, table->name, current, std::move(stored).error());
  co_return base::Ok{};
}

// ---- changes that a failed disk left half-done

Error DatabaseImpl::unsettled(const Scope& scope, const std::string& name, TableRef before, Error error) {
  if (!may_pass(error) || !unsettled_.insert({{scope.account, scope.region, name}, before}).second)
    return error;
  auto attempt = [this, scope, name]() -> base::Task<Result<base::Ok>> {
    auto lock = co_await lock_table(scope, name);
    if (!lock.ok()) co_return std::move(lock).error();
    co_return base::Ok{};
  };
  tasks_.spawn_on(*options_.background, until_done("a change of table " + name, std::move(attempt)));
  return error;
}

base::Task<Result<base::AsyncMutex::Lock>> DatabaseImpl::lock_table(Scope scope, std::string name) {
  auto lock = co_await control_mutex_.lock();
  auto settled = co_await settle(std::move(scope), std::move(name));
  if (!settled.ok()) co_return std::move(settled).error();
  co_return lock;
}

base::Task<Result<base::Ok>> DatabaseImpl::settle(Scope scope, std::string name) {
  const auto change = unsettled_.find({scope.account, scope.region, name});
  if (change == unsettled_.end()) co_return base::Ok{};
  const TableRef before = change->second;
  auto reloaded = co_await catalog_.reload(scope, name);
  if (!reloaded.ok()) co_return reloaded;
  TableRef now = catalog_.find(scope, name);
  if (before != nullptr && (now == nullptr || now->id != before->id)) {
    auto fenced = co_await engine_.raise_fence(before->id, ~0ULL);
    if (!fenced.ok()) co_return from_storage(fenced.error());
    tasks_.spawn_on(*options_.background, run_table_removal(before));
  }
  if (now != nullptr) {
    auto fenced = co_await engine_.raise_fence(now->id, now->epoch);
    if (!fenced.ok()) co_return from_storage(fenced.error());
    resume_indexes(before, now);
    release_history(now);
    if (before != nullptr && before->history && !now->history) {
      auto attempt = [this, log_group = before->history->log_group] { return drop_log(log_group); };
      tasks_.spawn_on(*options_.background, until_done("dropping the history of " + name, attempt));
    }
  }
  if (before != nullptr && before->stream) {
    auto closed = co_await streams_.close(scope, name, before->stream->label);
    if (!closed.ok()) co_return closed;
  }
  unsettled_.erase(change);
  co_return base::Ok{};
}

// Work on indexes that `before` did not ask for yet; nullptr: all of it.
void DatabaseImpl::resume_indexes(const TableRef& before, const TableRef& now) {
  for (const IndexSchema& index : now->indexes) {
    const IndexSchema* known = before != nullptr ? find_by_id(*before, index.id) : nullptr;
    if (known != nullptr && known->status == index.status) continue;
    if (index.status == IndexStatus::kCreating)
      tasks_.spawn_on(*options_.background, run_build(now, index.id));
    if (index.status == IndexStatus::kDeleting)
      tasks_.spawn_on(*options_.background, run_index_removal(now, index.id));
  }
  const TimeToLiveStatus ttl = now->time_to_live.status;
  if (before != nullptr && before->time_to_live.status == ttl) return;
  if (ttl == TimeToLiveStatus::kEnabling || ttl == TimeToLiveStatus::kDisabling)
    tasks_.spawn_on(*options_.background, run_time_index_change(now));
}

}  // namespace stator::db::table
