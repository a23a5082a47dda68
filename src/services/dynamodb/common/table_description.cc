#include "services/dynamodb/common/table_description.h"

#include <fmt/format.h>

#include "base/digest.h"

namespace stator::services::dynamodb {
namespace {

namespace table = db::table;
using db::model::KeyAttribute;

std::optional<Timestamp> time_unless_zero(std::int64_t unix_micros) {
  if (unix_micros == 0) return std::nullopt;
  return time_of(unix_micros);
}

ScalarAttributeType scalar_type(db::model::Type type) {
  if (type == db::model::Type::kN) return ScalarAttributeType::kN;
  return type == db::model::Type::kB ? ScalarAttributeType::kB : ScalarAttributeType::kS;
}

ProvisionedThroughputDescription throughput(const table::Throughput& units) {
  ProvisionedThroughputDescription out;
  out.last_increase_date_time = time_unless_zero(units.last_increase_micros);
  out.last_decrease_date_time = time_unless_zero(units.last_decrease_micros);
  out.number_of_decreases_today = units.decreases_today;
  out.read_capacity_units = units.read_units;
  out.write_capacity_units = units.write_units;
  return out;
}

WarmThroughputDescription warm(table::BillingMode billing, const table::Throughput& units,
                               const table::WarmThroughput& wanted) {
  const table::WarmThroughput effective = table::effective_warm(billing, units, wanted);
  return {effective.read_units, effective.write_units, TableStatus::kActive};
}

TableStatus status(table::TableStatus state) {
  switch (state) {
    case table::TableStatus::kCreating:
      return TableStatus::kCreating;
    case table::TableStatus::kUpdating:
      return TableStatus::kUpdating;
    case table::TableStatus::kDeleting:
      return TableStatus::kDeleting;
    case table::TableStatus::kActive:
      return TableStatus::kActive;
  }
  return TableStatus::kActive;
}

IndexStatus status(table::IndexStatus state) {
  switch (state) {
    case table::IndexStatus::kCreating:
      return IndexStatus::kCreating;
    case table::IndexStatus::kUpdating:
      return IndexStatus::kUpdating;
    case table::IndexStatus::kDeleting:
      return IndexStatus::kDeleting;
    case table::IndexStatus::kActive:
      return IndexStatus::kActive;
  }
  return IndexStatus::kActive;
}

StreamViewType stream_view(table::StreamViewType view) {
  switch (view) {
    case table::StreamViewType::kKeysOnly:
      return StreamViewType::kKeysOnly;
    case table::StreamViewType::kNewImage:
      return StreamViewType::kNewImage;
    case table::StreamViewType::kOldImage:
      return StreamViewType::kOldImage;
    case table::StreamViewType::kNewAndOldImages:
      return StreamViewType::kNewAndOldImages;
  }
  return StreamViewType::kKeysOnly;
}

LocalSecondaryIndexDescription local_index(const table::TableSchema& schema, const table::IndexSchema& index,
                                           const table::TableDescription::IndexCounts& counts) {
  LocalSecondaryIndexDescription out;
  out.index_name = index.name;
  out.key_schema = describe_keys(index.keys);
  out.projection = describe_projection(index.projection);
  out.index_size_bytes = counts.size_bytes;
  out.item_count = counts.item_count;
  out.index_arn = schema.index_arn(index.name);
  return out;
}

GlobalSecondaryIndexDescription global_index(const table::TableSchema& schema,
                                             const table::IndexSchema& index,
                                             const table::TableDescription::IndexCounts& counts) {
  GlobalSecondaryIndexDescription out;
  out.index_name = index.name;
  out.key_schema = describe_keys(index.keys);
  out.projection = describe_projection(index.projection);
  out.index_status = status(index.status);
  // Not of an index that is created with its table (create_table/basics.case).
  if (index.status == table::IndexStatus::kCreating && index.backfilling) out.backfilling = true;
  out.provisioned_throughput = throughput(index.throughput);
  out.index_size_bytes = counts.size_bytes;
  out.item_count = counts.item_count;
  out.index_arn = schema.index_arn(index.name);
  out.on_demand_throughput = describe_on_demand(index.on_demand);
  out.warm_throughput = warm(schema.billing, index.throughput, index.warm);
  return out;
}

VectorIndexDescription vector_index(const table::TableSchema& schema, const table::IndexSchema& index,
                                    const table::TableDescription::IndexCounts& counts) {
  VectorIndexDescription out{describe_vector_index(index), status(index.status), {}, 0, 0, {}};
  // Not of an index that is created with its table (assumed, as of a global secondary index).
  if (index.status == table::IndexStatus::kCreating && index.backfilling) out.backfilling = true;
  out.index_size_bytes = counts.size_bytes;
  out.item_count = counts.item_count;
  out.index_arn = schema.index_arn(index.name);
  return out;
}

void describe_indexes(const table::TableDescription& description, TableDescription* out) {
  const table::TableSchema& schema = *description.schema;
  for (std::size_t i = 0; i < schema.indexes.size(); ++i) {
    const table::IndexSchema& index = schema.indexes[i];
    const auto counts =
        i < description.indexes.size() ? description.indexes[i] : table::TableDescription::IndexCounts{};
    if (index.vector) {
      if (!out->vector_indexes) out->vector_indexes.emplace();
      out->vector_indexes->push_back(vector_index(schema, index, counts));
    } else if (index.global) {
      if (!out->global_secondary_indexes) out->global_secondary_indexes.emplace();
      out->global_secondary_indexes->push_back(global_index(schema, index, counts));
    } else {
      if (!out->local_secondary_indexes) out->local_secondary_indexes.emplace();
      out->local_secondary_indexes->push_back(local_index(schema, index, counts));
    }
  }
}

void describe_streams(const table::TableSchema& schema, TableDescription* out) {
  out->stream_specification = describe_stream(schema);
  const auto& latest = schema.stream ? schema.stream : schema.last_stream;
  if (!latest) return;
  out->latest_stream_label = latest->label;
  out->latest_stream_arn = schema.arn() + "/stream/" + latest->label;
}

// Of the key that an alias names: there is no key, but the same id for the same alias.
std::string key_id_of(std::string_view alias_arn) {
  const std::string digest = base::digest_of(base::DigestKind::kSha256, alias_arn);
  std::string id;
  for (std::size_t i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) id += '-';
    id += fmt::format("{:02x}", static_cast<unsigned char>(digest[i]));
  }
  return id;
}

// AWS describes a key by its ARN, however it was named. Without a name it is the account's key for DynamoDB.
std::string key_arn(const table::TableSchema& schema) {
  const std::string prefix = "arn:aws:kms:" + schema.scope.region + ":" + schema.scope.account + ":";
  std::string name = schema.sse_key.empty() ? "alias/aws/dynamodb" : schema.sse_key;
  if (!name.starts_with("arn:")) name.insert(0, prefix + (name.starts_with("alias/") ? "" : "key/"));
  const std::size_t alias = name.find(":alias/");
  return alias == name.npos ? name : name.substr(0, alias) + ":key/" + key_id_of(name);
}

RestoreSummary restore_summary(const table::RestoreOrigin& origin) {
  RestoreSummary out;
  if (!origin.backup_arn.empty()) out.source_backup_arn = origin.backup_arn;
  out.source_table_arn = origin.table_arn;
  out.restore_date_time = time_of(origin.moment_micros);
  out.restore_in_progress = origin.in_progress;
  return out;
}

void describe_settings(const table::TableSchema& schema, TableDescription* out) {
  // Of a restored table always (restore_table_from_backup/basics.case).
  if (schema.on_demand_since_micros != 0 || schema.origin) {
    out->billing_mode_summary = BillingModeSummary{describe_billing(schema.billing), {}};
    // A table that is being created has no such time yet: create_table/basics.case.
    if (schema.on_demand_since_micros != 0 && schema.status != table::TableStatus::kCreating) {
      out->billing_mode_summary->last_update_to_pay_per_request_date_time =
          time_of(schema.on_demand_since_micros);
    }
  }
  out->on_demand_throughput = describe_on_demand(schema.on_demand);
  out->warm_throughput = warm(schema.billing, schema.throughput, schema.warm);
  out->sse_description = describe_sse(schema);
  if (schema.table_class) {
    const bool standard = *schema.table_class == table::TableClass::kStandard;
    out->table_class_summary =
        TableClassSummary{standard ? TableClass::kStandard : TableClass::kStandardInfrequentAccess,
                          time_unless_zero(schema.table_class_changed_micros)};
  }
  out->deletion_protection_enabled = schema.deletion_protection;
}

}  // namespace

BillingMode describe_billing(table::BillingMode billing) {
  return billing == table::BillingMode::kPayPerRequest ? BillingMode::kPayPerRequest
                                                       : BillingMode::kProvisioned;
}

std::vector<KeySchemaElement> describe_keys(const db::model::KeySchema& keys) {
  std::vector<KeySchemaElement> elements;
  for (const KeyAttribute& attribute : keys.partition) elements.push_back({attribute.name, KeyType::kHash});
  for (const KeyAttribute& attribute : keys.sort) elements.push_back({attribute.name, KeyType::kRange});
  return elements;
}

Projection describe_projection(const table::ProjectionSpec& spec) {
  Projection out;
  switch (spec.type) {
    case table::ProjectionType::kAll:
      out.projection_type = ProjectionType::kAll;
      break;
    case table::ProjectionType::kKeysOnly:
      out.projection_type = ProjectionType::kKeysOnly;
      break;
    case table::ProjectionType::kInclude:
      out.projection_type = ProjectionType::kInclude;
      out.non_key_attributes = spec.non_key_attributes;
      break;
  }
  return out;
}

std::optional<OnDemandThroughput> describe_on_demand(const std::optional<table::OnDemandThroughput>& units) {
  if (!units || (units->max_read_units < 0 && units->max_write_units < 0)) return std::nullopt;
  OnDemandThroughput out;
  if (units->max_read_units > 0) out.max_read_request_units = units->max_read_units;
  if (units->max_write_units > 0) out.max_write_request_units = units->max_write_units;
  return out;
}

VectorIndex describe_vector_index(const table::IndexSchema& index) {
  const auto distance = [](table::DistanceFunction function) {
    switch (function) {
      case table::DistanceFunction::kCosine:
        return VectorDistanceFunction::kCosine;
      case table::DistanceFunction::kEuclidean:
        return VectorDistanceFunction::kEuclidean;
      case table::DistanceFunction::kDotProduct:
        return VectorDistanceFunction::kDotProduct;
    }
    return VectorDistanceFunction::kCosine;
  };
  VectorIndex out;
  out.index_name = index.name;
  out.vector_attribute = VectorAttributeDefinition{index.vector->attribute};
  const auto add = [&out](const std::vector<KeyAttribute>& attributes, SearchSchemaElementType type) {
    for (const KeyAttribute& attribute : attributes) {
      if (!out.search_schema) out.search_schema.emplace();
      out.search_schema->push_back({attribute.name, type});
    }
  };
  add(index.keys.partition, SearchSchemaElementType::kHash);
  add(index.vector->filters, SearchSchemaElementType::kInlineFilter);
  out.projection = describe_projection(index.projection);
  out.dimensions = index.vector->dimensions;
  out.distance_function = distance(index.vector->distance);
  return out;
}

std::optional<StreamSpecification> describe_stream(const table::TableSchema& table) {
  if (!table.stream) return std::nullopt;
  return StreamSpecification{true, stream_view(table.stream->view)};
}

std::optional<SseDescription> describe_sse(const table::TableSchema& table) {
  if (!table.sse_enabled) return std::nullopt;
  return SseDescription{SseStatus::kEnabled, SseType::kKms, key_arn(table)};
}

WarmThroughputDescription describe_warm(const table::TableSchema& table, const table::IndexSchema* index) {
  return index != nullptr ? warm(table.billing, index->throughput, index->warm)
                          : warm(table.billing, table.throughput, table.warm);
}

TableDescription describe(const table::TableDescription& description) {
  const table::TableSchema& schema = *description.schema;
  TableDescription out;
  auto& definitions = out.attribute_definitions.emplace();
  for (const KeyAttribute& attribute : schema.attribute_definitions()) {
    definitions.push_back({attribute.name, scalar_type(attribute.type)});
  }
  out.table_name = schema.name;
  out.key_schema = describe_keys(schema.keys);
  out.table_status = status(schema.status);
  out.creation_date_time = time_of(schema.created_micros);
  out.provisioned_throughput = throughput(schema.throughput);
  out.table_size_bytes = description.size_bytes;
  out.item_count = description.item_count;
  out.table_arn = schema.arn();
  out.table_id = schema.uuid;
  describe_indexes(description, &out);
  describe_streams(schema, &out);
  describe_settings(schema, &out);
  if (schema.origin) out.restore_summary = restore_summary(*schema.origin);
  return out;
}

}  // namespace stator::services::dynamodb
