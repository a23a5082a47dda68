#include "db/recovery/restored_schema.h"

#include <utility>

namespace stator::db::recovery {

namespace {

using table::IndexSchema;
using table::TableSchema;
using Indexes = std::optional<std::vector<IndexSchema>>;

// What replaces the source's indexes of the kind of this one.
const Indexes& instead_of(const IndexSchema& index, const RestoreTarget& target) {
  if (index.vector) return target.vector_indexes;
  return index.global ? target.global_indexes : target.local_indexes;
}

// Local indexes come first.
std::vector<IndexSchema> restored_indexes(const TableSchema& source, const RestoreTarget& target) {
  std::vector<IndexSchema> indexes = target.local_indexes.value_or(std::vector<IndexSchema>());
  for (const IndexSchema& index : source.indexes)
    if (index.status != table::IndexStatus::kDeleting && !instead_of(index, target)) indexes.push_back(index);
  for (const Indexes* asked : {&target.global_indexes, &target.vector_indexes})
    if (*asked) indexes.insert(indexes.end(), (*asked)->begin(), (*asked)->end());
  return indexes;
}

void set_throughput(const TableSchema& source, const RestoreTarget& target, TableSchema* restored) {
  restored->billing = target.billing.value_or(source.billing);
  const bool provisioned = restored->billing == table::BillingMode::kProvisioned;
  if (provisioned) {
    restored->throughput.read_units = source.throughput.read_units;
    restored->throughput.write_units = source.throughput.write_units;
    if (target.throughput) restored->throughput = *target.throughput;
  } else {
    restored->on_demand = target.on_demand ? target.on_demand : source.on_demand;
  }
  for (IndexSchema& index : restored->indexes) {
    table::Throughput units;
    if (provisioned && index.global) {
      units.read_units = index.throughput.read_units;
      units.write_units = index.throughput.write_units;
      index.on_demand.reset();
    }
    index.throughput = units;
  }
}

}  // namespace

TableSchema restored_schema(const TableSchema& source, RestoreTarget target) {
  TableSchema restored;
  restored.scope = source.scope;
  restored.keys = source.keys;
  restored.indexes = restored_indexes(source, target);
  set_throughput(source, target, &restored);
  restored.warm = source.warm;
  restored.table_class = source.table_class;
  restored.sse_enabled = target.sse_enabled.value_or(source.sse_enabled);
  restored.sse_key = target.sse_enabled ? std::move(target.sse_key) : source.sse_key;
  restored.name = std::move(target.name);
  return restored;
}

}  // namespace stator::db::recovery
