// Which streams there are: those of tables, and those that ended, by UpdateTable or with their table, and can
// still be read. A stream's record begins in the commit that enables it, so that it and the schema never
// disagree. It outlives its table.
//
// Thread-safe. Changes of one table's streams must be serialised by the caller, as those of its schema are.
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

struct Stream {
  Scope scope;
  std::string table_name;
  std::string label;
  std::uint32_t table_id = 0;
  std::uint64_t log_group = 0;
  StreamViewType view = StreamViewType::kNewAndOldImages;
  model::KeySchema keys;
  std::int64_t created_micros = 0;
  std::int64_t disabled_micros = 0;  // 0 = enabled
  // No writer can append any more: every record is below end_sequence.
  bool closed = false;
  std::uint64_t end_sequence = 0;  // meaningful once closed; not stored: it is the version of the record

  bool enabled() const { return disabled_micros == 0; }
  // arn:aws:dynamodb:<region>:<account>:table/<name>/stream/<label>
  std::string arn() const;
  bool operator==(const Stream&) const = default;
};

class StreamRegistry {
 public:
  // Beginning of the names to list: an empty text stands for all. `after_...` is where the page before ended.
  struct ListRequest {
    Scope scope;
    std::string table_name;        // empty = of all tables
    std::string after_table_name;  // empty = from the beginning
    std::string after_label;
    std::size_t limit = 100;
  };

  explicit StreamRegistry(storage::Engine& engine) : engine_(engine) {}

  base::Task<Result<std::optional<Stream>>> find(Scope scope, std::string table_name, std::string label);
  // In order of table name and label, at most `limit`.
  base::Task<Result<std::vector<Stream>>> list(ListRequest request);
  // Those of all accounts and regions, some at a time: pass the range that is left, first all().
  struct Part {
    std::vector<Stream> streams;
    std::optional<storage::KeyRange> rest;
  };
  static storage::KeyRange all();
  base::Task<Result<Part>> part(storage::KeyRange range);

  // The label of a stream of the table that starts now: its time, to the millisecond, which no other stream
  // of a table of this name has.
  base::Task<Result<std::string>> new_label(const TableSchema& table, std::int64_t now_micros);

  // For the commit that enables `table.stream`.
  static storage::Write enabling(const TableSchema& table, std::int64_t now_micros);
  // For the commit that switches `table.stream` off, or removes the table.
  base::Task<Result<base::Ok>> add_disabling(const TableSchema& table, std::int64_t now_micros,
                                             storage::Commit* commit);
  // Marks a disabled stream as closed. Only once the table's fence keeps writers of the old schema out. Does
  // nothing for a stream that is enabled, closed or gone.
  base::Task<Result<base::Ok>> close(Scope scope, std::string table_name, std::string label);
  // The stream's log is dropped.
  base::Task<Result<base::Ok>> forget(const Stream& stream);

 private:
  storage::Engine& engine_;
};

}  // namespace stator::db::table
