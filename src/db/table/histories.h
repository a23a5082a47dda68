// What backups and recovery (db/recovery) ask of the database: histories of tables, tables that are filled
// before they take requests, and data that belongs to no table.
//
// Thread-safe. A change whose outcome is not known (a failed disk) is settled in the background; the caller
// finds out with settled().
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/task.h"
#include "db/table/database.h"

namespace stator::db::table {

class Histories {
 public:
  using Change = std::function<storage::Commit(TableSchema*)>;
  // `now_micros`: in the time of commits.
  using TimedChange = std::function<storage::Commit(TableSchema*, std::int64_t now_micros)>;
  // Gives the table a history if it has none; `begin` (may be empty) is asked for what is to be committed
  // with that. Then every write that is not yet done will be in the history, and what `kept` makes of the
  // settings is stored, with the commit that it returns. Errors: kResourceNotFound; kResourceInUse while the
  // table is CREATING, or has no history yet and is UPDATING.
  virtual base::Task<Result<TableRef>> keep_history(Scope scope, std::string name, Change begin,
                                                    TimedChange kept) = 0;
  // In the background: drops the history if recovery to a point in time is off and nobody reads the table.
  virtual void release_history(TableRef table) = 0;

  // Gives what is to be committed with a new table, or an error that stops its creation. No table comes,
  // changes or goes meanwhile.
  using Beginning = std::function<Result<storage::Commit>(const TableSchema&)>;
  // Creates a table that is CREATING: its items are written by the caller.
  virtual base::Task<Result<TableDescription>> begin_filling(TableSchema definition, Beginning extra) = 0;
  // Makes it ACTIVE. Does nothing where that is done.
  virtual base::Task<Result<base::Ok>> finish_filling(TableRef table, storage::Commit extra) = 0;

  // The table as it is stored, nullptr where there is none, once no change of it is undecided.
  virtual base::Task<Result<TableRef>> settled(Scope scope, std::string name) = 0;

  // Of data that belongs to no table of the catalog.
  virtual base::Task<Result<std::uint32_t>> new_table_id() = 0;
  // Removes such data in the background, once nobody reads it; `extra` is committed with the intent.
  virtual base::Task<Result<base::Ok>> remove_data_of(std::vector<TableSchema> schemas,
                                                      storage::Commit extra) = 0;

 protected:
  ~Histories() = default;
};

}  // namespace stator::db::table
