// UpdateTable's rules (45-49, 54): from a schema and what is asked to the next schema. Pure.
#pragma once

#include <cstdint>
#include <optional>

#include "db/model/error.h"
#include "db/table/database.h"

namespace stator::db::table {

struct PlannedUpdate {
  TableSchema schema;                           // to be stored; the epoch is raised where writers must know
  bool fence = false;                           // the epoch was raised
  std::optional<std::uint16_t> build_index;     // id of an index to fill in the background
  std::optional<std::uint16_t> drop_index;      // id of an index to empty in the background
  bool start_stream = false;                    // schema.stream needs its log group and label
  std::optional<std::uint64_t> drop_log_group;  // of a stream that was switched off
};

// Errors: kValidation, kResourceInUse (table busy, stream on already), kResourceNotFound (no such index),
// kLimitExceeded.
Result<PlannedUpdate> plan_update(const TableSchema& current, const TableUpdate& update,
                                  std::int64_t now_micros);

}  // namespace stator::db::table
