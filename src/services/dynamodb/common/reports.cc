#include "services/dynamodb/common/reports.h"

namespace stator::services::dynamodb {
namespace {

std::optional<Map<Capacity>> by_index(const std::vector<std::pair<std::string, double>>& units) {
  if (units.empty()) return std::nullopt;
  Map<Capacity> out;
  for (const auto& [name, consumed] : units) out.emplace_back(name, Capacity{.capacity_units = consumed});
  return out;
}

}  // namespace

bool wants_capacity(const CapacityMode& mode) { return mode && mode->get() != ReturnConsumedCapacity::kNone; }

bool wants_metrics(const MetricsMode& mode) {
  return mode && mode->get() == ReturnItemCollectionMetrics::kSize;
}

std::optional<ConsumedCapacity> report_capacity(const CapacityMode& mode,
                                                const db::table::ConsumedCapacity& consumed) {
  if (!wants_capacity(mode)) return std::nullopt;
  ConsumedCapacity report;
  report.table_name = consumed.table_name;
  report.capacity_units = consumed.total();
  if (mode->get() == ReturnConsumedCapacity::kIndexes) {
    report.table = Capacity{.capacity_units = consumed.table};
    report.local_secondary_indexes = by_index(consumed.local_indexes);
    report.global_secondary_indexes = by_index(consumed.global_indexes);
  }
  return report;
}

std::optional<std::vector<ConsumedCapacity>> report_transaction_capacity(
    const CapacityMode& mode, const std::vector<db::table::ConsumedCapacity>& consumed, bool writes) {
  if (!wants_capacity(mode)) return std::nullopt;
  auto split = [writes](auto* units) {
    (writes ? units->write_capacity_units : units->read_capacity_units) = units->capacity_units;
  };
  std::vector<ConsumedCapacity> list;
  for (const db::table::ConsumedCapacity& table : consumed) {
    ConsumedCapacity& report = list.emplace_back(*report_capacity(mode, table));
    split(&report);
    if (report.table) split(&*report.table);
    for (auto* indexes : {&report.local_secondary_indexes, &report.global_secondary_indexes}) {
      if (!*indexes) continue;
      for (auto& [name, units] : **indexes) split(&units);
    }
  }
  return list;
}

ItemCollectionMetrics report_metrics(const db::table::ItemCollectionMetrics& metrics) {
  return {attribute_map(metrics.key), {metrics.size_low_gb, metrics.size_high_gb}};
}

}  // namespace stator::services::dynamodb
