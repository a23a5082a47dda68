// CreateTable, DescribeTable, ListTables, UpdateTable and DeleteTable.
#pragma once

#include "services/dynamodb/shapes/common.h"
#include "services/dynamodb/shapes/tag.h"

namespace stator::services::dynamodb {

// Enumerators in the order in which AWS's error messages list them.
enum class ScalarAttributeType { kB, kN, kS };
enum class KeyType { kHash, kRange };
enum class ProjectionType { kAll, kInclude, kKeysOnly };
enum class BillingMode { kProvisioned, kPayPerRequest };
enum class StreamViewType { kNewImage, kOldImage, kNewAndOldImages, kKeysOnly };
enum class SseType { kAes256, kKms };
enum class SseStatus { kEnabling, kEnabled, kDisabling, kDisabled, kUpdating };
enum class TableClass { kStandard, kStandardInfrequentAccess };
enum class TableStatus { kCreating, kUpdating, kDeleting, kActive };
enum class IndexStatus { kCreating, kUpdating, kDeleting, kActive };
enum class VectorDistanceFunction { kCosine, kDotProduct, kEuclidean };
enum class SearchSchemaElementType { kHash, kInlineFilter };

struct AttributeDefinition {
  std::optional<std::string> attribute_name;
  std::optional<Enum<ScalarAttributeType>> attribute_type;
};
struct KeySchemaElement {
  std::optional<std::string> attribute_name;
  std::optional<Enum<KeyType>> key_type;
};
struct Projection {
  std::optional<Enum<ProjectionType>> projection_type;
  std::optional<std::vector<std::string>> non_key_attributes;
};
struct ProvisionedThroughput {
  std::optional<std::int64_t> read_capacity_units;
  std::optional<std::int64_t> write_capacity_units;
};
struct OnDemandThroughput {
  std::optional<std::int64_t> max_read_request_units;
  std::optional<std::int64_t> max_write_request_units;
};
struct WarmThroughput {
  std::optional<std::int64_t> read_units_per_second;
  std::optional<std::int64_t> write_units_per_second;
};
struct StreamSpecification {
  std::optional<bool> stream_enabled;
  std::optional<Enum<StreamViewType>> stream_view_type;
};
struct SseSpecification {
  std::optional<bool> enabled;
  std::optional<Enum<SseType>> sse_type;
  std::optional<std::string> kms_master_key_id;
};

struct LocalSecondaryIndex {
  std::optional<std::string> index_name;
  std::optional<std::vector<KeySchemaElement>> key_schema;
  std::optional<Projection> projection;
};
struct GlobalSecondaryIndex {
  std::optional<std::string> index_name;
  std::optional<std::vector<KeySchemaElement>> key_schema;
  std::optional<Projection> projection;
  std::optional<ProvisionedThroughput> provisioned_throughput;
  std::optional<OnDemandThroughput> on_demand_throughput;
  std::optional<WarmThroughput> warm_throughput;
};

struct VectorAttributeDefinition {
  std::optional<std::string> attribute_name;
};
struct SearchSchemaElement {
  std::optional<std::string> attribute_name;
  std::optional<Enum<SearchSchemaElementType>> element_type;
};
// Also CreateVectorIndexAction, and what a backup says of one (VectorIndexInfo).
struct VectorIndex {
  std::optional<std::string> index_name;
  std::optional<VectorAttributeDefinition> vector_attribute;
  std::optional<std::vector<SearchSchemaElement>> search_schema;
  std::optional<Projection> projection;
  std::optional<std::int64_t> dimensions;
  std::optional<Enum<VectorDistanceFunction>> distance_function;
};

struct CreateTableRequest {
  std::optional<std::vector<AttributeDefinition>> attribute_definitions;
  std::optional<std::string> table_name;
  std::optional<std::vector<KeySchemaElement>> key_schema;
  std::optional<std::vector<LocalSecondaryIndex>> local_secondary_indexes;
  std::optional<std::vector<GlobalSecondaryIndex>> global_secondary_indexes;
  std::optional<Enum<BillingMode>> billing_mode;
  std::optional<ProvisionedThroughput> provisioned_throughput;
  std::optional<StreamSpecification> stream_specification;
  std::optional<SseSpecification> sse_specification;
  std::optional<std::vector<Tag>> tags;
  std::optional<Enum<TableClass>> table_class;
  std::optional<bool> deletion_protection_enabled;
  std::optional<OnDemandThroughput> on_demand_throughput;
  std::optional<WarmThroughput> warm_throughput;
  std::optional<std::string> resource_policy;
  std::optional<std::vector<VectorIndex>> vector_indexes;
  std::optional<Anything> global_table_source_arn;
};

struct UpdateGlobalSecondaryIndexAction {
  std::optional<std::string> index_name;
  std::optional<ProvisionedThroughput> provisioned_throughput;
  std::optional<OnDemandThroughput> on_demand_throughput;
  std::optional<WarmThroughput> warm_throughput;
};
struct DeleteGlobalSecondaryIndexAction {
  std::optional<std::string> index_name;
};
struct GlobalSecondaryIndexUpdate {
  std::optional<UpdateGlobalSecondaryIndexAction> update;
  std::optional<GlobalSecondaryIndex> create;
  std::optional<DeleteGlobalSecondaryIndexAction> delete_index;
};
struct DeleteVectorIndexAction {
  std::optional<std::string> index_name;
};
struct VectorIndexUpdate {
  std::optional<VectorIndex> create;
  std::optional<DeleteVectorIndexAction> delete_index;
};
struct UpdateTableRequest {
  std::optional<std::vector<AttributeDefinition>> attribute_definitions;
  std::optional<std::string> table_name;
  std::optional<Enum<BillingMode>> billing_mode;
  std::optional<ProvisionedThroughput> provisioned_throughput;
  std::optional<std::vector<GlobalSecondaryIndexUpdate>> global_secondary_index_updates;
  std::optional<StreamSpecification> stream_specification;
  std::optional<SseSpecification> sse_specification;
  std::optional<Enum<TableClass>> table_class;
  std::optional<bool> deletion_protection_enabled;
  std::optional<OnDemandThroughput> on_demand_throughput;
  std::optional<WarmThroughput> warm_throughput;
  std::optional<Anything> replica_updates;
  std::optional<std::vector<VectorIndexUpdate>> vector_index_updates;
  std::optional<Anything> global_table_witness_updates;
};

// DescribeTable and DeleteTable.
struct TableNameRequest {
  std::optional<std::string> table_name;
};

struct ListTablesRequest {
  std::optional<std::string> exclusive_start_table_name;
  std::optional<std::int64_t> limit;
};
struct ListTablesResponse {
  std::vector<std::string> table_names;
  std::optional<std::string> last_evaluated_table_name;
};

struct ProvisionedThroughputDescription {
  std::optional<Timestamp> last_increase_date_time;
  std::optional<Timestamp> last_decrease_date_time;
  std::int64_t number_of_decreases_today = 0;
  std::int64_t read_capacity_units = 0;
  std::int64_t write_capacity_units = 0;
};
struct BillingModeSummary {
  Enum<BillingMode> billing_mode;
  std::optional<Timestamp> last_update_to_pay_per_request_date_time;
};
struct WarmThroughputDescription {
  std::int64_t read_units_per_second = 0;
  std::int64_t write_units_per_second = 0;
  Enum<TableStatus> status = TableStatus::kActive;
};
struct LocalSecondaryIndexDescription {
  std::string index_name;
  std::vector<KeySchemaElement> key_schema;
  Projection projection;
  std::int64_t index_size_bytes = 0;
  std::int64_t item_count = 0;
  std::string index_arn;
};
struct GlobalSecondaryIndexDescription {
  std::string index_name;
  std::vector<KeySchemaElement> key_schema;
  Projection projection;
  Enum<IndexStatus> index_status;
  std::optional<bool> backfilling;
  ProvisionedThroughputDescription provisioned_throughput;
  std::int64_t index_size_bytes = 0;
  std::int64_t item_count = 0;
  std::string index_arn;
  std::optional<OnDemandThroughput> on_demand_throughput;
  WarmThroughputDescription warm_throughput;
};
struct VectorIndexDescription : VectorIndex {
  Enum<IndexStatus> index_status;
  std::optional<bool> backfilling;
  std::int64_t index_size_bytes = 0;
  std::int64_t item_count = 0;
  std::string index_arn;
};
struct SseDescription {
  Enum<SseStatus> status;
  Enum<SseType> sse_type;
  std::string kms_master_key_arn;
};
struct TableClassSummary {
  Enum<TableClass> table_class;
  std::optional<Timestamp> last_update_date_time;
};
struct RestoreSummary {
  std::optional<std::string> source_backup_arn;
  std::string source_table_arn;
  Timestamp restore_date_time;
  bool restore_in_progress = false;
};
struct TableDescription {
  std::optional<std::vector<AttributeDefinition>> attribute_definitions;
  std::string table_name;
  std::optional<std::vector<KeySchemaElement>> key_schema;
  Enum<TableStatus> table_status;
  std::optional<Timestamp> creation_date_time;
  ProvisionedThroughputDescription provisioned_throughput;
  std::int64_t table_size_bytes = 0;
  std::int64_t item_count = 0;
  std::string table_arn;
  std::string table_id;
  std::optional<BillingModeSummary> billing_mode_summary;
  std::optional<std::vector<LocalSecondaryIndexDescription>> local_secondary_indexes;
  std::optional<std::vector<GlobalSecondaryIndexDescription>> global_secondary_indexes;
  std::optional<std::vector<VectorIndexDescription>> vector_indexes;
  std::optional<StreamSpecification> stream_specification;
  std::optional<std::string> latest_stream_label;
  std::optional<std::string> latest_stream_arn;
  std::optional<RestoreSummary> restore_summary;
  std::optional<SseDescription> sse_description;
  std::optional<TableClassSummary> table_class_summary;
  bool deletion_protection_enabled = false;
  std::optional<OnDemandThroughput> on_demand_throughput;
  WarmThroughputDescription warm_throughput;
};
// DescribeTable calls it Table, the others TableDescription.
struct TableResponse {
  TableDescription description;
};

// Shared with the shapes of backups and imports.
extern const TypedShape<std::vector<AttributeDefinition>> kAttributeDefinitions;
extern const TypedShape<Enum<BillingMode>> kBillingMode;
extern const TypedShape<std::vector<KeySchemaElement>> kTableKeySchema;
extern const TypedShape<std::vector<KeySchemaElement>> kIndexKeySchema;
extern const TypedShape<Projection> kProjection;
extern const TypedShape<ProvisionedThroughput> kThroughput;
extern const TypedShape<OnDemandThroughput> kOnDemand;
extern const TypedShape<StreamSpecification> kStream;
extern const TypedShape<SseSpecification> kSse;
extern const TypedShape<std::vector<LocalSecondaryIndex>> kLocalIndexes;
extern const TypedShape<std::vector<GlobalSecondaryIndex>> kGlobalIndexes;
extern const TypedShape<std::vector<VectorIndex>> kVectorIndexes;
extern const TypedShape<SseDescription> kSseDescription;

extern const Structure kCreateTableInput;
extern const Structure kUpdateTableInput;
extern const Structure kTableNameInput;
extern const Structure kListTablesInput;
extern const Structure kListTablesOutput;
extern const Structure kDescribeTableOutput;
extern const Structure kTableDescriptionOutput;

}  // namespace stator::services::dynamodb
