// UpdateTable's rules (45-49, 54): from a schema and what is asked to the next schema. Pure.
#pragma once

#include <cstdint>
#include <optional>

#include "db/model/error.h"
#include "db/table/database.h"

namespace stator::db::table {

// How often AWS lets capacity settings change (developer guide: ServiceQuotas, bp-switching-capacity-modes,
// table class considerations; read 2026-11).
//
// Throughput of a table, and of each global index by itself: four decreases in a UTC day, and after them one
// an hour. Units for reads and writes in one request are one decrease.
inline constexpr std::int64_t kFreeDecreasesPerDay = 4;
inline constexpr std::int64_t kSecondsBetweenDecreases = 3'600;
// From provisioned capacity to on-demand, in any 24 hours; back at any time.
inline constexpr std::size_t kMaxOnDemandSwitches = 4;
inline constexpr std::int64_t kOnDemandSwitchDays = 1;
// Changes of the table class, in any 30 days.
inline constexpr std::size_t kMaxTableClassChanges = 2;
inline constexpr std::int64_t kTableClassChangeDays = 30;

// kResourceInUse, for a change of a table that is not ACTIVE.
Error in_use(const TableSchema& table);

struct PlannedUpdate {
  TableSchema schema;                        // to be stored; the epoch is raised where writers must know
  bool fence = false;                        // the epoch was raised
  std::optional<std::uint16_t> build_index;  // id of an index to fill in the background
  std::optional<std::uint16_t> drop_index;   // id of an index to empty in the background
  bool start_stream = false;                 // schema.stream needs its log group and label
  bool end_stream = false;                   // schema.last_stream was switched off
};

// What a table allows of a vector index that is added to those it has: on-demand capacity, five at most, an
// attribute that is no key, and the same dimensions as others on it. Errors: kValidation.
Result<base::Ok> check_vector_index(const TableSchema& table, const IndexSchema& added);

// Errors: kValidation, kResourceInUse (table busy, stream on already), kResourceNotFound (no such index),
// kLimitExceeded (two indexes at once, and the limits above).
Result<PlannedUpdate> plan_update(const TableSchema& current, const TableUpdate& update,
                                  std::int64_t now_micros);

}  // namespace stator::db::table
