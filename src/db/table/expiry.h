// Expiry of items (rule 118): which moment an item names, and its entry in the table's time index. The time
// index holds an entry for each item with a moment of expiry, in order of the moment, so that expired items
// are found without reading others. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "db/model/value.h"
#include "db/table/schema.h"
#include "storage/engine.h"

namespace stator::db::table {

// Items that expired longer ago are left alone: AWS guards against mistaken time stamps so.
inline constexpr std::int64_t kMaxExpiredSeconds = 5LL * 365 * 24 * 3600;

// Moments in [first, last], in seconds since 1970: those of items to be deleted.
struct ExpiryWindow {
  std::int64_t first = 0;
  std::int64_t last = -1;

  bool contains(std::int64_t second) const { return first <= second && second <= last; }
};

// What is expired at a time: the moment lies before it, but not too long.
ExpiryWindow expired_at(std::int64_t unix_micros);

// The moment that the item names. Nothing if the attribute is not there, or no number, or no whole number of
// seconds from 0 on (AWS takes seconds since 1970; what it does with a fraction is not documented).
std::optional<std::int64_t> expiry_of(const TimeToLive& time_to_live, model::ItemView item);

// The key of an item's entry in the time index; `item_key` as of item_key(). The entry's value is empty.
std::string time_index_key(const TableSchema& table, std::int64_t expiry, std::string_view item_key);
// The same for an item; nothing if it has no entry.
std::optional<std::string> time_index_key(const TableSchema& table, model::ItemView item,
                                          std::string_view item_key);
// The entries of a window.
storage::KeyRange time_index_range(const TableSchema& table, const ExpiryWindow& window);
// Where the item of an entry lives.
std::string indexed_item_key(const TableSchema& table, std::string_view entry_key);

}  // namespace stator::db::table
