// Histories of tables, and tables that are restored.

#include "db/table/data_readers.h"
#include "db/table/database_impl.h"
#include "db/table/patience.h"
#include "db/table/schema_codec.h"
#include "db/table/storage_errors.h"
#include "db/table/table_update.h"
#include "keyspace/keys.h"

namespace stator::db::table {

namespace {

constexpr std::uint32_t kHistoryShards = 4;
constexpr std::chrono::milliseconds kStatePause{200};
constexpr std::string_view kEndedHistories = "ended-history";  // + log group: it is to be dropped

keyspace::KeyBuilder ended_prefix() {
  keyspace::KeyBuilder key(keyspace::Space::kMeta, 0, 0);
  key.set_hash(0).bytes(kEndedHistories);
  return key;
}

std::string ended_key(std::uint64_t log_group) { return ended_prefix().u64(log_group).take(); }

}  // namespace

base::Task<Result<TableRef>> DatabaseImpl::keep_history(Scope scope, std::string name, Change begin,
                                                        TimedChange kept) {
  auto lock = co_await lock_table(scope, name);
  if (!lock.ok()) co_return std::move(lock).error();
  STATOR_CO_ASSIGN(const TableRef table, find_for_control(scope, name));
  if (table->status == TableStatus::kCreating) co_return in_use(*table);
  TableSchema next = *table;
  storage::Commit beginning;
  if (!next.history) {
    // An index build must not meet a raised fence.
    if (table->status != TableStatus::kActive) co_return in_use(*table);
    auto group = co_await next_id(kLogGroups);
    if (!group.ok()) co_return std::move(group).error();
    auto created = co_await engine_.create_log_group(*group, kHistoryShards);
    if (!created.ok()) co_return from_storage(created.error());
    next.history.emplace().log_group = *group;
    ++next.epoch;
  }
  if (begin) beginning = begin(&next);
  const std::uint64_t epoch = next.epoch;
  auto stored = co_await catalog_.store(next, std::move(beginning));
  if (!stored.ok()) co_return unsettled(scope, name, table, std::move(stored).error());
  auto fenced = co_await engine_.raise_fence(table->id, epoch);
  if (!fenced.ok()) co_return unsettled(scope, name, table, from_storage(fenced.error()));
  auto now = co_await time_of_commits(engine_);
  if (!now.ok()) co_return unsettled(scope, name, table, std::move(now).error());
  storage::Commit end = kept(&next, *now);
  stored = co_await catalog_.store(std::move(next), std::move(end));
  if (!stored.ok()) co_return unsettled(scope, name, table, std::move(stored).error());
  co_return catalog_.find(scope, name);
}

void DatabaseImpl::release_history(TableRef table) {
  if (table == nullptr || !table->history) return;
  tasks_.spawn_on(*options_.background, until_done("dropping the history of " + table->name,
                                                   [this, table] { return drop_history(table); }));
}

base::Task<Result<base::Ok>> DatabaseImpl::drop_history(TableRef table) {
  for (; !maintenance_.stopped(); co_await base::sleep_for(kStatePause)) {
    auto lock = co_await lock_table(table->scope, table->name);
    if (!lock.ok()) co_return std::move(lock).error();
    const TableRef current = catalog_.find(table->scope, table->name);
    if (current == nullptr || current->id != table->id || !current->history || current->history->continuous)
      co_return base::Ok{};
    auto read = co_await has_readers(engine_, current->id);
    if (!read.ok()) co_return std::move(read).error();
    if (*read) co_return base::Ok{};                        // the last of them asks again
    if (current->status != TableStatus::kActive) continue;  // an index build must not meet a raised fence
    TableSchema next = *current;
    next.history.reset();
    const std::uint64_t epoch = ++next.epoch, log_group = current->history->log_group;
    storage::Commit end;
    end.writes.push_back({ended_key(log_group), std::string()});
    auto stored = co_await catalog_.store(std::move(next), std::move(end));
    if (!stored.ok()) co_return unsettled(table->scope, table->name, current, std::move(stored).error());
    auto fenced = co_await engine_.raise_fence(current->id, epoch);
    if (!fenced.ok()) co_return unsettled(table->scope, table->name, current, from_storage(fenced.error()));
    auto dropped = co_await drop_log(log_group);
    co_return dropped;
  }
  co_return base::Ok{};
}

// A history that ended, and whose writers are gone.
base::Task<Result<base::Ok>> DatabaseImpl::drop_log(std::uint64_t log_group) {
  auto dropped = co_await engine_.drop_log_group(log_group);
  if (!dropped.ok() && dropped.error().code != storage::ErrorCode::kNotFound)
    co_return from_storage(dropped.error());
  storage::Commit done;
  done.writes.push_back({ended_key(log_group), std::nullopt});
  auto forgotten = co_await storage::commit(engine_, std::move(done));
  if (!forgotten.ok()) co_return from_storage(forgotten.error());
  co_return base::Ok{};
}

base::Task<Result<base::Ok>> DatabaseImpl::resume_history_ends() {
  std::optional<storage::KeyRange> rest = keyspace::prefix_range(ended_prefix().view());
  while (rest) {
    auto page = co_await engine_.scan(std::move(*rest), storage::Direction::kForward, {});
    if (!page.ok()) co_return from_storage(page.error());
    for (const storage::ScanPage::Entry& entry : page->entries()) {
      keyspace::KeyReader reader(entry.key);
      reader.bytes();
      const auto log_group = reader.u64();
      if (!log_group) continue;
      auto attempt = [this, group = *log_group] { return drop_log(group); };
      tasks_.spawn_on(*options_.background, until_done("dropping an ended history", attempt));
    }
    rest = page->rest();
  }
  co_return base::Ok{};
}

base::Task<Result<TableDescription>> DatabaseImpl::begin_filling(TableSchema definition, Beginning extra) {
  auto created = co_await create(std::move(definition), TableStatus::kCreating, std::move(extra));
  co_return created;
}

base::Task<Result<base::Ok>> DatabaseImpl::finish_filling(TableRef table, storage::Commit extra) {
  auto lock = co_await lock_table(table->scope, table->name);
  if (!lock.ok()) co_return std::move(lock).error();
  const TableRef current = catalog_.find(table->scope, table->name);
  if (current == nullptr || current->id != table->id || current->status != TableStatus::kCreating)
    co_return base::Ok{};
  TableSchema next = *current;
  next.status = TableStatus::kActive;
  if (next.origin) next.origin->in_progress = false;
  auto stored = co_await catalog_.store(std::move(next), std::move(extra));
  if (!stored.ok()) co_return unsettled(table->scope, table->name, current, std::move(stored).error());
  co_return base::Ok{};
}

base::Task<Result<TableRef>> DatabaseImpl::settled(Scope scope, std::string name) {
  auto lock = co_await lock_table(scope, name);
  if (!lock.ok()) co_return std::move(lock).error();
  co_return catalog_.find(scope, name);
}

base::Task<Result<std::uint32_t>> DatabaseImpl::new_table_id() {
  auto lock = co_await control_mutex_.lock();
  auto id = co_await next_id(kTableIds);
  if (!id.ok()) co_return std::move(id).error();
  co_return static_cast<std::uint32_t>(*id);
}

base::Task<Result<base::Ok>> DatabaseImpl::remove_data_of(std::vector<TableSchema> schemas,
                                                          storage::Commit extra) {
  std::vector<TableRef> all;
  for (TableSchema& schema : schemas) {
    extra.writes.push_back({removal_key(schema.id), encode_schema(schema)});
    all.push_back(std::make_shared<const TableSchema>(std::move(schema)));
  }
  auto removed = co_await storage::commit(engine_, std::move(extra));
  const bool unknown = !removed.ok() && removed.error().code == storage::ErrorCode::kUnknownOutcome;
  for (const TableRef& data : all) {
    if (removed.ok()) tasks_.spawn_on(*options_.background, run_table_removal(data));
    if (!unknown) continue;
    auto attempt = [this, data] { return remove_if_intended(data); };
    tasks_.spawn_on(*options_.background, until_done("removing the data of a backup", attempt));
  }
  if (!removed.ok()) co_return from_storage(removed.error());
  co_return base::Ok{};
}

// Once it is known whether the intent was stored.
base::Task<Result<base::Ok>> DatabaseImpl::remove_if_intended(TableRef data) {
  std::string key = removal_key(data->id);
  auto intent = co_await engine_.get_one(key);
  if (!intent.ok()) co_return from_storage(intent.error());
  storage::Commit unchanged;
  unchanged.guards.push_back({std::move(key), intent->version});
  auto decided = co_await storage::commit(engine_, std::move(unchanged));
  if (!decided.ok()) co_return from_storage(decided.error());
  if (!intent->exists()) co_return base::Ok{};
  auto removed = co_await remove_data(data);
  co_return removed;
}

}  // namespace stator::db::table
