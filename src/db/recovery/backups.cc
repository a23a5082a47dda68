#include "db/recovery/backups.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "base/random.h"
#include "base/time_slice.h"
#include "db/recovery/table_copy.h"
#include "db/table/catalog.h"
#include "db/table/data_readers.h"
#include "db/table/log_trim.h"
#include "db/table/patience.h"
#include "db/table/storage_errors.h"
#include "db/table/write_plan.h"
#include "messages/tables.h"

namespace stator::db::recovery {

namespace {

using table::Scope;
using table::TableRef;
using table::TableSchema;
using table::TableStatus;

constexpr std::int64_t kMicrosPerMilli = 1'000;
constexpr std::int64_t kMicrosPerDay = 86'400LL * 1'000'000;
constexpr std::size_t kListStep = 100;
constexpr std::chrono::minutes kPause{10};  // between two rounds
constexpr std::chrono::milliseconds kTurnPause{200};
// Records are kept longer than anybody is told: a recovery to the earliest moment may just begin, and a
// period be made longer.
constexpr std::int64_t kSpareMicros = 3'600LL * 1'000'000;

// The earliest and the latest time are told in milliseconds, and what is told can be restored.
ContinuousBackups describe(const TableSchema& table, std::int64_t now_micros) {
  ContinuousBackups out;
  if (!table.history || !table.history->continuous) return out;
  out.enabled = true;
  out.period_days = table.history->period_days;
  const std::int64_t earliest =
      std::max(table.history->since_micros, now_micros - out.period_days * kMicrosPerDay);
  out.earliest_micros = (earliest + kMicrosPerMilli - 1) / kMicrosPerMilli * kMicrosPerMilli;
  out.latest_micros = std::max(out.earliest_micros, now_micros / kMicrosPerMilli * kMicrosPerMilli);
  return out;
}

// A failure to find or change a table.
Failure table_failure(Error error) {
  if (error.kind == ErrorKind::kResourceNotFound) return {FailureKind::kNoTable};
  if (error.kind == ErrorKind::kResourceInUse) return {FailureKind::kTableInUse};
  return to_failure(std::move(error));
}

}  // namespace

Backups::Backups(table::Database& database)
    : database_(database),
      histories_(database.histories()),
      parts_(database.parts()),
      registry_(parts_.engine),
      rounds_(parts_.background, parts_.tasks, [this]() -> base::Task<> {
        const auto done = co_await round();
        if (!done.ok())
          base::log_warning("backup", "the upkeep of backups has to wait: {}", done.error().error.message);
      }) {}

void Backups::stop() { rounds_.stop(); }

base::Task<Result<base::Ok>> Backups::start() {
  std::optional<storage::KeyRange> rest = table::BackupRegistry::all();
  while (rest) {
    auto part = co_await registry_.part(std::move(*rest), kListStep);
    if (!part.ok()) co_return to_failure(std::move(part).error());
    for (const Backup& backup : part->backups)
      if (backup.status == BackupStatus::kCreating)
        spawn_backup(backup.source.scope, backup.source.name, backup.id);
    rest = std::move(part->rest);
  }
  for (const TableRef& table : parts_.catalog.all())
    if (table->status == TableStatus::kCreating && table->origin) spawn_restore(table->scope, table->name);
  rounds_.start(kPause, kPause);
  co_return base::Ok{};
}

base::Task<Result<base::Ok>> Backups::round() {
  std::optional<Failure> failed;  // the first; others have their turns
  for (const TableRef& table : parts_.catalog.all()) {
    if (rounds_.stopped()) co_return base::Ok{};
    if (!table->history || !table->history->continuous) continue;
    auto trimmed = co_await trim(table);
    if (!trimmed.ok() && !failed) failed = std::move(trimmed).error();
    co_await base::yield();
  }
  std::vector<Backup> expired;
  std::optional<storage::KeyRange> rest = table::BackupRegistry::all();
  while (rest && !rounds_.stopped()) {
    auto part = co_await registry_.part(std::move(*rest), kListStep);
    if (!part.ok()) co_return to_failure(std::move(part).error());
    for (Backup& backup : part->backups)
      if (backup.expiry_micros != 0 && backup.expiry_micros <= parts_.clock.unix_micros())
        expired.push_back(std::move(backup));
    rest = std::move(part->rest);
    co_await base::yield();
  }
  for (const Backup& backup : expired) {
    // One that is being restored goes in a later round.
    BackupName name{backup.source.name, backup.id};
    auto removed = co_await remove(backup.source.scope, std::move(name));
    if (!removed.ok() && removed.error().kind == FailureKind::kDatabase && !failed)
      failed = std::move(removed).error();
  }
  if (failed) co_return std::move(*failed);
  co_return base::Ok{};
}

// Not while somebody reads it.
base::Task<Result<base::Ok>> Backups::trim(TableRef table) {
  auto read = co_await table::has_readers(parts_.engine, table->id);
  if (!read.ok()) co_return to_failure(std::move(read).error());
  if (*read) co_return base::Ok{};
  const table::History& history = *table->history;
  const std::int64_t oldest = parts_.clock.unix_micros() - history.period_days * kMicrosPerDay - kSpareMicros;
  auto shards = co_await parts_.engine.list_shards(history.log_group);
  if (!shards.ok() && table::is_done_already(shards.error())) co_return base::Ok{};
  if (!shards.ok()) co_return to_failure(shards.error());
  for (const storage::LogShard& shard : *shards) {
    auto trimmed =
        co_await table::trim_log(parts_.engine, history.log_group, shard, oldest, rounds_.stop_mark());
    if (!trimmed.ok()) co_return to_failure(trimmed.error());
  }
  co_return base::Ok{};
}

// ---- backups

base::Task<Result<Backup>> Backups::create(Scope scope, std::string table_name, std::string backup_name) {
  auto lock = co_await mutex_.lock();
  const TableRef known = parts_.catalog.find(scope, table_name);
  if (known == nullptr) co_return Failure{FailureKind::kNoTable};
  if (known->status == TableStatus::kCreating) co_return Failure{FailureKind::kTableInUse};
  auto making = co_await registry_.is_being_made(*known);
  if (!making.ok()) co_return to_failure(std::move(making).error());
  if (*making) co_return Failure{FailureKind::kBackupInUse};
  Backup backup;
  backup.name = std::move(backup_name);
  With nothing;
  auto begun =
      co_await begin_backup(std::move(backup), std::move(scope), std::move(table_name), std::move(nothing));
  co_return begun;
}

base::Task<Result<Backup>> Backups::copy(Scope scope, std::string table_name,
                                         std::optional<std::int64_t> at_micros,
                                         std::optional<std::int64_t> since_micros, With with) {
  auto lock = co_await mutex_.lock();
  const TableRef known = parts_.catalog.find(scope, table_name);
  if (known == nullptr) co_return Failure{FailureKind::kNoTable};
  const ContinuousBackups now = describe(*known, parts_.clock.unix_micros());
  if (!now.enabled) co_return Failure{FailureKind::kNotContinuous};
  if (at_micros && (*at_micros < now.earliest_micros || *at_micros > now.latest_micros))
    co_return Failure{FailureKind::kInvalidTime};
  if (since_micros && *since_micros < now.earliest_micros) co_return Failure{FailureKind::kInvalidTime};
  Backup copy;
  copy.kind = BackupKind::kCopy;
  copy.moment_micros = at_micros.value_or(0);
  auto begun =
      co_await begin_backup(std::move(copy), std::move(scope), std::move(table_name), std::move(with));
  co_return begun;
}

// The caller holds mutex_.
base::Task<Result<Backup>> Backups::begin_backup(Backup backup, Scope scope, std::string table_name,
                                                 With with) {
  auto description = co_await database_.describe_table(scope, table_name);
  if (!description.ok()) co_return table_failure(std::move(description).error());
  auto data_id = co_await histories_.new_table_id();
  if (!data_id.ok()) co_return to_failure(std::move(data_id).error());

  backup.created_micros = parts_.clock.unix_micros();
  const auto suffix = static_cast<std::uint32_t>(base::SecureRandom::system().next());
  backup.id = table::new_backup_id(backup.created_micros, suffix);
  backup.item_count = description->item_count;
  backup.size_bytes = description->size_bytes;
  backup.data_id = *data_id;
  auto begin = [&backup, &with](TableSchema* table) {
    backup.source = *table;
    storage::Commit commit;
    if (with) commit = with(backup);
    commit.writes.push_back(table::begin_reading(table->id, backup.data_id));
    commit.writes.push_back(table::BackupRegistry::storing(backup));
    return commit;
  };
  auto kept = [&backup](TableSchema*, std::int64_t now_micros) {
    if (backup.moment_micros == 0) backup.moment_micros = now_micros;
    storage::Commit commit;
    commit.writes.push_back(table::BackupRegistry::storing(backup));
    return commit;
  };
  auto begun = co_await histories_.keep_history(scope, table_name, begin, kept);
  // Perhaps it was stored although that failed: then it is made, though nobody was told.
  if (begun.ok() || table::may_pass(begun.error())) spawn_backup(scope, table_name, backup.id);
  if (!begun.ok()) co_return table_failure(std::move(begun).error());
  co_return backup;
}

void Backups::spawn_backup(Scope scope, std::string table_name, std::string id) {
  auto attempt = [this, scope, table_name, id] { return make(scope, {table_name, id}); };
  parts_.tasks.spawn_on(parts_.background, table::until_done(rounds_.stop_mark(), "a backup of " + table_name,
                                                             std::move(attempt)));
}

// Fills a backup whose record says CREATING. Does nothing where there is none.
base::Task<db::Result<base::Ok>> Backups::make(Scope scope, BackupName name) {
  auto settled = co_await histories_.settled(scope, name.table_name);
  if (!settled.ok()) co_return std::move(settled).error();
  auto found = co_await registry_.find(scope, name);
  if (!found.ok()) co_return std::move(found).error();
  if (!*found) co_return base::Ok{};
  if ((*found)->status != BackupStatus::kCreating) {
    release_source((*found)->source.id);  // perhaps it was done before, and nobody knew
    co_return base::Ok{};
  }
  Backup& backup = **found;
  if (backup.moment_micros == 0) {
    // Interrupted before it was known. Since the settling every write is in the history.
    auto now = co_await table::time_of_commits(parts_.engine);
    if (!now.ok()) co_return std::move(now).error();
    backup.moment_micros = *now;
    storage::Commit commit;
    commit.writes.push_back(table::BackupRegistry::storing(backup));
    auto stored = co_await storage::commit(parts_.engine, std::move(commit));
    if (!stored.ok()) co_return table::from_storage(stored.error());
  }
  const TableSchema data = backup.data();
  TableCopy copy(parts_.engine, data,
                 {backup.source.id, backup.source.history->log_group, backup.moment_micros},
                 rounds_.stop_mark());
  auto copied = co_await run_in_turn(&copy);
  if (!copied.ok()) co_return std::move(copied).error();
  if (!*copied) co_return base::Ok{};
  auto items = co_await parts_.engine.read_counter(table::item_count_key(data, 0));
  if (!items.ok()) co_return table::from_storage(items.error());
  auto bytes = co_await parts_.engine.read_counter(table::size_bytes_key(data, 0));
  if (!bytes.ok()) co_return table::from_storage(bytes.error());
  backup.item_count = *items;
  backup.size_bytes = *bytes;
  backup.status = BackupStatus::kAvailable;
  storage::Commit done;
  done.writes.push_back(table::end_reading(backup.source.id, backup.data_id));
  done.writes.push_back(table::BackupRegistry::storing(backup));
  auto stored = co_await storage::commit(parts_.engine, std::move(done));
  if (!stored.ok()) co_return table::from_storage(stored.error());
  release_source(backup.source.id);
  co_return base::Ok{};
}

base::Task<Result<Backup>> Backups::find_any(Scope scope, BackupName name) {
  auto found = co_await registry_.find(std::move(scope), std::move(name));
  if (!found.ok()) co_return to_failure(std::move(found).error());
  if (!*found) co_return Failure{FailureKind::kNoBackup};
  co_return std::move(**found);
}

base::Task<Result<Backup>> Backups::find(Scope scope, BackupName name) {
  auto found = co_await find_any(std::move(scope), std::move(name));
  if (found.ok() && found->kind == BackupKind::kCopy) co_return Failure{FailureKind::kNoBackup};
  co_return found;
}

base::Task<Result<Backup>> Backups::find_copy(Scope scope, BackupName name) {
  auto found = co_await find_any(std::move(scope), std::move(name));
  if (found.ok() && found->kind != BackupKind::kCopy) co_return Failure{FailureKind::kNoBackup};
  co_return found;
}

base::Task<Result<Backups::Page>> Backups::list(ListRequest request) {
  Page page;
  base::TimeSlice slice;
  std::optional<storage::KeyRange> rest =
      table::BackupRegistry::of(request.scope, request.table_name, request.after);
  while (rest) {
    auto part = co_await registry_.part(std::move(*rest), kListStep);
    if (!part.ok()) co_return to_failure(std::move(part).error());
    for (Backup& backup : part->backups) {
      if (backup.kind == BackupKind::kCopy || (request.kind && backup.kind != *request.kind)) continue;
      if (backup.created_micros < request.created_from_micros) continue;
      if (request.created_before_micros && backup.created_micros >= *request.created_before_micros) continue;
      if (page.backups.size() == request.limit) {
        page.has_more = true;
        co_return page;
      }
      page.backups.push_back(std::move(backup));
    }
    rest = std::move(part->rest);
    co_await slice.pause_if_used_up();
  }
  co_return page;
}

base::Task<Result<Backup>> Backups::remove(Scope scope, BackupName name) {
  auto lock = co_await mutex_.lock();
  auto found = co_await find(std::move(scope), std::move(name));
  if (!found.ok()) co_return std::move(found).error();
  storage::Commit nothing;
  std::vector<Backup> one{*found};
  auto removed = co_await remove_data(std::move(one), std::move(nothing));
  if (!removed.ok()) co_return std::move(removed).error();
  found->status = BackupStatus::kDeleted;
  co_return std::move(*found);
}

base::Task<Result<base::Ok>> Backups::remove_copies(Scope scope, std::vector<BackupName> names,
                                                    storage::Commit with) {
  auto lock = co_await mutex_.lock();
  std::vector<Backup> copies;
  for (BackupName& name : names) {
    auto found = co_await find_copy(scope, std::move(name));
    if (!found.ok()) co_return std::move(found).error();
    // Perhaps it stands for a reader of the history.
    with.writes.push_back(table::end_reading(found->source.id, found->data_id));
    copies.push_back(std::move(*found));
  }
  const std::uint32_t source = copies.front().source.id;
  auto removed = co_await remove_data(std::move(copies), std::move(with));
  const bool perhaps = !removed.ok() && removed.error().kind == FailureKind::kDatabase;
  if (removed.ok() || perhaps) release_source(source);  // which does nothing as long as somebody reads it
  co_return removed;
}

// The caller holds mutex_.
base::Task<Result<base::Ok>> Backups::remove_data(std::vector<Backup> backups, storage::Commit with) {
  std::vector<TableSchema> data;
  for (const Backup& backup : backups) {
    auto read = co_await table::has_readers(parts_.engine, backup.data_id);
    if (!read.ok()) co_return to_failure(std::move(read).error());
    if (*read || backup.status == BackupStatus::kCreating) co_return Failure{FailureKind::kBackupInUse};
    with.writes.push_back(table::BackupRegistry::removing(backup));
    data.push_back(backup.data());
  }
  auto removed = co_await histories_.remove_data_of(std::move(data), std::move(with));
  if (!removed.ok()) co_return to_failure(std::move(removed).error());
  co_return base::Ok{};
}

// ---- restoring

base::Task<Result<table::TableDescription>> Backups::restore(Scope scope, BackupName name,
                                                             RestoreTarget target) {
  auto lock = co_await mutex_.lock();
  auto backup = co_await find(scope, std::move(name));
  if (!backup.ok()) co_return std::move(backup).error();
  if (backup->status != BackupStatus::kAvailable) co_return Failure{FailureKind::kBackupInUse};
  TableSchema definition = restored_schema(backup->source, std::move(target));
  definition.origin = {backup->arn(), backup->source.arn(), backup->created_micros, true, backup->data_id, 0};
  auto begun = co_await begin_restore(std::move(definition));
  co_return begun;
}

base::Task<Result<table::TableDescription>> Backups::restore_to_time(Scope scope, std::string table_name,
                                                                     std::optional<std::int64_t> at_micros,
                                                                     RestoreTarget target) {
  auto lock = co_await mutex_.lock();
  const TableRef source = parts_.catalog.find(scope, table_name);
  if (source == nullptr) co_return Failure{FailureKind::kNoTable};
  const ContinuousBackups now = describe(*source, parts_.clock.unix_micros());
  if (!now.enabled) co_return Failure{FailureKind::kNotContinuous};
  if (at_micros && (*at_micros < now.earliest_micros || *at_micros > now.latest_micros))
    co_return Failure{FailureKind::kInvalidTime};
  auto latest = co_await table::time_of_commits(parts_.engine);
  if (!latest.ok()) co_return to_failure(std::move(latest).error());
  const std::int64_t moment = at_micros.value_or(*latest);
  TableSchema definition = restored_schema(*source, std::move(target));
  definition.origin = {"", source->arn(), moment, true, source->id, source->history->log_group};
  auto begun = co_await begin_restore(std::move(definition));
  co_return begun;
}

base::Task<Result<table::TableDescription>> Backups::begin_restore(TableSchema definition) {
  const Scope scope = definition.scope;
  const std::string name = definition.name;
  if (const TableRef taken = parts_.catalog.find(scope, name))
    co_return Failure{taken->status == TableStatus::kCreating ? FailureKind::kTableInUse
                                                              : FailureKind::kTableExists};
  auto begin = [this](const TableSchema& table) -> db::Result<storage::Commit> {
    if (table.origin->source_log != 0 && !has_history(table.origin->source_id, table.origin->source_log))
      return Error{ErrorKind::kResourceNotFound, messages::kResourceNotFound, {}};
    storage::Commit commit;
    commit.writes.push_back(table::begin_reading(table.origin->source_id, table.id));
    return commit;
  };
  auto begun = co_await histories_.begin_filling(std::move(definition), begin);
  if (begun.ok()) {
    spawn_restore(scope, name);
    co_return std::move(*begun);
  }
  if (table::may_pass(begun.error())) spawn_restore(scope, name);  // perhaps it was stored
  if (begun.error().kind == ErrorKind::kResourceInUse) co_return Failure{FailureKind::kTableExists};
  if (begun.error().kind == ErrorKind::kResourceNotFound) co_return Failure{FailureKind::kNoTable};
  co_return to_failure(std::move(begun).error());
}

bool Backups::has_history(std::uint32_t id, std::uint64_t log_group) const {
  for (const TableRef& table : parts_.catalog.all())
    if (table->id == id) return table->history && table->history->log_group == log_group;
  return false;
}

void Backups::spawn_restore(Scope scope, std::string name) {
  auto attempt = [this, scope, name] { return fill(scope, name); };
  parts_.tasks.spawn_on(parts_.background,
                        table::until_done(rounds_.stop_mark(), "restoring " + name, std::move(attempt)));
}

base::Task<db::Result<bool>> Backups::run_in_turn(TableCopy* copy) {
  CopyTurns::Turn turn(&turns_);
  while (!turn.take()) {
    if (rounds_.stopped()) co_return false;
    co_await base::sleep_for(kTurnPause);
  }
  auto done = co_await copy->run();
  co_return done;
}

bool Backups::Filling::take() {
  std::lock_guard lock(backups_.filling_mutex_);
  taken_ = backups_.filling_.insert(table_).second;
  return taken_;
}

Backups::Filling::~Filling() {
  if (!taken_) return;
  std::lock_guard lock(backups_.filling_mutex_);
  backups_.filling_.erase(table_);
}

// Fills a table that is being restored. Does nothing where there is none.
base::Task<db::Result<base::Ok>> Backups::fill(Scope scope, std::string name) {
  // Callers who were told of an error and tried again have each left one of us. Who comes late must not write
  // into a table that takes requests by now.
  Filling filling(this, {scope.account, scope.region, name});
  while (!filling.take()) {
    if (rounds_.stopped()) co_return base::Ok{};
    co_await base::sleep_for(kTurnPause);
  }
  auto settled = co_await histories_.settled(scope, name);
  if (!settled.ok()) co_return std::move(settled).error();
  const TableRef table = std::move(*settled);
  if (table == nullptr || !table->origin) co_return base::Ok{};
  const table::RestoreOrigin& origin = *table->origin;
  if (table->status != TableStatus::kCreating) {
    release_source(origin.source_id);  // perhaps it was done before, and nobody knew
    co_return base::Ok{};
  }
  CopySource source{origin.source_id, {}, origin.moment_micros};
  if (origin.source_log != 0) source.history = origin.source_log;
  TableCopy copy(parts_.engine, *table, source, rounds_.stop_mark());
  auto copied = co_await run_in_turn(&copy);
  if (!copied.ok()) co_return std::move(copied).error();
  if (!*copied) co_return base::Ok{};
  storage::Commit done;
  done.writes.push_back(table::end_reading(origin.source_id, table->id));
  auto finished = co_await histories_.finish_filling(table, std::move(done));
  if (!finished.ok()) co_return finished;
  release_source(origin.source_id);
  co_return base::Ok{};
}

void Backups::release_source(std::uint32_t id) {
  for (const TableRef& table : parts_.catalog.all())
    if (table->id == id) histories_.release_history(table);
}

// ---- recovery to a point in time

base::Task<Result<ContinuousBackups>> Backups::continuous(Scope scope, std::string table_name) {
  const TableRef table = parts_.catalog.find(scope, table_name);
  if (table == nullptr) co_return Failure{FailureKind::kNoTable};
  co_return describe(*table, parts_.clock.unix_micros());
}

base::Task<Result<ContinuousBackups>> Backups::update_continuous(Scope scope, std::string table_name,
                                                                 bool enable,
                                                                 std::optional<std::int32_t> period_days) {
  auto lock = co_await mutex_.lock();
  const TableRef table = parts_.catalog.find(scope, table_name);
  if (table == nullptr) co_return Failure{FailureKind::kNoTable};
  if (!enable && !table->leaves_backup()) co_return ContinuousBackups{};
  auto change = [&](TableSchema* schema, std::int64_t now_micros) {
    table::History& history = *schema->history;
    const bool was_enabled = std::exchange(history.continuous, enable);
    if (enable && !was_enabled) {
      history.since_micros = now_micros;
      history.period_days = kMaxPeriodDays;
    }
    if (period_days) {
      // What is older was perhaps dropped already: a longer period begins with what there is.
      const std::int64_t known = now_micros - history.period_days * kMicrosPerDay;
      history.since_micros = std::max(history.since_micros, known);
      history.period_days = *period_days;
    }
    return storage::Commit{};
  };
  auto kept = co_await histories_.keep_history(scope, table_name, {}, change);
  if (!kept.ok()) co_return table_failure(std::move(kept).error());
  if (!enable) histories_.release_history(*kept);
  co_return describe(**kept, parts_.clock.unix_micros());
}

}  // namespace stator::db::recovery
