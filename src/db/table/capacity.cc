#include "db/table/capacity.h"

#include <algorithm>

namespace stator::db::table {

namespace {

double units(std::size_t bytes, std::size_t unit) {
  return static_cast<double>(std::max<std::size_t>(1, (bytes + unit - 1) / unit));
}

void merge(std::vector<std::pair<std::string, double>>* into,
           const std::vector<std::pair<std::string, double>>& from) {
  for (const auto& [name, amount] : from) {
    auto same =
        std::find_if(into->begin(), into->end(), [&](const auto& entry) { return entry.first == name; });
    if (same == into->end()) {
      into->emplace_back(name, amount);
    } else {
      same->second += amount;
    }
  }
}

}  // namespace

double read_units(std::size_t bytes, bool consistent) {
  return units(bytes, kReadUnitBytes) * (consistent ? 1.0 : 0.5);
}

double write_units(std::size_t bytes) { return units(bytes, kWriteUnitBytes); }

ConsumedCapacity failed_write_capacity(const TableSchema& table, const std::optional<model::ItemView>& item) {
  ConsumedCapacity consumed;
  consumed.table_name = table.name;
  consumed.table = write_units(item ? item->size_bytes() : 0);
  return consumed;
}

double ConsumedCapacity::total() const {
  double sum = table;
  for (const auto& [name, amount] : local_indexes) sum += amount;
  for (const auto& [name, amount] : global_indexes) sum += amount;
  return sum;
}

void ConsumedCapacity::add(const ConsumedCapacity& other) {
  table += other.table;
  merge(&local_indexes, other.local_indexes);
  merge(&global_indexes, other.global_indexes);
  merge(&vector_indexes, other.vector_indexes);
}

}  // namespace stator::db::table
