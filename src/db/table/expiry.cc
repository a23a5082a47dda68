#include "db/table/expiry.h"

#include <algorithm>

#include "keyspace/keys.h"

namespace stator::db::table {

namespace {

using keyspace::KeyBuilder;
using keyspace::Space;

KeyBuilder entries_from(const TableSchema& table, std::int64_t expiry) {
  KeyBuilder key(Space::kTimeToLive, table.id, table.time_to_live.index_id);
  key.set_hash(0).u64(static_cast<std::uint64_t>(expiry));
  return key;
}

}  // namespace

ExpiryWindow expired_at(std::int64_t unix_micros) {
  ExpiryWindow window;
  window.last = (unix_micros - 1) / 1'000'000;
  window.first = std::max<std::int64_t>(0, window.last - kMaxExpiredSeconds + 1);
  return window;
}

std::optional<std::int64_t> expiry_of(const TimeToLive& time_to_live, model::ItemView item) {
  auto value = item.find(time_to_live.attribute);
  std::int64_t seconds = 0;
  if (!value || value->type() != model::Type::kN || !value->number().to_int64(&seconds) || seconds < 0)
    return std::nullopt;
  return seconds;
}

std::string time_index_key(const TableSchema& table, std::int64_t expiry, std::string_view item_key) {
  return entries_from(table, expiry).raw(item_key.substr(keyspace::kHashOffset)).take();
}

std::optional<std::string> time_index_key(const TableSchema& table, model::ItemView item,
                                          std::string_view item_key) {
  auto expiry = expiry_of(table.time_to_live, item);
  if (!expiry) return std::nullopt;
  return time_index_key(table, *expiry, item_key);
}

storage::KeyRange time_index_range(const TableSchema& table, const ExpiryWindow& window) {
  return {entries_from(table, window.first).take(), entries_from(table, window.last + 1).take()};
}

std::string indexed_item_key(const TableSchema& table, std::string_view entry_key) {
  std::string key = KeyBuilder(Space::kItem, table.id, 0).take();
  key.resize(keyspace::kHashOffset);
  key.append(entry_key.substr(keyspace::kHeaderBytes + sizeof(std::uint64_t)));
  return key;
}

}  // namespace stator::db::table
