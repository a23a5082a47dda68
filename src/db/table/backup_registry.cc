#include "db/table/backup_registry.h"

#include <fmt/core.h>

#include <algorithm>

#include "db/table/data_readers.h"
#include "db/table/schema_codec.h"
#include "db/table/scope_key.h"
#include "db/table/storage_errors.h"
#include "keyspace/keys.h"

namespace stator::db::table {

namespace {

using keyspace::KeyBuilder;
using keyspace::Space;

std::string backup_key(const Scope& scope, std::string_view table_name, std::string_view id) {
  return scope_key(Space::kBackup, scope).bytes(table_name).bytes(id).take();
}

Error damaged() {
  return {
      ErrorKind::kInternal, "a backup's record is damaged or was written by a newer version of Stator", {}};
}

}  // namespace

std::string Backup::arn() const { return fmt::format("{}/backup/{}", source.arn(), id); }

TableSchema Backup::data() const {
  TableSchema data;
  data.scope = source.scope;
  data.name = source.name;
  data.id = data_id;
  data.keys = source.keys;
  return data;
}

std::string new_backup_id(std::int64_t unix_micros, std::uint32_t suffix) {
  return fmt::format("{:014}-{:08x}", unix_micros / 1'000, suffix);
}

base::Task<Result<bool>> BackupRegistry::is_being_made(const TableSchema& table) {
  auto read = co_await has_readers(engine_, table.id);
  if (!read.ok()) co_return std::move(read).error();
  if (!*read) co_return false;
  constexpr std::size_t kStep = 100;
  std::optional<storage::KeyRange> rest = of(table.scope, table.name, {});
  while (rest) {
    auto page = co_await part(std::move(*rest), kStep);
    if (!page.ok()) co_return std::move(page).error();
    for (const Backup& backup : page->backups)
      if (backup.kind == BackupKind::kUser && backup.status == BackupStatus::kCreating &&
          backup.source.id == table.id)
        co_return true;
    rest = std::move(page->rest);
  }
  co_return false;
}

base::Task<Result<std::optional<Backup>>> BackupRegistry::find(Scope scope, BackupName name) {
  const std::string key = backup_key(scope, name.table_name, name.id);
  auto record = co_await engine_.get_one(key);
  if (!record.ok()) co_return from_storage(record.error());
  if (!record->exists()) co_return std::optional<Backup>();
  auto backup = decode_backup(record->value);
  if (!backup) co_return damaged();
  co_return backup;
}

storage::KeyRange BackupRegistry::all() { return keyspace::table_range_all(Space::kBackup, 0); }

storage::KeyRange BackupRegistry::of(const Scope& scope, std::string_view table_name,
                                     const std::optional<BackupName>& after) {
  KeyBuilder prefix = scope_key(Space::kBackup, scope);
  if (!table_name.empty()) prefix.bytes(table_name);
  storage::KeyRange range = keyspace::prefix_range(prefix.view());
  if (after) {
    // The first key after the one where the page before ended.
    std::string begin = backup_key(scope, after->table_name, after->id);
    begin.push_back('\0');
    range.begin = std::clamp(begin, range.begin, range.end);
  }
  return range;
}

base::Task<Result<BackupRegistry::Part>> BackupRegistry::part(storage::KeyRange range, std::size_t limit) {
  Part part;
  if (range.begin >= range.end) co_return part;
  storage::ScanLimits limits;
  limits.max_entries = std::min(limits.max_entries, limit);
  auto page = co_await engine_.scan(std::move(range), storage::Direction::kForward, limits);
  if (!page.ok()) co_return from_storage(page.error());
  for (const storage::ScanPage::Entry& entry : page->entries()) {
    auto backup = decode_backup(entry.value);
    if (!backup) co_return damaged();
    part.backups.push_back(std::move(*backup));
  }
  part.rest = page->rest();
  co_return part;
}

storage::Write BackupRegistry::storing(const Backup& backup) {
  return {backup_key(backup.source.scope, backup.source.name, backup.id), encode_backup(backup)};
}

storage::Write BackupRegistry::removing(const Backup& backup) {
  return {backup_key(backup.source.scope, backup.source.name, backup.id), std::nullopt};
}

}  // namespace stator::db::table
