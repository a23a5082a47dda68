// Which backups of tables there are, on demand and of deleted tables. A backup outlives its table.
//
// Thread-safe. Changes of one backup must be serialised by the caller.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/task.h"
#include "db/model/error.h"
#include "db/table/schema.h"
#include "storage/engine.h"

namespace stator::db::table {

enum class BackupKind : std::uint8_t {
  kUser,
  kSystem,  // of a deleted table
  kCopy,    // for the server's own use (an export): nobody is told of it
};
enum class BackupStatus : std::uint8_t { kCreating, kDeleted, kAvailable };

// Of a deleted table with recovery to a point in time (rule 121).
inline constexpr std::int64_t kLastBackupDays = 35;
inline constexpr std::string_view kLastBackupSuffix = "$DeletedTableBackup";

struct BackupName {
  std::string table_name;
  // 01489173575360-b308cd7d: the milliseconds of its creation, and eight hexadecimal digits; of a deleted
  // table zeros (in logs of terraform-provider-aws#26771).
  std::string id;
};

struct Backup {
  std::string id;
  std::string name;
  BackupKind kind = BackupKind::kUser;
  BackupStatus status = BackupStatus::kCreating;
  std::int64_t created_micros = 0;
  std::int64_t moment_micros = 0;  // whose state it has, once that is known: just after its creation
  std::int64_t expiry_micros = 0;  // kSystem; 0 = never
  TableSchema source;              // as it was then
  std::int64_t item_count = 0;     // of the source then; exact once available, but for kSystem
  std::int64_t size_bytes = 0;
  std::uint32_t data_id = 0;  // the id of a table that is nowhere else, with the items

  // arn:aws:dynamodb:<region>:<account>:table/<name>/backup/<id>
  std::string arn() const;
  // Where its items are: a table without indexes that is in no catalog.
  TableSchema data() const;
  bool operator==(const Backup&) const = default;
};

std::string new_backup_id(std::int64_t unix_micros, std::uint32_t suffix);

class BackupRegistry {
 public:
  explicit BackupRegistry(storage::Engine& engine) : engine_(engine) {}

  // Whether a backup of this table that its owner asked for is being made.
  base::Task<Result<bool>> is_being_made(const TableSchema& table);
  base::Task<Result<std::optional<Backup>>> find(Scope scope, BackupName name);
  // Those of all accounts and regions, or in the range, some at a time: pass the range that is left.
  struct Part {
    std::vector<Backup> backups;
    std::optional<storage::KeyRange> rest;
  };
  static storage::KeyRange all();
  // In order of table name and id. Of one table where a name is given, behind `after` if there is one.
  static storage::KeyRange of(const Scope& scope, std::string_view table_name,
                              const std::optional<BackupName>& after);
  base::Task<Result<Part>> part(storage::KeyRange range, std::size_t limit);

  static storage::Write storing(const Backup& backup);
  static storage::Write removing(const Backup& backup);

 private:
  storage::Engine& engine_;
};

}  // namespace stator::db::table
