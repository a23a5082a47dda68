// Items, index entries, counters and change logs, against each other.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "check/report.h"
#include "db/table/schema.h"
#include "db/table/stream_registry.h"
#include "keyspace/keys.h"
#include "storage/rocksdb/inspection.h"

namespace stator::check {

// Not thread-safe. What is read goes in in the order of the keys, descriptors and streams first.
class Tables {
 public:
  Tables(const storage::Inspection& data, Report& report) : data_(data), report_(report) {}

  void add_descriptor(std::string_view key, std::string_view value);
  // Of a deleted table whose data may still be there.
  void add_removal(std::string_view value);
  void add_stream(std::string_view key, std::string_view value, storage::CommitVersion version);
  void add_backup(std::string_view value);

  // One record of a space of tables.
  void add_record(std::string_view key, storage::CommitVersion version, std::string_view value);
  // After the last record: counts against each other, and against the counters.
  void finish();
  // The logs of streams, and the histories of tables.
  void check_logs();

  std::uint64_t tables() const { return tables_.size() - backups_; }
  std::uint64_t backups() const { return backups_; }
  std::uint64_t items() const { return items_; }
  std::uint64_t log_records() const { return log_records_; }

 private:
  struct Counts {
    std::uint64_t expected = 0;  // entries that the items call for
    std::uint64_t found = 0;
    std::uint64_t missing = 0;  // reported already
    std::int64_t bytes = 0;
  };
  struct Table {
    db::table::TableSchema schema;
    std::int64_t items = 0;
    std::int64_t bytes = 0;
    std::map<std::uint16_t, Counts> indexes;
    Counts times;
    bool copied = false;                          // for the server's own use: items may be larger
    std::optional<std::int64_t> items_of_backup;  // that its record speaks of
    std::uint64_t collections = 0;                // with a size
    std::string collection;                       // the key of the counter of the one that is being read
    std::int64_t collection_bytes = 0;
  };

  Table* find(std::uint32_t id);
  void add_item(Table& table, std::string_view key, std::string_view value);
  void add_entry(Table& table, keyspace::Space space, std::string_view key);
  void check_entry(Table& table, const db::table::IndexSchema& index, std::string_view item_key,
                   db::model::ItemView item);
  void check_time_entry(Table& table, std::string_view item_key, db::model::ItemView item);
  void end_collection(Table& table);
  void check_counts(Table& table);
  void check_counters(Table& table);
  void find_stray_entries(const Table& table, const db::table::IndexSchema& index);
  void find_stray_vectors(const Table& table, const db::table::IndexSchema& index);
  void find_stray_times(const Table& table);
  // What a log says of a table's items. `name`: of the log.
  struct Log {
    std::uint64_t id = 0;
    const storage::LogGroup& group;
    bool shows_new = false;
    std::string_view name;
  };
  void check_log(const Table& table, const Log& log);

  const storage::Inspection& data_;
  Report& report_;
  std::map<std::uint32_t, Table> tables_;
  std::set<std::uint32_t> removed_;
  std::vector<db::table::Stream> streams_;
  std::set<std::pair<std::uint32_t, std::uint8_t>> left_over_;  // reported already
  Table* current_ = nullptr;
  std::uint32_t current_id_ = 0;
  std::uint64_t backups_ = 0;
  std::uint64_t items_ = 0;
  std::uint64_t log_records_ = 0;
};

}  // namespace stator::check
