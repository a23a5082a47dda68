// The data folder on the outside: its FORMAT file, and the sentences that a user reads when it cannot be
// opened.
//
//   FORMAT    one line, "stator data format <number>": written last when a folder is made
//   db/       the RocksDB database (docs/formats/rocksdb.md); made and synced before FORMAT
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace stator::storage::rocks {

// Changes with every change of the bytes on disk that an older program would misread:
//   2  histories and backups of tables; an older program would write past a history
//   3  exports and imports; an older program would show the copies of exports as backups
//   4  metrics, alarms and dashboards; an older program would call them damage
//   5  vector indexes and bulk puts; an older program would leave them as they are when items change
inline constexpr int kFormatVersion = 5;

// A file of the database that is deleted, and whose disk is given back piece by piece. Nobody reads it.
inline constexpr std::string_view kDeletedSuffix = ".deleted";

// Makes a new data folder, or checks that an existing one is ours, of a known format and writable. An error
// is one line that says what to do; nothing in the folder was changed then.
base::Result<base::Ok, std::string> prepare_data_folder(const std::string& path);

// Marks the folder of an older format as one of this. To be called once the folder is open.
base::Result<base::Ok, std::string> upgrade_data_folder(const std::string& path);

// Whether an existing folder is of a known format and has its database. Changes nothing.
base::Result<base::Ok, std::string> check_data_folder(const std::string& path);
// Whether it is what `stator backup` made.
bool is_backup(const std::string& path);
// Whether a newer program wrote it.
bool is_of_newer_format(const std::string& path);

// Where the database of a data folder is.
std::string database_path(const std::string& data_folder);

// Free bytes on the disk of the folder; the largest number where that cannot be found out.
unsigned long long free_disk_bytes(const std::string& path);

// What opening the database may write into data files: the sizes of its write-ahead logs.
unsigned long long log_bytes(const std::string& data_folder);

}  // namespace stator::storage::rocks
