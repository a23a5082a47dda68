// The control plane of the database: tables come, change and go.

#include <fmt/core.h>

#include <array>

#include "db/table/database_impl.h"
#include "db/table/grown_traffic.h"
#include "db/table/schema_codec.h"
#include "db/table/storage_errors.h"
#include "db/table/table_update.h"
#include "db/table/time_to_live.h"
#include "db/table/write_plan.h"
#include "keyspace/keys.h"
#include "messages/tables.h"

namespace stator::db::table {

namespace {

using keyspace::KeyBuilder;
using keyspace::Space;

constexpr std::uint32_t kStreamShards = 4;
constexpr std::int64_t kMicrosPerDay = 86'400LL * 1'000'000;

std::string meta_key(std::string_view name) {
  return KeyBuilder(Space::kMeta, 0, 0).set_hash(0).bytes(name).take();
}

// The number of decreases is described for the current day.
TableRef decreases_of_today(TableRef table, std::int64_t now_micros) {
  auto is_old = [now_micros](const Throughput& throughput) {
    return throughput.decreases_today > 0 &&
           throughput.last_decrease_micros / kMicrosPerDay != now_micros / kMicrosPerDay;
  };
  bool any = is_old(table->throughput);
  for (const IndexSchema& index : table->indexes) any = any || is_old(index.throughput);
  if (!any) return table;
  auto schema = std::make_shared<TableSchema>(*table);
  if (is_old(schema->throughput)) schema->throughput.decreases_today = 0;
  for (IndexSchema& index : schema->indexes)
    if (is_old(index.throughput)) index.throughput.decreases_today = 0;
  return schema;
}

TableDescription with_status(TableDescription description, TableStatus status,
                             std::optional<IndexStatus> indexes) {
  TableSchema schema = *description.schema;
  schema.status = status;
  if (indexes)
    for (IndexSchema& index : schema.indexes) index.status = *indexes;
  description.schema = std::make_shared<const TableSchema>(std::move(schema));
  return description;
}

}  // namespace

base::Task<Result<base::Ok>> DatabaseImpl::start() {
  auto loaded = co_await catalog_.load();
  if (!loaded.ok()) co_return loaded;
  for (const TableRef& table : catalog_.all()) {
    for (const IndexSchema& index : table->indexes) {
      if (index.status == IndexStatus::kCreating)
        tasks_.spawn_on(*options_.background, run_build(table, index.id));
      if (index.status == IndexStatus::kDeleting)
        tasks_.spawn_on(*options_.background, run_index_removal(table, index.id));
    }
    if (table->history && !table->history->continuous) release_history(table);
    switch (table->time_to_live.status) {
      case TimeToLiveStatus::kEnabling:
      case TimeToLiveStatus::kDisabling:
        tasks_.spawn_on(*options_.background, run_time_index_change(table));
        break;
      case TimeToLiveStatus::kEnabled:
        sweeper_.start();
        break;
      case TimeToLiveStatus::kDisabled:
        break;
    }
  }
  if (throttling_ != nullptr) co_await load_peaks(engine_, catalog_, throttling_.get());
  auto streams = co_await resume_stream_ends();
  if (!streams.ok()) co_return streams;
  auto histories = co_await resume_history_ends();
  if (!histories.ok()) co_return histories;
  auto resumed = co_await resume_removals();
  started_ = resumed.ok();
  co_return resumed;
}

// The caller holds control_mutex_, so that nobody takes the same id. A number that was taken for nothing is
// no harm.
base::Task<Result<std::uint64_t>> DatabaseImpl::next_id(std::string_view counter) {
  std::string key = meta_key(counter);
  auto last = co_await engine_.read_counter(key);
  if (!last.ok()) co_return from_storage(last.error());
  storage::Commit commit;
  commit.adds.push_back({std::move(key), 1});
  auto stored = co_await storage::commit(engine_, std::move(commit));
  if (!stored.ok()) co_return from_storage(stored.error());
  co_return static_cast<std::uint64_t>(*last) + 1;
}

base::Random& DatabaseImpl::random() {
  return seeded_random_ ? *seeded_random_ : static_cast<base::Random&>(base::SecureRandom::system());
}

// Of a table that is deleted: its data stays under its id.
Backup DatabaseImpl::last_backup(const TableDescription& table) {
  Backup backup;
  backup.created_micros = options_.clock->unix_micros();
  backup.id = new_backup_id(backup.created_micros, 0);
  backup.name = table.schema->name + std::string(kLastBackupSuffix);
  backup.kind = BackupKind::kSystem;
  backup.status = BackupStatus::kAvailable;
  backup.expiry_micros = backup.created_micros + kLastBackupDays * kMicrosPerDay;
  backup.source = *table.schema;
  backup.item_count = table.item_count;
  backup.size_bytes = table.size_bytes;
  backup.data_id = table.schema->id;
  return backup;
}

base::Task<Result<base::Ok>> DatabaseImpl::start_stream(TableSchema* table, storage::Commit* commit) {
  const std::int64_t now = options_.clock->unix_micros();
  auto group = co_await next_id(kLogGroups);
  if (!group.ok()) co_return std::move(group).error();
  auto created = co_await engine_.create_log_group(*group, kStreamShards);
  if (!created.ok()) co_return from_storage(created.error());
  auto label = co_await streams_.new_label(*table, now);
  if (!label.ok()) co_return std::move(label).error();
  table->stream->log_group = *group;
  table->stream->label = std::move(*label);
  commit->writes.push_back(StreamRegistry::enabling(*table, now));
  co_return base::Ok{};
}

Result<TableRef> DatabaseImpl::find_for_control(const Scope& scope, std::string_view name) const {
  TableRef table = catalog_.find(scope, name);
  if (table == nullptr)
    return Error{ErrorKind::kResourceNotFound, fmt::format(messages::kTableNotFound, name), {}};
  return table;
}

base::Task<Result<TableDescription>> DatabaseImpl::create_table(TableSchema definition) {
  auto created = co_await create(std::move(definition), TableStatus::kActive, {});
  co_return created;
}

base::Task<Result<TableDescription>> DatabaseImpl::create(TableSchema definition, TableStatus status,
                                                          Beginning extra) {
  auto lock = co_await lock_table(definition.scope, definition.name);
  if (!lock.ok()) co_return std::move(lock).error();
  if (catalog_.find(definition.scope, definition.name) != nullptr)
    co_return Error{ErrorKind::kResourceInUse, fmt::format(messages::kTableExists, definition.name), {}};
  auto id = co_await next_id(kTableIds);
  if (!id.ok()) co_return std::move(id).error();

  definition.id = static_cast<std::uint32_t>(*id);
  definition.uuid = base::new_uuid(random());
  definition.epoch = 1;
  definition.created_micros = options_.clock->unix_micros();
  if (definition.billing == BillingMode::kPayPerRequest)
    definition.on_demand_since_micros = definition.created_micros;
  definition.status = status;
  definition.next_index_id = 1;
  for (IndexSchema& index : definition.indexes) {
    index.id = definition.next_index_id++;
    index.status = IndexStatus::kActive;
    index.backfilling = false;
  }
  storage::Commit creation;
  if (extra) {
    STATOR_CO_ASSIGN(creation, extra(definition));
  }
  if (definition.stream) {
    auto started = co_await start_stream(&definition, &creation);
    if (!started.ok()) co_return std::move(started).error();
  }
  TableDescription description;
  description.indexes.resize(definition.indexes.size());
  description.schema = std::make_shared<const TableSchema>(definition);
  const Scope scope = definition.scope;
  const std::string name = definition.name;
  auto stored = co_await catalog_.store(std::move(definition), std::move(creation));
  if (!stored.ok()) co_return unsettled(scope, name, nullptr, std::move(stored).error());
  // The table takes requests from now on, if it is not to be filled first; the answer says CREATING, as on
  // AWS.
  co_return with_status(std::move(description), TableStatus::kCreating, IndexStatus::kCreating);
}

base::Task<Result<TableDescription>> DatabaseImpl::describe(TableRef table) {
  TableDescription description;
  auto items = co_await engine_.read_counter(item_count_key(*table, 0));
  if (!items.ok()) co_return from_storage(items.error());
  auto bytes = co_await engine_.read_counter(size_bytes_key(*table, 0));
  if (!bytes.ok()) co_return from_storage(bytes.error());
  description.item_count = *items;
  description.size_bytes = *bytes;
  for (const IndexSchema& index : table->indexes) {
    auto index_items = co_await engine_.read_counter(item_count_key(*table, index.id));
    if (!index_items.ok()) co_return from_storage(index_items.error());
    auto index_bytes = co_await engine_.read_counter(size_bytes_key(*table, index.id));
    if (!index_bytes.ok()) co_return from_storage(index_bytes.error());
    description.indexes.push_back({*index_items, *index_bytes});
  }
  const bool creating = table->status == TableStatus::kCreating;
  description.schema = decreases_of_today(std::move(table), options_.clock->unix_micros());
  if (creating) co_return with_status(std::move(description), TableStatus::kCreating, IndexStatus::kCreating);
  co_return description;
}

base::Task<Result<TableDescription>> DatabaseImpl::describe_table(Scope scope, std::string name) {
  STATOR_CO_ASSIGN(TableRef table, find_for_control(scope, name));
  auto description = co_await describe(std::move(table));
  co_return description;
}

TableNames DatabaseImpl::list_tables(const Scope& scope, std::optional<std::string_view> start_after,
                                     std::size_t limit) {
  TableNames out;
  out.names = catalog_.names(scope, start_after.value_or(std::string_view()), limit + 1);
  if (out.names.size() > limit) {
    out.names.resize(limit);
    out.last = out.names.back();
  }
  return out;
}

base::Task<Result<TableDescription>> DatabaseImpl::update_table(Scope scope, std::string name,
                                                                TableUpdate update) {
  auto lock = co_await lock_table(scope, name);
  if (!lock.ok()) co_return std::move(lock).error();
  STATOR_CO_ASSIGN(TableRef table, find_for_control(scope, name));
  STATOR_CO_ASSIGN(PlannedUpdate plan, plan_update(*table, update, options_.clock->unix_micros()));
  storage::Commit change;
  if (plan.start_stream) {
    auto started = co_await start_stream(&plan.schema, &change);
    if (!started.ok()) co_return std::move(started).error();
  }
  if (plan.end_stream) {
    auto ending = co_await streams_.add_disabling(*table, options_.clock->unix_micros(), &change);
    if (!ending.ok()) co_return std::move(ending).error();
  }
  const std::uint64_t epoch = plan.schema.epoch;
  auto stored = co_await catalog_.store(std::move(plan.schema), std::move(change));
  if (!stored.ok()) co_return unsettled(scope, name, table, std::move(stored).error());
  TableRef next = catalog_.find(scope, name);
  if (plan.fence) {
    auto fenced = co_await engine_.raise_fence(next->id, epoch);
    if (!fenced.ok()) co_return unsettled(scope, name, table, from_storage(fenced.error()));
  }
  if (plan.end_stream) {
    auto closed = co_await streams_.close(scope, name, table->stream->label);
    if (!closed.ok()) co_return unsettled(scope, name, table, std::move(closed).error());
  }
  if (plan.build_index) tasks_.spawn_on(*options_.background, run_build(next, *plan.build_index));
  if (plan.drop_index) tasks_.spawn_on(*options_.background, run_index_removal(next, *plan.drop_index));
  auto description = co_await describe(std::move(next));
  if (!description.ok()) co_return std::move(description).error();
  co_return with_status(std::move(*description), TableStatus::kUpdating, std::nullopt);
}

base::Task<Result<TableDescription>> DatabaseImpl::delete_table(Scope scope, std::string name) {
  auto lock = co_await lock_table(scope, name);
  if (!lock.ok()) co_return std::move(lock).error();
  STATOR_CO_ASSIGN(TableRef table, find_for_control(scope, name));
  if (table->status != TableStatus::kActive) co_return in_use(*table);
  if (table->deletion_protection) co_return validation_error(messages::kDeletionProtected);
  auto backed_up = co_await backups_.is_being_made(*table);
  if (!backed_up.ok()) co_return std::move(backed_up).error();
  if (*backed_up) co_return Error{ErrorKind::kResourceInUse, fmt::format(messages::kTableBackedUp, name), {}};
  auto description = co_await describe(table);
  if (!description.ok()) co_return std::move(description).error();
  storage::Commit removal;
  removal.writes.push_back({removal_key(table->id), encode_schema(*table)});
  if (table->stream) {
    auto ending = co_await streams_.add_disabling(*table, options_.clock->unix_micros(), &removal);
    if (!ending.ok()) co_return std::move(ending).error();
  }
  if (table->leaves_backup()) removal.writes.push_back(BackupRegistry::storing(last_backup(*description)));
  auto removed = co_await catalog_.remove(*table, std::move(removal));
  if (!removed.ok()) co_return unsettled(scope, name, table, std::move(removed).error());
  auto fenced = co_await engine_.raise_fence(table->id, ~0ULL);
  if (!fenced.ok()) co_return unsettled(scope, name, table, from_storage(fenced.error()));
  if (table->stream) {
    auto closed = co_await streams_.close(scope, name, table->stream->label);
    if (!closed.ok()) co_return unsettled(scope, name, table, std::move(closed).error());
  }
  tasks_.spawn_on(*options_.background, run_table_removal(std::move(table)));
  co_return with_status(std::move(*description), TableStatus::kDeleting, std::nullopt);
}

base::Task<Result<base::Ok>> DatabaseImpl::change_settings(
    Scope scope, std::string name, std::function<Result<base::Ok>(TableSchema*)> change) {
  auto lock = co_await lock_table(scope, name);
  if (!lock.ok()) co_return std::move(lock).error();
  STATOR_CO_ASSIGN(TableRef table, find_for_control(scope, name));
  TableSchema next = *table;
  STATOR_CO_TRY(change(&next));
  auto stored = co_await catalog_.store(std::move(next), {});
  if (!stored.ok()) co_return unsettled(scope, name, table, std::move(stored).error());
  co_return base::Ok{};
}

base::Task<Result<base::Ok>> DatabaseImpl::update_time_to_live(Scope scope, std::string name, bool enable,
                                                               std::string attribute) {
  auto lock = co_await lock_table(scope, name);
  if (!lock.ok()) co_return std::move(lock).error();
  STATOR_CO_ASSIGN(TableRef table, find_for_control(scope, name));
  STATOR_CO_ASSIGN(TableSchema next, plan_time_to_live(*table, enable, attribute));
  const std::uint64_t epoch = next.epoch;
  auto stored = co_await catalog_.store(std::move(next), {});
  if (!stored.ok()) co_return unsettled(scope, name, table, std::move(stored).error());
  const TableRef before = std::exchange(table, catalog_.find(scope, name));
  auto fenced = co_await engine_.raise_fence(table->id, epoch);
  if (!fenced.ok()) co_return unsettled(scope, name, before, from_storage(fenced.error()));
  tasks_.spawn_on(*options_.background, run_time_index_change(std::move(table)));
  co_return base::Ok{};
}

base::Task<Result<std::uint64_t>> DatabaseImpl::delete_expired() {
  auto deleted = co_await sweeper_.sweep();
  co_return deleted;
}

}  // namespace stator::db::table
