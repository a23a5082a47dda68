#include "services/dynamodb/common/restore_target.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "messages/dynamodb.h"
#include "messages/tables.h"
#include "services/dynamodb/common/errors.h"
#include "services/dynamodb/common/table_description.h"
#include "services/dynamodb/common/table_settings.h"

namespace stator::services::dynamodb {
namespace {

namespace table = db::table;

template <typename Index>
aws::Result<base::Ok> check_distinct(const std::optional<std::vector<Index>>& indexes) {
  if (!indexes) return base::Ok{};
  std::set<std::string_view> names;
  for (const Index& index : *indexes)
    if (!names.insert(*index.index_name).second)
      return invalid_request(messages::kDuplicateIndexName, *index.index_name);
  return base::Ok{};
}

bool is_same(const std::vector<KeySchemaElement>& keys, const std::vector<KeySchemaElement>& others) {
  return std::equal(keys.begin(), keys.end(), others.begin(), others.end(),
                    [](const KeySchemaElement& key, const KeySchemaElement& other) {
                      return key.attribute_name == other.attribute_name &&
                             key.key_type->get() == other.key_type->get();
                    });
}

bool is_same(const Projection& projection, const Projection& other) {
  const auto type = [](const Projection& each) {
    return each.projection_type ? each.projection_type->index : aws::protocol::EnumValue::kUnknown;
  };
  const auto names = [](const Projection& each) {
    const auto& list = each.non_key_attributes;
    return list ? std::set<std::string>(list->begin(), list->end()) : std::set<std::string>();
  };
  return type(projection) == type(other) && names(projection) == names(other);
}

// The index of the source that the request describes; nullptr: there is none like it.
template <typename Index>
const table::IndexSchema* find_like(const table::TableSchema& source, const Index& wanted, bool global) {
  const table::IndexSchema* index = source.find_index(*wanted.index_name);
  if (index == nullptr || index->vector || index->global != global) return nullptr;
  if (!is_same(*wanted.key_schema, describe_keys(index->keys))) return nullptr;
  return is_same(*wanted.projection, describe_projection(index->projection)) ? index : nullptr;
}

// Of an index whose throughput the request does not say: the source's is kept.
aws::Result<base::Ok> check_kept_throughput(table::BillingMode billing, const table::IndexSchema& index) {
  if (billing == table::BillingMode::kPayPerRequest || index.throughput.read_units > 0) return base::Ok{};
  return invalid_request(messages::kNewIndexThroughputMissing, index.name);
}

aws::Result<table::IndexSchema> global_index(const table::TableSchema& source, table::BillingMode billing,
                                             const GlobalSecondaryIndex& request) {
  const table::IndexSchema* known = find_like(source, request, true);
  if (known == nullptr)
    return invalid_request(messages::kUnknownIndexOverride, "GlobalSecondaryIndexOverride",
                           *request.index_name);
  table::IndexSchema index = *known;
  if (request.provisioned_throughput || has_maximum(request.on_demand_throughput)) {
    STATOR_TRY(check_index_throughput(request, index.name, billing));
  }
  if (request.provisioned_throughput) {
    STATOR_ASSIGN(index.throughput, to_throughput(*request.provisioned_throughput, &index.name));
  } else {
    STATOR_TRY(check_kept_throughput(billing, index));
  }
  if (has_maximum(request.on_demand_throughput)) {
    STATOR_ASSIGN(index.on_demand, to_on_demand(request.on_demand_throughput, &index.name));
  }
  if (request.warm_throughput) index.warm = to_warm(request.warm_throughput);
  return index;
}

// Nothing: those of the source.
aws::Result<std::optional<std::vector<table::IndexSchema>>> global_indexes(const table::TableSchema& source,
                                                                           table::BillingMode billing,
                                                                           const RestoreOverrides& request) {
  if (!request.global_secondary_indexes) {
    for (const table::IndexSchema& index : source.indexes) {
      if (!index.global || index.vector || index.status == table::IndexStatus::kDeleting) continue;
      STATOR_TRY(check_kept_throughput(billing, index));
    }
    return std::nullopt;
  }
  std::vector<table::IndexSchema> indexes;
  for (const GlobalSecondaryIndex& wanted : *request.global_secondary_indexes) {
    STATOR_ASSIGN(table::IndexSchema index, global_index(source, billing, wanted));
    indexes.push_back(std::move(index));
  }
  return indexes;
}

aws::Result<std::vector<table::IndexSchema>> local_indexes(const table::TableSchema& source,
                                                           const std::vector<LocalSecondaryIndex>& request) {
  std::vector<table::IndexSchema> indexes;
  for (const LocalSecondaryIndex& wanted : request) {
    const table::IndexSchema* known = find_like(source, wanted, false);
    if (known == nullptr)
      return invalid_request(messages::kUnknownIndexOverride, "LocalSecondaryIndexOverride",
                             *wanted.index_name);
    indexes.push_back(*known);
  }
  return indexes;
}

bool is_same(const VectorIndex& wanted, const VectorIndex& known) {
  const auto elements = [](const VectorIndex& index) {
    std::set<std::pair<std::string, SearchSchemaElementType>> out;
    if (index.search_schema)
      for (const SearchSchemaElement& element : *index.search_schema)
        out.emplace(*element.attribute_name, element.element_type->get());
    return out;
  };
  return wanted.vector_attribute->attribute_name == known.vector_attribute->attribute_name &&
         wanted.dimensions == known.dimensions &&
         wanted.distance_function->get() == known.distance_function->get() &&
         elements(wanted) == elements(known) && is_same(*wanted.projection, *known.projection);
}

aws::Result<std::vector<table::IndexSchema>> vector_indexes(const table::TableSchema& source,
                                                            const std::vector<VectorIndex>& request) {
  std::vector<table::IndexSchema> indexes;
  for (const VectorIndex& wanted : request) {
    const table::IndexSchema* known = source.find_index(*wanted.index_name);
    if (known == nullptr || !known->vector || !is_same(wanted, describe_vector_index(*known)))
      return invalid_request(messages::kUnknownIndexOverride, "VectorIndexOverride", *wanted.index_name);
    indexes.push_back(*known);
  }
  return indexes;
}

// Vector indexes are restored with on-demand capacity only.
aws::Result<base::Ok> check_vector_indexes(const table::TableSchema& source,
                                           const db::recovery::RestoreTarget& target) {
  if (*target.billing == table::BillingMode::kPayPerRequest) return base::Ok{};
  const std::vector<table::IndexSchema>& indexes =
      target.vector_indexes ? *target.vector_indexes : source.indexes;
  const bool any = std::any_of(indexes.begin(), indexes.end(), [](const table::IndexSchema& index) {
    return index.vector && index.status != table::IndexStatus::kDeleting;
  });
  if (any) return aws::validation_error(messages::kVectorIndexProvisioned);
  return base::Ok{};
}

aws::Result<base::Ok> set_throughput(const table::TableSchema& source, const RestoreOverrides& request,
                                     db::recovery::RestoreTarget* target) {
  if (*target->billing == table::BillingMode::kPayPerRequest) {
    if (request.provisioned_throughput) return aws::validation_error(messages::kThroughputOnDemand);
    if (has_maximum(request.on_demand_throughput)) {
      STATOR_ASSIGN(target->on_demand, to_on_demand(request.on_demand_throughput));
    }
    return base::Ok{};
  }
  if (has_maximum(request.on_demand_throughput))
    return on_demand_of_provisioned(*request.on_demand_throughput);
  if (request.provisioned_throughput) {
    STATOR_ASSIGN(target->throughput, to_throughput(*request.provisioned_throughput));
    return base::Ok{};
  }
  if (source.billing == table::BillingMode::kPayPerRequest)
    return aws::validation_error(messages::kNewTableThroughputMissing);
  return base::Ok{};
}

}  // namespace

aws::Result<base::Ok> check_overrides(const RestoreOverrides& request) {
  STATOR_TRY(check_distinct(request.global_secondary_indexes));
  STATOR_TRY(check_distinct(request.local_secondary_indexes));
  STATOR_TRY(check_distinct(request.vector_indexes));
  if (request.sse_specification) return check_sse(*request.sse_specification);
  return base::Ok{};
}

aws::Result<db::recovery::RestoreTarget> restore_target(const table::TableSchema& source,
                                                        const RestoreOverrides& request) {
  db::recovery::RestoreTarget target;
  target.name = *request.target_table_name;
  target.billing = request.billing_mode ? to_billing(request.billing_mode->get()) : source.billing;
  STATOR_TRY(set_throughput(source, request, &target));
  STATOR_ASSIGN(target.global_indexes, global_indexes(source, *target.billing, request));
  if (request.local_secondary_indexes) {
    STATOR_ASSIGN(target.local_indexes, local_indexes(source, *request.local_secondary_indexes));
  }
  if (request.vector_indexes) {
    STATOR_ASSIGN(target.vector_indexes, vector_indexes(source, *request.vector_indexes));
  }
  STATOR_TRY(check_vector_indexes(source, target));
  if (request.sse_specification) {
    target.sse_enabled = request.sse_specification->enabled.value_or(false);
    target.sse_key = request.sse_specification->kms_master_key_id.value_or("");
  }
  return target;
}

}  // namespace stator::services::dynamodb
