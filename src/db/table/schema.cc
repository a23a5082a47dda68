#include "db/table/schema.h"

#include <algorithm>

namespace stator::db::table {

std::string TableSchema::arn() const {
  return "arn:aws:dynamodb:" + scope.region + ":" + scope.account + ":table/" + name;
}

std::string TableSchema::index_arn(std::string_view index_name) const {
  return arn().append("/index/").append(index_name);
}

std::vector<model::KeyAttribute> TableSchema::attribute_definitions() const {
  std::vector<model::KeyAttribute> out;
  auto add = [&out](const model::KeySchema& schema) {
    for (const auto* part : {&schema.partition, &schema.sort})
      for (const model::KeyAttribute& attribute : *part) out.push_back(attribute);
  };
  add(keys);
  for (const IndexSchema& index : indexes)
    if (index.status != IndexStatus::kDeleting) {
      add(index.keys);
      if (index.vector) out.insert(out.end(), index.vector->filters.begin(), index.vector->filters.end());
    }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

WarmThroughput effective_warm(BillingMode billing, const Throughput& throughput,
                              const WarmThroughput& wanted) {
  const WarmThroughput now = billing == BillingMode::kPayPerRequest
                                 ? kOnDemandWarmThroughput
                                 : WarmThroughput{throughput.read_units, throughput.write_units};
  const WarmThroughput least{std::max(now.read_units, throughput.highest_read_units),
                             std::max(now.write_units, throughput.highest_write_units)};
  return {std::max(least.read_units, wanted.read_units), std::max(least.write_units, wanted.write_units)};
}

void IndexSchema::derive(const model::KeySchema& table_keys) {
  projected_names.clear();
  if (projection.type == ProjectionType::kAll) return;
  for (const model::KeySchema* schema : {&table_keys, static_cast<const model::KeySchema*>(&keys)})
    for (const auto* part : {&schema->partition, &schema->sort})
      for (const model::KeyAttribute& attribute : *part) projected_names.push_back(attribute.name);
  if (vector)
    for (const model::KeyAttribute& filter : vector->filters) projected_names.push_back(filter.name);
  if (projection.type == ProjectionType::kInclude)
    projected_names.insert(projected_names.end(), projection.non_key_attributes.begin(),
                           projection.non_key_attributes.end());
  std::sort(projected_names.begin(), projected_names.end());
  projected_names.erase(std::unique(projected_names.begin(), projected_names.end()), projected_names.end());
}

bool IndexSchema::projects(std::string_view attribute) const {
  return projection.type == ProjectionType::kAll ||
         std::binary_search(projected_names.begin(), projected_names.end(), attribute);
}

std::size_t IndexSchema::projected_count() const {
  return projection.non_key_attributes.size() + (vector ? 1 + vector->filters.size() : 0);
}

}  // namespace stator::db::table
