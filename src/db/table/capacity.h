// Capacity units (rules 98-101). Pure.
#pragma once

#include <cstddef>
#include <optional>

#include "db/model/value.h"
#include "db/table/database.h"

namespace stator::db::table {

inline constexpr std::size_t kReadUnitBytes = 4096;
inline constexpr std::size_t kWriteUnitBytes = 1024;

// Units to read `bytes` in one go: an item, or the sum of a page. A missing item costs the minimum (rule 99).
double read_units(std::size_t bytes, bool consistent);
double write_units(std::size_t bytes);

// What the item there costs a write whose condition does not hold (rule 100).
ConsumedCapacity failed_write_capacity(const TableSchema& table, const std::optional<model::ItemView>& item);

}  // namespace stator::db::table
