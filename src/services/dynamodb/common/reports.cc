#include "services/dynamodb/common/reports.h"

#include "aws/measured.h"

namespace stator::services::dynamodb {
namespace {

std::optional<Map<Capacity>> by_index(const std::vector<std::pair<std::string, double>>& units) {
  if (units.empty()) return std::nullopt;
  Map<Capacity> out;
  for (const auto& [name, consumed] : units) out.emplace_back(name, Capacity{.capacity_units = consumed});
  return out;
}

void count(const aws::RequestContext& context, Units units, const db::table::ConsumedCapacity& consumed) {
  if (units == Units::kRead) {
    aws::measure_read_units(context, consumed.table_name, consumed.total());
  } else {
    aws::measure_write_units(context, consumed.table_name, consumed.total());
  }
  for (const auto& [index, amount] : consumed.global_indexes) {
    const bool reads = units == Units::kRead;
    aws::measure_index_units(context, consumed.table_name, index, reads ? amount : 0, reads ? 0 : amount);
  }
}

std::optional<ConsumedCapacity> report(const CapacityMode& mode,
                                       const db::table::ConsumedCapacity& consumed) {
  if (!wants_capacity(mode)) return std::nullopt;
  ConsumedCapacity report;
  report.table_name = consumed.table_name;
  report.capacity_units = consumed.total();
  if (mode->get() == ReturnConsumedCapacity::kIndexes) {
    report.table = Capacity{.capacity_units = consumed.table};
    report.local_secondary_indexes = by_index(consumed.local_indexes);
    report.global_secondary_indexes = by_index(consumed.global_indexes);
    // With INDEXES only (seen 2026-08, ExtendDB/extenddb#244).
    for (const auto& [name, bytes] : consumed.vector_indexes) {
      if (!report.vector_indexes) report.vector_indexes.emplace();
      report.vector_indexes->emplace_back(name, VectorCapacity{{}, bytes});
    }
  }
  return report;
}

}  // namespace

bool wants_capacity(const CapacityMode& mode) { return mode && mode->get() != ReturnConsumedCapacity::kNone; }

bool wants_metrics(const MetricsMode& mode) {
  return mode && mode->get() == ReturnItemCollectionMetrics::kSize;
}

std::optional<ConsumedCapacity> report_capacity(const aws::RequestContext& context, Units units,
                                                const CapacityMode& mode,
                                                const db::table::ConsumedCapacity& consumed) {
  count(context, units, consumed);
  return report(mode, consumed);
}

std::optional<std::vector<ConsumedCapacity>> report_transaction_capacity(
    const aws::RequestContext& context, Units units, const CapacityMode& mode,
    const std::vector<db::table::ConsumedCapacity>& consumed) {
  for (const db::table::ConsumedCapacity& table : consumed) count(context, units, table);
  if (!wants_capacity(mode)) return std::nullopt;
  const auto split = [units](auto* place) {
    (units == Units::kWrite ? place->write_capacity_units : place->read_capacity_units) =
        place->capacity_units;
  };
  std::vector<ConsumedCapacity> list;
  for (const db::table::ConsumedCapacity& table : consumed) {
    ConsumedCapacity& entry = list.emplace_back(*report(mode, table));
    split(&entry);
    if (entry.table) split(&*entry.table);
    for (auto* indexes : {&entry.local_secondary_indexes, &entry.global_secondary_indexes}) {
      if (!*indexes) continue;
      for (auto& [name, place] : **indexes) split(&place);
    }
  }
  return list;
}

ItemCollectionMetrics report_metrics(const db::table::ItemCollectionMetrics& metrics) {
  return {attribute_map(metrics.key), {metrics.size_low_gb, metrics.size_high_gb}};
}

}  // namespace stator::services::dynamodb
