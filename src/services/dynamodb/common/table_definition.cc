#include "services/dynamodb/common/table_definition.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "db/table/table_update.h"
#include "messages/dynamodb.h"
#include "messages/tables.h"
#include "services/dynamodb/common/errors.h"
#include "services/dynamodb/common/key_schemas.h"
#include "services/dynamodb/common/resource_policies.h"
#include "services/dynamodb/common/table_settings.h"
#include "services/dynamodb/common/tags.h"

namespace stator::services::dynamodb {
namespace {

namespace table = db::table;

// ---- throughput

// What is asked for is checked once the table's capacity mode is known.
std::optional<table::OnDemandThroughput> to_on_demand_change(
    const std::optional<OnDemandThroughput>& request) {
  if (!has_maximum(request)) return std::nullopt;
  return table::OnDemandThroughput{request->max_read_request_units.value_or(table::kUnitsUnchanged),
                                   request->max_write_request_units.value_or(table::kUnitsUnchanged)};
}

// ---- indexes

aws::Result<table::ProjectionSpec> to_projection(Projection& request) {
  if (!request.projection_type) return aws::validation_error(messages::kNoProjectionType);
  table::ProjectionSpec projection;
  switch (request.projection_type->get()) {
    case ProjectionType::kAll:
      projection.type = table::ProjectionType::kAll;
      break;
    case ProjectionType::kKeysOnly:
      projection.type = table::ProjectionType::kKeysOnly;
      break;
    case ProjectionType::kInclude:
      if (!request.non_key_attributes) return aws::validation_error(messages::kNonKeyAttributesMissing);
      projection.type = table::ProjectionType::kInclude;
      projection.non_key_attributes = std::move(*request.non_key_attributes);
      return projection;
  }
  if (request.non_key_attributes) {
    const bool all = projection.type == table::ProjectionType::kAll;
    return invalid_request(messages::kNonKeyAttributesUnwanted, all ? "ALL" : "KEYS_ONLY");
  }
  return projection;
}

aws::Result<table::IndexSchema> to_global_index(GlobalSecondaryIndex& request, AttributeTypes& types) {
  table::IndexSchema index;
  index.global = true;
  index.name = std::move(*request.index_name);
  STATOR_ASSIGN(index.keys, types.global_index_key(*request.key_schema));
  STATOR_ASSIGN(index.projection, to_projection(*request.projection));
  if (request.provisioned_throughput) {
    STATOR_ASSIGN(index.throughput, to_throughput(*request.provisioned_throughput, &index.name));
  }
  STATOR_ASSIGN(index.on_demand, to_on_demand(request.on_demand_throughput, &index.name));
  index.warm = to_warm(request.warm_throughput);
  return index;
}

aws::Result<table::IndexSchema> to_local_index(LocalSecondaryIndex& request,
                                               const db::model::KeySchema& table_keys,
                                               AttributeTypes& types) {
  table::IndexSchema index;
  index.name = std::move(*request.index_name);
  STATOR_ASSIGN(index.keys, types.table_key(*request.key_schema));
  if (index.keys.sort.empty()) return invalid_request(messages::kLocalIndexWithoutRange, index.name);
  const std::string& hash = index.keys.partition[0].name;
  if (hash != table_keys.partition[0].name) {
    return invalid_request(messages::kLocalIndexOtherHash, index.name, hash, table_keys.partition[0].name);
  }
  STATOR_ASSIGN(index.projection, to_projection(*request.projection));
  return index;
}

aws::Result<base::Ok> read_local_indexes(std::vector<LocalSecondaryIndex>& requests, AttributeTypes& types,
                                         table::TableSchema* definition) {
  if (requests.empty()) return aws::validation_error(messages::kNoLocalIndexes);
  if (definition->keys.sort.empty()) return aws::validation_error(messages::kLocalIndexNeedsRange);
  if (requests.size() > table::kMaxLocalIndexes) {
    return invalid_request(messages::kTooManyLocalIndexes, table::kMaxLocalIndexes);
  }
  for (LocalSecondaryIndex& request : requests) {
    STATOR_ASSIGN(table::IndexSchema index, to_local_index(request, definition->keys, types));
    if (definition->find_index(index.name) != nullptr)
      return invalid_request(messages::kDuplicateIndexName, index.name);
    definition->indexes.push_back(std::move(index));
  }
  return base::Ok{};
}

aws::Result<base::Ok> read_global_indexes(std::vector<GlobalSecondaryIndex>& requests, AttributeTypes& types,
                                          table::TableSchema* definition) {
  if (requests.empty()) return aws::validation_error(messages::kNoGlobalIndexes);
  if (requests.size() > table::kMaxGlobalIndexes) {
    return invalid_request(messages::kTooManyGlobalIndexes, table::kMaxGlobalIndexes);
  }
  for (GlobalSecondaryIndex& request : requests) {
    STATOR_ASSIGN(table::IndexSchema index, to_global_index(request, types));
    if (definition->find_index(index.name) != nullptr)
      return invalid_request(messages::kDuplicateIndexName, index.name);
    STATOR_TRY(check_index_throughput(request, index.name, definition->billing));
    definition->indexes.push_back(std::move(index));
  }
  return base::Ok{};
}

table::DistanceFunction to_distance(VectorDistanceFunction function) {
  switch (function) {
    case VectorDistanceFunction::kCosine:
      return table::DistanceFunction::kCosine;
    case VectorDistanceFunction::kDotProduct:
      return table::DistanceFunction::kDotProduct;
    case VectorDistanceFunction::kEuclidean:
      return table::DistanceFunction::kEuclidean;
  }
  return table::DistanceFunction::kCosine;
}

aws::Result<base::Ok> read_search_schema(const std::vector<SearchSchemaElement>& elements,
                                         AttributeTypes& types, table::IndexSchema* index) {
  std::set<std::string> names;
  for (const SearchSchemaElement& element : elements) {
    const std::string& name = *element.attribute_name;
    if (!names.insert(name).second) return invalid_request(messages::kSearchSchemaRepeated, name);
    STATOR_ASSIGN(db::model::KeyAttribute attribute, types.search_attribute(name));
    if (element.element_type->get() == SearchSchemaElementType::kInlineFilter) {
      index->vector->filters.push_back(std::move(attribute));
      continue;
    }
    if (!index->keys.partition.empty()) return aws::validation_error(messages::kSearchSchemaHashes);
    index->keys.partition.push_back(std::move(attribute));
  }
  return base::Ok{};
}

aws::Result<table::IndexSchema> to_vector_index(VectorIndex& request, AttributeTypes& types) {
  table::IndexSchema index;
  index.global = true;
  index.name = std::move(*request.index_name);
  index.vector.emplace();
  index.vector->attribute = std::move(*request.vector_attribute->attribute_name);
  if (*request.dimensions > table::kMaxDimensions)
    return invalid_request(messages::kTooManyDimensions, index.name, table::kMaxDimensions);
  index.vector->dimensions = static_cast<std::uint32_t>(*request.dimensions);
  index.vector->distance = to_distance(request.distance_function->get());
  if (request.search_schema) {
    STATOR_TRY(read_search_schema(*request.search_schema, types, &index));
  }
  STATOR_ASSIGN(index.projection, to_projection(*request.projection));
  return index;
}

aws::Result<base::Ok> read_vector_indexes(std::vector<VectorIndex>& requests, AttributeTypes& types,
                                          table::TableSchema* definition) {
  if (requests.empty()) return aws::validation_error(messages::kNoVectorIndexes);
  if (requests.size() > table::kMaxVectorIndexes)
    return invalid_request(messages::kTooManyVectorIndexes, table::kMaxVectorIndexes);
  for (VectorIndex& request : requests) {
    STATOR_ASSIGN(table::IndexSchema index, to_vector_index(request, types));
    if (definition->find_index(index.name) != nullptr)
      return invalid_request(messages::kDuplicateIndexName, index.name);
    auto allowed = table::check_vector_index(*definition, index);
    if (!allowed.ok()) return to_aws_error(std::move(allowed).error());
    definition->indexes.push_back(std::move(index));
  }
  return base::Ok{};
}

aws::Result<base::Ok> check_projected_attributes(const std::vector<table::IndexSchema>& indexes) {
  std::size_t count = 0;
  for (const table::IndexSchema& index : indexes) count += index.projected_count();
  if (count <= table::kMaxProjectedAttributes) return base::Ok{};
  return invalid_request(messages::kTooManyProjectedAttributes, table::kMaxProjectedAttributes);
}

// ---- settings

table::StreamViewType to_view(StreamViewType view) {
  switch (view) {
    case StreamViewType::kNewImage:
      return table::StreamViewType::kNewImage;
    case StreamViewType::kOldImage:
      return table::StreamViewType::kOldImage;
    case StreamViewType::kNewAndOldImages:
      return table::StreamViewType::kNewAndOldImages;
    case StreamViewType::kKeysOnly:
      return table::StreamViewType::kKeysOnly;
  }
  return table::StreamViewType::kKeysOnly;
}

// `unwanted_view` is what AWS says of a view for a stream that is switched off.
aws::Result<table::TableUpdate::StreamChange> to_stream(const StreamSpecification& request,
                                                        std::string_view unwanted_view) {
  const bool enabled = *request.stream_enabled;
  if (enabled && !request.stream_view_type) return aws::validation_error(messages::kStreamViewMissing);
  if (!enabled && request.stream_view_type) return aws::validation_error(std::string(unwanted_view));
  table::TableUpdate::StreamChange change;
  change.enabled = enabled;
  if (enabled) change.view = to_view(request.stream_view_type->get());
  return change;
}

table::TableClass to_class(TableClass table_class) {
  return table_class == TableClass::kStandard ? table::TableClass::kStandard
                                              : table::TableClass::kStandardInfrequentAccess;
}

aws::Result<base::Ok> read_billing(const CreateTableRequest& request, table::TableSchema* definition) {
  if (request.billing_mode) definition->billing = to_billing(request.billing_mode->get());
  if (definition->billing == table::BillingMode::kPayPerRequest) {
    if (request.provisioned_throughput) return aws::validation_error(messages::kThroughputOnDemand);
    STATOR_ASSIGN(definition->on_demand, to_on_demand(request.on_demand_throughput));
    return base::Ok{};
  }
  if (!request.provisioned_throughput) return aws::validation_error(messages::kNewTableThroughputMissing);
  if (has_maximum(request.on_demand_throughput))
    return on_demand_of_provisioned(*request.on_demand_throughput);
  STATOR_ASSIGN(definition->throughput, to_throughput(*request.provisioned_throughput));
  return base::Ok{};
}

aws::Result<base::Ok> read_settings(CreateTableRequest& request, table::TableSchema* definition) {
  if (request.stream_specification) {
    STATOR_ASSIGN(const auto stream, to_stream(*request.stream_specification, messages::kStreamViewUnwanted));
    if (stream.enabled) definition->stream = table::StreamSpec{.view = stream.view};
  }
  if (request.sse_specification) {
    STATOR_TRY(check_sse(*request.sse_specification));
    definition->sse_enabled = request.sse_specification->enabled.value_or(false);
    definition->sse_key = request.sse_specification->kms_master_key_id.value_or("");
  }
  if (request.tags) {
    STATOR_TRY(add_tags(*request.tags, &definition->tags));
  }
  if (request.table_class) definition->table_class = to_class(request.table_class->get());
  definition->warm = to_warm(request.warm_throughput);
  definition->deletion_protection = request.deletion_protection_enabled.value_or(false);
  return base::Ok{};
}

// ---- UpdateTable

aws::Result<table::IndexUpdate> to_index_update(GlobalSecondaryIndexUpdate& request, AttributeTypes& types) {
  const int actions = int{request.update.has_value()} + int{request.create.has_value()} +
                      int{request.delete_index.has_value()};
  if (actions == 0) return aws::validation_error(messages::kEmptyIndexUpdate);
  if (actions > 1) return aws::validation_error(messages::kAmbiguousIndexUpdate);
  table::IndexUpdate update{table::IndexUpdate::Action::kDelete, {}};
  update.index.global = true;
  if (request.delete_index) {
    update.index.name = std::move(*request.delete_index->index_name);
  } else if (request.create) {
    update.action = table::IndexUpdate::Action::kCreate;
    STATOR_ASSIGN(update.index, to_global_index(*request.create, types));
  } else {
    update.action = table::IndexUpdate::Action::kUpdate;
    update.index.name = std::move(*request.update->index_name);
    if (request.update->provisioned_throughput) {
      STATOR_ASSIGN(update.index.throughput,
                    to_throughput(*request.update->provisioned_throughput, &update.index.name));
    }
    update.index.on_demand = to_on_demand_change(request.update->on_demand_throughput);
    update.index.warm = to_warm(request.update->warm_throughput);
  }
  return update;
}

aws::Result<table::IndexUpdate> to_index_update(VectorIndexUpdate& request, AttributeTypes& types) {
  if (!request.create && !request.delete_index)
    return aws::validation_error(messages::kEmptyVectorIndexUpdate);
  if (request.create && request.delete_index)
    return aws::validation_error(messages::kAmbiguousVectorIndexUpdate);
  table::IndexUpdate update{table::IndexUpdate::Action::kDelete, {}};
  if (request.create) {
    update.action = table::IndexUpdate::Action::kCreate;
    STATOR_ASSIGN(update.index, to_vector_index(*request.create, types));
    return update;
  }
  update.index.global = true;
  update.index.vector.emplace();
  update.index.name = std::move(*request.delete_index->index_name);
  return update;
}

aws::Result<base::Ok> read_index_updates(UpdateTableRequest& request, table::TableUpdate* update) {
  static const std::vector<AttributeDefinition> kNoDefinitions;
  STATOR_ASSIGN(
      AttributeTypes types,
      AttributeTypes::read(request.attribute_definitions ? *request.attribute_definitions : kNoDefinitions));
  std::set<std::string> names;
  const auto add = [&](auto& entries) -> aws::Result<base::Ok> {
    if (!entries) return base::Ok{};
    for (auto& entry : *entries) {
      STATOR_ASSIGN(table::IndexUpdate index, to_index_update(entry, types));
      if (!names.insert(index.index.name).second)
        return invalid_request(messages::kOneUpdatePerIndex, index.index.name);
      update->indexes.push_back(std::move(index));
    }
    return base::Ok{};
  };
  STATOR_TRY(add(request.global_secondary_index_updates));
  STATOR_TRY(add(request.vector_index_updates));
  update->attribute_definitions = types.used();  // unused ones are dropped silently: rule 40
  return base::Ok{};
}

aws::Result<base::Ok> read_update_billing(const UpdateTableRequest& request, table::TableUpdate* update) {
  if (request.billing_mode) update->billing = to_billing(request.billing_mode->get());
  const bool on_demand = update->billing == table::BillingMode::kPayPerRequest;
  if (on_demand && request.provisioned_throughput)
    return aws::validation_error(messages::kThroughputOnDemand);
  if (request.provisioned_throughput) {
    STATOR_ASSIGN(update->throughput, to_throughput(*request.provisioned_throughput));
  }
  update->on_demand = to_on_demand_change(request.on_demand_throughput);
  if (request.warm_throughput) update->warm = to_warm(request.warm_throughput);
  return base::Ok{};
}

aws::Result<base::Ok> check_combination(const UpdateTableRequest& request) {
  const bool throughput = request.provisioned_throughput.has_value();
  const bool more = throughput || request.billing_mode || request.on_demand_throughput ||
                    request.warm_throughput || request.global_secondary_index_updates ||
                    request.vector_index_updates || request.stream_specification ||
                    request.sse_specification || request.deletion_protection_enabled;
  if (request.table_class && more) return aws::validation_error(messages::kTableClassAlone);
  if (request.stream_specification && throughput)
    return aws::validation_error(messages::kStreamWithThroughput);
  return base::Ok{};
}

aws::Result<base::Ok> refuse_unsupported(std::initializer_list<std::pair<std::string_view, bool>> features) {
  for (const auto& [name, present] : features) {
    if (present) return invalid_request(messages::kUnsupported, name);
  }
  return base::Ok{};
}

}  // namespace

aws::Result<table::TableSchema> table_definition(const aws::RequestContext& context,
                                                 CreateTableRequest& request) {
  STATOR_TRY(refuse_unsupported({{"GlobalTableSourceArn", request.global_table_source_arn.has_value()}}));
  table::TableSchema definition;
  definition.scope = {context.account, context.region};
  definition.name = std::move(*request.table_name);
  STATOR_TRY(read_billing(request, &definition));
  STATOR_ASSIGN(AttributeTypes types, AttributeTypes::read(*request.attribute_definitions));
  STATOR_ASSIGN(definition.keys, types.table_key(*request.key_schema));
  if (request.local_secondary_indexes) {
    STATOR_TRY(read_local_indexes(*request.local_secondary_indexes, types, &definition));
  }
  if (request.global_secondary_indexes) {
    STATOR_TRY(read_global_indexes(*request.global_secondary_indexes, types, &definition));
  }
  if (request.vector_indexes) {
    STATOR_TRY(read_vector_indexes(*request.vector_indexes, types, &definition));
  }
  STATOR_TRY(types.check_all_used(!definition.indexes.empty()));
  STATOR_TRY(check_projected_attributes(definition.indexes));
  STATOR_TRY(read_settings(request, &definition));
  if (request.resource_policy) {
    STATOR_TRY(check_policy(*request.resource_policy, false));
    put_policy(std::move(*request.resource_policy), "", context.clock->unix_millis(), &definition);
  }
  return definition;
}

aws::Result<table::TableUpdate> table_update(UpdateTableRequest& request) {
  STATOR_TRY(
      refuse_unsupported({{"ReplicaUpdates", request.replica_updates.has_value()},
                          {"GlobalTableWitnessUpdates", request.global_table_witness_updates.has_value()}}));
  STATOR_TRY(check_combination(request));
  table::TableUpdate update;
  STATOR_TRY(read_update_billing(request, &update));
  if (request.global_secondary_index_updates || request.vector_index_updates) {
    STATOR_TRY(read_index_updates(request, &update));
  }
  if (request.stream_specification) {
    STATOR_ASSIGN(update.stream,
                  to_stream(*request.stream_specification, messages::kStreamViewUnwantedInUpdate));
  }
  if (request.sse_specification) {
    STATOR_TRY(check_sse(*request.sse_specification));
    update.sse_enabled = request.sse_specification->enabled.value_or(false);
    update.sse_key = request.sse_specification->kms_master_key_id.value_or("");
  }
  if (request.table_class) update.table_class = to_class(request.table_class->get());
  update.deletion_protection = request.deletion_protection_enabled;
  return update;
}

}  // namespace stator::services::dynamodb
