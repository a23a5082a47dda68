// Backups of tables, and recovery to a point in time (rules 121, 122). A backup is a copy of the items, under
// an id of its own; a restored table is a new one. Both are made in the background by the same means: the
// source is read page by page while writes go on, then what was written after the moment that is wanted is
// taken back, by the table's history: a change log of old images. So each is exactly the state of one moment.
//
// Thread-safe.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "base/async_mutex.h"
#include "base/rounds.h"
#include "base/task.h"
#include "db/recovery/copy_turns.h"
#include "db/recovery/failure.h"
#include "db/recovery/restored_schema.h"
#include "db/table/backup_registry.h"
#include "db/table/database.h"
#include "db/table/histories.h"

namespace stator::db::recovery {

using table::Backup;
using table::BackupKind;
using table::BackupName;
using table::BackupStatus;

// Days for which earlier states are kept.
inline constexpr std::int32_t kMinPeriodDays = 1;
inline constexpr std::int32_t kMaxPeriodDays = 35;  // also where nobody says otherwise

struct ContinuousBackups {
  bool enabled = false;  // what follows counts only then
  std::int32_t period_days = kMaxPeriodDays;
  std::int64_t earliest_micros = 0;
  std::int64_t latest_micros = 0;
};

class TableCopy;

class Backups {
 public:
  static constexpr int kCopiesAtATime = 4;

  // The database must outlive this; the work in the background is among what its stop() waits for.
  explicit Backups(table::Database& database);

  // Takes up what a restart interrupted, and begins rounds in the background. To be called once.
  base::Task<Result<base::Ok>> start();
  // Work in the background ends early, to be taken up again. Before the database stops.
  void stop();
  // One round, now: drops what is older than the periods of recovery, and last backups of tables that were
  // deleted long ago.
  base::Task<Result<base::Ok>> round();

  // The state of now; the copy is made in the background, the backup is CREATING until then. Errors:
  // kNoTable, kTableInUse while it is created or updated, kBackupInUse while another one of it is being made.
  base::Task<Result<Backup>> create(table::Scope scope, std::string table_name, std::string backup_name);
  // kNoBackup.
  base::Task<Result<Backup>> find(table::Scope scope, BackupName name);
  struct ListRequest {
    table::Scope scope;
    std::string table_name;  // empty = of all tables
    std::optional<BackupKind> kind;
    std::int64_t created_from_micros = 0;               // inclusive
    std::optional<std::int64_t> created_before_micros;  // exclusive
    std::optional<BackupName> after;                    // where the page before ended
    std::size_t limit = 100;
  };
  struct Page {
    std::vector<Backup> backups;  // in order of table name and id, that is of time
    bool has_more = false;
  };
  base::Task<Result<Page>> list(ListRequest request);
  // As it was, with status DELETED. Errors: kNoBackup, kBackupInUse.
  base::Task<Result<Backup>> remove(table::Scope scope, BackupName name);
  // The new table is CREATING until all items are there. Errors: kNoBackup, kBackupInUse (it is not
  // complete), kTableExists, kTableInUse.
  base::Task<Result<table::TableDescription>> restore(table::Scope scope, BackupName backup,
                                                      RestoreTarget target);

  // The state of a moment (nothing: now) of a table with recovery to a point in time, for the server's own
  // use: among the backups nobody sees it. `since_micros`: where the history must reach back to, if that is
  // earlier. `with` is asked for what is to be committed with its beginning. Errors: kNoTable, kTableInUse,
  // kNotContinuous, kInvalidTime.
  using With = std::function<storage::Commit(const Backup&)>;
  base::Task<Result<Backup>> copy(table::Scope scope, std::string table_name,
                                  std::optional<std::int64_t> at_micros,
                                  std::optional<std::int64_t> since_micros, With with);
  // kNoBackup.
  base::Task<Result<Backup>> find_copy(table::Scope scope, BackupName name);
  // All of one table, at once; `with` is committed with their end. Errors: kNoBackup, kBackupInUse.
  base::Task<Result<base::Ok>> remove_copies(table::Scope scope, std::vector<BackupName> names,
                                             storage::Commit with);

  // kNoTable.
  base::Task<Result<ContinuousBackups>> continuous(table::Scope scope, std::string table_name);
  // Nothing for the period leaves it as it is. Switching off forgets all earlier states.
  base::Task<Result<ContinuousBackups>> update_continuous(table::Scope scope, std::string table_name,
                                                          bool enable,
                                                          std::optional<std::int32_t> period_days);
  // `at_micros`: nothing is the latest. Errors: kNoTable, kNotContinuous, kInvalidTime, kTableExists,
  // kTableInUse.
  base::Task<Result<table::TableDescription>> restore_to_time(table::Scope scope, std::string table_name,
                                                              std::optional<std::int64_t> at_micros,
                                                              RestoreTarget target);

 private:
  base::Task<Result<Backup>> find_any(table::Scope scope, BackupName name);
  base::Task<Result<Backup>> begin_backup(Backup backup, table::Scope scope, std::string table_name,
                                          With with);
  base::Task<Result<base::Ok>> remove_data(std::vector<Backup> backups, storage::Commit with);
  void spawn_backup(table::Scope scope, std::string table_name, std::string id);
  base::Task<db::Result<base::Ok>> make(table::Scope scope, BackupName name);
  base::Task<Result<table::TableDescription>> begin_restore(table::TableSchema definition);
  bool has_history(std::uint32_t id, std::uint64_t log_group) const;
  void spawn_restore(table::Scope scope, std::string name);
  base::Task<db::Result<base::Ok>> fill(table::Scope scope, std::string name);
  base::Task<db::Result<bool>> run_in_turn(TableCopy* copy);
  base::Task<Result<base::Ok>> trim(table::TableRef table);
  void release_source(std::uint32_t id);

  // Account, region and name.
  using TableName = std::tuple<std::string, std::string, std::string>;
  // The right to fill a table.
  class Filling {
   public:
    Filling(Backups* backups, TableName table) : backups_(*backups), table_(std::move(table)) {}
    ~Filling();
    Filling(const Filling&) = delete;
    Filling& operator=(const Filling&) = delete;
    bool take();  // false: somebody else has it

   private:
    Backups& backups_;
    const TableName table_;
    bool taken_ = false;
  };

  table::Database& database_;
  table::Histories& histories_;
  const table::DatabaseParts parts_;
  table::BackupRegistry registry_;
  base::AsyncMutex mutex_;  // one change of a backup, or beginning of a recovery, at a time
  base::Rounds rounds_;
  CopyTurns turns_{kCopiesAtATime};
  std::mutex filling_mutex_;  // guards what follows
  std::set<TableName> filling_;
};

}  // namespace stator::db::recovery
