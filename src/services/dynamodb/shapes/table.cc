#include "services/dynamodb/shapes/table.h"

#include "db/model/value.h"

namespace stator::services::dynamodb {

using namespace aws::protocol;  // the vocabulary of shape tables

constexpr std::string_view kScalarTypes[] = {"B", "N", "S"};
constexpr std::string_view kKeyTypes[] = {"HASH", "RANGE"};
constexpr std::string_view kProjectionTypes[] = {"ALL", "INCLUDE", "KEYS_ONLY"};
constexpr std::string_view kBillingModes[] = {"PROVISIONED", "PAY_PER_REQUEST"};
constexpr std::string_view kStreamViewTypes[] = {"NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY"};
constexpr std::string_view kSseTypes[] = {"AES256", "KMS"};
constexpr std::string_view kSseStatuses[] = {"ENABLING", "ENABLED", "DISABLING", "DISABLED", "UPDATING"};
constexpr std::string_view kTableClasses[] = {"STANDARD", "STANDARD_INFREQUENT_ACCESS"};
constexpr std::string_view kStatuses[] = {"CREATING", "UPDATING", "DELETING", "ACTIVE"};

constexpr std::string_view kDistanceFunctions[] = {"COSINE", "DOT_PRODUCT", "EUCLIDEAN"};
constexpr std::string_view kSearchSchemaTypes[] = {"HASH", "INLINE_FILTER"};

constexpr std::int64_t kMaxTableKeys = 2;
constexpr std::int64_t kMaxIndexKeys = 8;  // rule 43: four HASH and four RANGE attributes

constexpr auto kScalarType = enum_shape<ScalarAttributeType>(kScalarTypes);
constexpr auto kKeyType = enum_shape<KeyType>(kKeyTypes);
constexpr auto kProjectionType = enum_shape<ProjectionType>(kProjectionTypes);
constinit const decltype(kBillingMode) kBillingMode = enum_shape<BillingMode>(kBillingModes);
constexpr auto kStreamViewType = enum_shape<StreamViewType>(kStreamViewTypes);
constexpr auto kSseType = enum_shape<SseType>(kSseTypes);
constexpr auto kSseStatus = enum_shape<SseStatus>(kSseStatuses);
constexpr auto kTableClass = enum_shape<TableClass>(kTableClasses);
constexpr auto kTableStatus = enum_shape<TableStatus>(kStatuses);
constexpr auto kIndexStatus = enum_shape<IndexStatus>(kStatuses);
constexpr auto kDistanceFunction = enum_shape<VectorDistanceFunction>(kDistanceFunctions);
constexpr auto kSearchSchemaType = enum_shape<SearchSchemaElementType>(kSearchSchemaTypes);
constexpr auto kKeyName = string_shape(1, db::model::kMaxKeyNameBytes);
constexpr auto kPositiveLong = long_shape(1);

constexpr Member kAttributeDefinitionMembers[] = {
    member<&AttributeDefinition::attribute_name>("AttributeName", kKeyName, kRequired),
    member<&AttributeDefinition::attribute_type>("AttributeType", kScalarType, kRequired),
};
constexpr Structure kAttributeDefinitionStructure{"AttributeDefinition", kAttributeDefinitionMembers};
constexpr auto kAttributeDefinition = structure_shape<AttributeDefinition>(kAttributeDefinitionStructure);
constinit const decltype(kAttributeDefinitions) kAttributeDefinitions = list_shape(kAttributeDefinition);

constexpr Member kKeySchemaMembers[] = {
    member<&KeySchemaElement::attribute_name>("AttributeName", kKeyName, kRequired),
    member<&KeySchemaElement::key_type>("KeyType", kKeyType, kRequired),
};
constexpr Structure kKeySchemaStructure{"KeySchemaElement", kKeySchemaMembers};
constexpr auto kKeySchemaElement = structure_shape<KeySchemaElement>(kKeySchemaStructure);
constinit const decltype(kTableKeySchema) kTableKeySchema = list_shape(kKeySchemaElement, 1, kMaxTableKeys);
constinit const decltype(kIndexKeySchema) kIndexKeySchema = list_shape(kKeySchemaElement, 1, kMaxIndexKeys);

constexpr auto kNonKeyAttributes = list_shape(kKeyName, 1, 20);
constexpr Member kProjectionMembers[] = {
    member<&Projection::projection_type>("ProjectionType", kProjectionType),
    member<&Projection::non_key_attributes>("NonKeyAttributes", kNonKeyAttributes),
};
constexpr Structure kProjectionStructure{"Projection", kProjectionMembers};
constinit const decltype(kProjection) kProjection = structure_shape<Projection>(kProjectionStructure);

constexpr Member kThroughputMembers[] = {
    // in the order of AWS's errors (index_throughput.case)
    member<&ProvisionedThroughput::write_capacity_units>("WriteCapacityUnits", kPositiveLong, kRequired),
    member<&ProvisionedThroughput::read_capacity_units>("ReadCapacityUnits", kPositiveLong, kRequired),
};
constexpr Structure kThroughputStructure{"ProvisionedThroughput", kThroughputMembers};
constinit const decltype(kThroughput) kThroughput =
    structure_shape<ProvisionedThroughput>(kThroughputStructure);

constexpr Member kOnDemandMembers[] = {
    member<&OnDemandThroughput::max_read_request_units>("MaxReadRequestUnits", kLongCount),
    member<&OnDemandThroughput::max_write_request_units>("MaxWriteRequestUnits", kLongCount),
};
constexpr Structure kOnDemandStructure{"OnDemandThroughput", kOnDemandMembers};
constinit const decltype(kOnDemand) kOnDemand = structure_shape<OnDemandThroughput>(kOnDemandStructure);

constexpr Member kWarmMembers[] = {
    member<&WarmThroughput::read_units_per_second>("ReadUnitsPerSecond", kPositiveLong),
    member<&WarmThroughput::write_units_per_second>("WriteUnitsPerSecond", kPositiveLong),
};
constexpr Structure kWarmStructure{"WarmThroughput", kWarmMembers};
constexpr auto kWarm = structure_shape<WarmThroughput>(kWarmStructure);

constexpr Member kStreamMembers[] = {
    member<&StreamSpecification::stream_enabled>("StreamEnabled", kBool, kRequired),
    member<&StreamSpecification::stream_view_type>("StreamViewType", kStreamViewType),
};
constexpr Structure kStreamStructure{"StreamSpecification", kStreamMembers};
constinit const decltype(kStream) kStream = structure_shape<StreamSpecification>(kStreamStructure);

constexpr Member kSseMembers[] = {
    member<&SseSpecification::enabled>("Enabled", kBool),
    member<&SseSpecification::sse_type>("SSEType", kSseType),
    member<&SseSpecification::kms_master_key_id>("KMSMasterKeyId", kText),
};
constexpr Structure kSseStructure{"SSESpecification", kSseMembers};
constinit const decltype(kSse) kSse = structure_shape<SseSpecification>(kSseStructure);

constexpr Member kLocalIndexMembers[] = {
    member<&LocalSecondaryIndex::index_name>("IndexName", kIndexName, kRequired),
    member<&LocalSecondaryIndex::key_schema>("KeySchema", kTableKeySchema, kRequired),
    member<&LocalSecondaryIndex::projection>("Projection", kProjection, kRequired),
};
constexpr Structure kLocalIndexStructure{"LocalSecondaryIndex", kLocalIndexMembers};
constexpr auto kLocalIndex = structure_shape<LocalSecondaryIndex>(kLocalIndexStructure);
constinit const decltype(kLocalIndexes) kLocalIndexes = list_shape(kLocalIndex);

constexpr Member kGlobalIndexMembers[] = {
    member<&GlobalSecondaryIndex::index_name>("IndexName", kIndexName, kRequired),
    member<&GlobalSecondaryIndex::key_schema>("KeySchema", kIndexKeySchema, kRequired),
    member<&GlobalSecondaryIndex::projection>("Projection", kProjection, kRequired),
    member<&GlobalSecondaryIndex::provisioned_throughput>("ProvisionedThroughput", kThroughput),
    member<&GlobalSecondaryIndex::on_demand_throughput>("OnDemandThroughput", kOnDemand),
    member<&GlobalSecondaryIndex::warm_throughput>("WarmThroughput", kWarm),
};
constexpr Structure kGlobalIndexStructure{"GlobalSecondaryIndex", kGlobalIndexMembers};
constexpr auto kGlobalIndex = structure_shape<GlobalSecondaryIndex>(kGlobalIndexStructure);
constinit const decltype(kGlobalIndexes) kGlobalIndexes = list_shape(kGlobalIndex);

constexpr Member kVectorAttributeMembers[] = {
    member<&VectorAttributeDefinition::attribute_name>("AttributeName", kAttributeName, kRequired),
};
constexpr Structure kVectorAttributeStructure{"VectorAttributeDefinition", kVectorAttributeMembers};
constexpr auto kVectorAttribute = structure_shape<VectorAttributeDefinition>(kVectorAttributeStructure);
constexpr Member kSearchSchemaMembers[] = {
    member<&SearchSchemaElement::attribute_name>("AttributeName", kAttributeName, kRequired),
    member<&SearchSchemaElement::element_type>("SearchSchemaElementType", kSearchSchemaType, kRequired),
};
constexpr Structure kSearchSchemaStructure{"SearchSchemaElement", kSearchSchemaMembers};
constexpr auto kSearchSchemaElement = structure_shape<SearchSchemaElement>(kSearchSchemaStructure);
constexpr auto kSearchSchema = list_shape(kSearchSchemaElement, 1);
constexpr Member kVectorIndexMembers[] = {
    member<&VectorIndex::index_name>("IndexName", kIndexName, kRequired),
    member<&VectorIndex::vector_attribute>("VectorAttribute", kVectorAttribute, kRequired),
    member<&VectorIndex::search_schema>("SearchSchema", kSearchSchema),
    member<&VectorIndex::projection>("Projection", kProjection, kRequired),
    member<&VectorIndex::dimensions>("Dimensions", kPositiveLong, kRequired),
    member<&VectorIndex::distance_function>("DistanceFunction", kDistanceFunction, kRequired),
};
constexpr Structure kVectorIndexStructure{"VectorIndex", kVectorIndexMembers};
constexpr auto kVectorIndex = structure_shape<VectorIndex>(kVectorIndexStructure);
constinit const decltype(kVectorIndexes) kVectorIndexes = list_shape(kVectorIndex);

constexpr Member kCreateTableMembers[] = {
    member<&CreateTableRequest::attribute_definitions>("AttributeDefinitions", kAttributeDefinitions,
                                                       kRequired),
    member<&CreateTableRequest::table_name>("TableName", kNewTableName, kRequired | kReportedAlone),
    member<&CreateTableRequest::key_schema>("KeySchema", kTableKeySchema, kRequired),
    member<&CreateTableRequest::local_secondary_indexes>("LocalSecondaryIndexes", kLocalIndexes),
    member<&CreateTableRequest::global_secondary_indexes>("GlobalSecondaryIndexes", kGlobalIndexes),
    member<&CreateTableRequest::billing_mode>("BillingMode", kBillingMode),
    member<&CreateTableRequest::provisioned_throughput>("ProvisionedThroughput", kThroughput),
    member<&CreateTableRequest::stream_specification>("StreamSpecification", kStream),
    member<&CreateTableRequest::sse_specification>("SSESpecification", kSse),
    member<&CreateTableRequest::tags>("Tags", kTags),
    member<&CreateTableRequest::table_class>("TableClass", kTableClass),
    member<&CreateTableRequest::deletion_protection_enabled>("DeletionProtectionEnabled", kBool),
    member<&CreateTableRequest::resource_policy>("ResourcePolicy", kText),
    member<&CreateTableRequest::on_demand_throughput>("OnDemandThroughput", kOnDemand),
    member<&CreateTableRequest::warm_throughput>("WarmThroughput", kWarm),
    member<&CreateTableRequest::vector_indexes>("VectorIndexes", kVectorIndexes),
    member<&CreateTableRequest::global_table_source_arn>("GlobalTableSourceArn", kAnything),
};

constexpr Member kUpdateIndexMembers[] = {
    member<&UpdateGlobalSecondaryIndexAction::index_name>("IndexName", kIndexName, kRequired),
    member<&UpdateGlobalSecondaryIndexAction::provisioned_throughput>("ProvisionedThroughput", kThroughput),
    member<&UpdateGlobalSecondaryIndexAction::on_demand_throughput>("OnDemandThroughput", kOnDemand),
    member<&UpdateGlobalSecondaryIndexAction::warm_throughput>("WarmThroughput", kWarm),
};
constexpr Structure kUpdateIndexStructure{"UpdateGlobalSecondaryIndexAction", kUpdateIndexMembers};
constexpr auto kUpdateIndex = structure_shape<UpdateGlobalSecondaryIndexAction>(kUpdateIndexStructure);
constexpr Structure kCreateIndexStructure{"CreateGlobalSecondaryIndexAction", kGlobalIndexMembers};
constexpr auto kCreateIndex = structure_shape<GlobalSecondaryIndex>(kCreateIndexStructure);
constexpr Member kDeleteIndexMembers[] = {
    member<&DeleteGlobalSecondaryIndexAction::index_name>("IndexName", kIndexName, kRequired),
};
constexpr Structure kDeleteIndexStructure{"DeleteGlobalSecondaryIndexAction", kDeleteIndexMembers};
constexpr auto kDeleteIndex = structure_shape<DeleteGlobalSecondaryIndexAction>(kDeleteIndexStructure);
constexpr Member kIndexUpdateMembers[] = {
    member<&GlobalSecondaryIndexUpdate::update>("Update", kUpdateIndex),
    member<&GlobalSecondaryIndexUpdate::create>("Create", kCreateIndex),
    member<&GlobalSecondaryIndexUpdate::delete_index>("Delete", kDeleteIndex),
};
constexpr Structure kIndexUpdateStructure{"GlobalSecondaryIndexUpdate", kIndexUpdateMembers};
constexpr auto kIndexUpdate = structure_shape<GlobalSecondaryIndexUpdate>(kIndexUpdateStructure);
constexpr auto kIndexUpdates = list_shape(kIndexUpdate);

constexpr Structure kCreateVectorStructure{"CreateVectorIndexAction", kVectorIndexMembers};
constexpr auto kCreateVector = structure_shape<VectorIndex>(kCreateVectorStructure);
constexpr Member kDeleteVectorMembers[] = {
    member<&DeleteVectorIndexAction::index_name>("IndexName", kIndexName, kRequired),
};
constexpr Structure kDeleteVectorStructure{"DeleteVectorIndexAction", kDeleteVectorMembers};
constexpr auto kDeleteVector = structure_shape<DeleteVectorIndexAction>(kDeleteVectorStructure);
constexpr Member kVectorUpdateMembers[] = {
    member<&VectorIndexUpdate::create>("Create", kCreateVector),
    member<&VectorIndexUpdate::delete_index>("Delete", kDeleteVector),
};
constexpr Structure kVectorUpdateStructure{"VectorIndexUpdate", kVectorUpdateMembers};
constexpr auto kVectorUpdate = structure_shape<VectorIndexUpdate>(kVectorUpdateStructure);
constexpr auto kVectorUpdates = list_shape(kVectorUpdate);

constexpr Member kUpdateTableMembers[] = {
    member<&UpdateTableRequest::attribute_definitions>("AttributeDefinitions", kAttributeDefinitions),
    member<&UpdateTableRequest::table_name>("TableName", kTableName, kRequired | kReportedAlone),
    member<&UpdateTableRequest::billing_mode>("BillingMode", kBillingMode),
    member<&UpdateTableRequest::provisioned_throughput>("ProvisionedThroughput", kThroughput),
    member<&UpdateTableRequest::global_secondary_index_updates>("GlobalSecondaryIndexUpdates", kIndexUpdates),
    member<&UpdateTableRequest::stream_specification>("StreamSpecification", kStream),
    member<&UpdateTableRequest::sse_specification>("SSESpecification", kSse),
    member<&UpdateTableRequest::replica_updates>("ReplicaUpdates", kAnything),
    member<&UpdateTableRequest::table_class>("TableClass", kTableClass),
    member<&UpdateTableRequest::deletion_protection_enabled>("DeletionProtectionEnabled", kBool),
    member<&UpdateTableRequest::global_table_witness_updates>("GlobalTableWitnessUpdates", kAnything),
    member<&UpdateTableRequest::on_demand_throughput>("OnDemandThroughput", kOnDemand),
    member<&UpdateTableRequest::warm_throughput>("WarmThroughput", kWarm),
    member<&UpdateTableRequest::vector_index_updates>("VectorIndexUpdates", kVectorUpdates),
};

constexpr Member kTableNameMembers[] = {
    member<&TableNameRequest::table_name>("TableName", kTableName, kRequired | kReportedAlone),
};

constexpr auto kListTablesLimit = integer_shape(1, 100);
constexpr auto kTableNames = list_shape(kText);
constexpr Member kListTablesMembers[] = {
    member<&ListTablesRequest::exclusive_start_table_name>("ExclusiveStartTableName", kNewTableName),
    member<&ListTablesRequest::limit>("Limit", kListTablesLimit),
};
constexpr Member kListTablesOutputMembers[] = {
    member<&ListTablesResponse::table_names>("TableNames", kTableNames),
    member<&ListTablesResponse::last_evaluated_table_name>("LastEvaluatedTableName", kText),
};

constexpr Member kThroughputDescriptionMembers[] = {
    member<&ProvisionedThroughputDescription::last_increase_date_time>("LastIncreaseDateTime", kTime),
    member<&ProvisionedThroughputDescription::last_decrease_date_time>("LastDecreaseDateTime", kTime),
    member<&ProvisionedThroughputDescription::number_of_decreases_today>("NumberOfDecreasesToday",
                                                                         kLongCount),
    member<&ProvisionedThroughputDescription::read_capacity_units>("ReadCapacityUnits", kLongCount),
    member<&ProvisionedThroughputDescription::write_capacity_units>("WriteCapacityUnits", kLongCount),
};
constexpr Structure kThroughputDescriptionStructure{"ProvisionedThroughputDescription",
                                                    kThroughputDescriptionMembers};
constexpr auto kThroughputDescription =
    structure_shape<ProvisionedThroughputDescription>(kThroughputDescriptionStructure);

constexpr Member kWarmDescriptionMembers[] = {
    member<&WarmThroughputDescription::read_units_per_second>("ReadUnitsPerSecond", kLongCount),
    member<&WarmThroughputDescription::write_units_per_second>("WriteUnitsPerSecond", kLongCount),
    member<&WarmThroughputDescription::status>("Status", kTableStatus),
};
constexpr Structure kWarmDescriptionStructure{"WarmThroughputDescription", kWarmDescriptionMembers};
constexpr auto kWarmDescription = structure_shape<WarmThroughputDescription>(kWarmDescriptionStructure);

constexpr Member kBillingMembers[] = {
    member<&BillingModeSummary::billing_mode>("BillingMode", kBillingMode),
    member<&BillingModeSummary::last_update_to_pay_per_request_date_time>("LastUpdateToPayPerRequestDateTime",
                                                                          kTime),
};
constexpr Structure kBillingStructure{"BillingModeSummary", kBillingMembers};
constexpr auto kBilling = structure_shape<BillingModeSummary>(kBillingStructure);

constexpr Member kLocalDescriptionMembers[] = {
    member<&LocalSecondaryIndexDescription::index_name>("IndexName", kText),
    member<&LocalSecondaryIndexDescription::key_schema>("KeySchema", kTableKeySchema),
    member<&LocalSecondaryIndexDescription::projection>("Projection", kProjection),
    member<&LocalSecondaryIndexDescription::index_size_bytes>("IndexSizeBytes", kLongCount),
    member<&LocalSecondaryIndexDescription::item_count>("ItemCount", kLongCount),
    member<&LocalSecondaryIndexDescription::index_arn>("IndexArn", kText),
};
constexpr Structure kLocalDescriptionStructure{"LocalSecondaryIndexDescription", kLocalDescriptionMembers};
constexpr auto kLocalDescription =
    structure_shape<LocalSecondaryIndexDescription>(kLocalDescriptionStructure);
constexpr auto kLocalDescriptions = list_shape(kLocalDescription);

constexpr Member kGlobalDescriptionMembers[] = {
    member<&GlobalSecondaryIndexDescription::index_name>("IndexName", kText),
    member<&GlobalSecondaryIndexDescription::key_schema>("KeySchema", kIndexKeySchema),
    member<&GlobalSecondaryIndexDescription::projection>("Projection", kProjection),
    member<&GlobalSecondaryIndexDescription::index_status>("IndexStatus", kIndexStatus),
    member<&GlobalSecondaryIndexDescription::backfilling>("Backfilling", kBool),
    member<&GlobalSecondaryIndexDescription::provisioned_throughput>("ProvisionedThroughput",
                                                                     kThroughputDescription),
    member<&GlobalSecondaryIndexDescription::index_size_bytes>("IndexSizeBytes", kLongCount),
    member<&GlobalSecondaryIndexDescription::item_count>("ItemCount", kLongCount),
    member<&GlobalSecondaryIndexDescription::index_arn>("IndexArn", kText),
    member<&GlobalSecondaryIndexDescription::on_demand_throughput>("OnDemandThroughput", kOnDemand),
    member<&GlobalSecondaryIndexDescription::warm_throughput>("WarmThroughput", kWarmDescription),
};
constexpr Structure kGlobalDescriptionStructure{"GlobalSecondaryIndexDescription", kGlobalDescriptionMembers};
constexpr auto kGlobalDescription =
    structure_shape<GlobalSecondaryIndexDescription>(kGlobalDescriptionStructure);
constexpr auto kGlobalDescriptions = list_shape(kGlobalDescription);

constexpr Member kVectorDescriptionMembers[] = {
    member<&VectorIndexDescription::index_name>("IndexName", kText),
    member<&VectorIndexDescription::vector_attribute>("VectorAttribute", kVectorAttribute),
    member<&VectorIndexDescription::search_schema>("SearchSchema", kSearchSchema),
    member<&VectorIndexDescription::projection>("Projection", kProjection),
    member<&VectorIndexDescription::dimensions>("Dimensions", kLongCount),
    member<&VectorIndexDescription::distance_function>("DistanceFunction", kDistanceFunction),
    member<&VectorIndexDescription::index_status>("IndexStatus", kIndexStatus),
    member<&VectorIndexDescription::backfilling>("Backfilling", kBool),
    member<&VectorIndexDescription::index_size_bytes>("IndexSizeBytes", kLongCount),
    member<&VectorIndexDescription::item_count>("ItemCount", kLongCount),
    member<&VectorIndexDescription::index_arn>("IndexArn", kText),
};
constexpr Structure kVectorDescriptionStructure{"VectorIndexDescription", kVectorDescriptionMembers};
constexpr auto kVectorDescription = structure_shape<VectorIndexDescription>(kVectorDescriptionStructure);
constexpr auto kVectorDescriptions = list_shape(kVectorDescription);

constexpr Member kSseDescriptionMembers[] = {
    member<&SseDescription::status>("Status", kSseStatus),
    member<&SseDescription::sse_type>("SSEType", kSseType),
    member<&SseDescription::kms_master_key_arn>("KMSMasterKeyArn", kText),
};
constexpr Structure kSseDescriptionStructure{"SSEDescription", kSseDescriptionMembers};
constinit const decltype(kSseDescription) kSseDescription =
    structure_shape<SseDescription>(kSseDescriptionStructure);

constexpr Member kTableClassMembers[] = {
    member<&TableClassSummary::table_class>("TableClass", kTableClass),
    member<&TableClassSummary::last_update_date_time>("LastUpdateDateTime", kTime),
};
constexpr Structure kTableClassStructure{"TableClassSummary", kTableClassMembers};
constexpr auto kTableClassSummary = structure_shape<TableClassSummary>(kTableClassStructure);

constexpr Member kRestoreMembers[] = {
    member<&RestoreSummary::source_backup_arn>("SourceBackupArn", kText),
    member<&RestoreSummary::source_table_arn>("SourceTableArn", kText),
    member<&RestoreSummary::restore_date_time>("RestoreDateTime", kTime),
    member<&RestoreSummary::restore_in_progress>("RestoreInProgress", kBool),
};
constexpr Structure kRestoreStructure{"RestoreSummary", kRestoreMembers};
constexpr auto kRestoreSummary = structure_shape<RestoreSummary>(kRestoreStructure);

constexpr Member kDescriptionMembers[] = {
    member<&TableDescription::attribute_definitions>("AttributeDefinitions", kAttributeDefinitions),
    member<&TableDescription::table_name>("TableName", kText),
    member<&TableDescription::key_schema>("KeySchema", kTableKeySchema),
    member<&TableDescription::table_status>("TableStatus", kTableStatus),
    member<&TableDescription::creation_date_time>("CreationDateTime", kTime),
    member<&TableDescription::provisioned_throughput>("ProvisionedThroughput", kThroughputDescription),
    member<&TableDescription::table_size_bytes>("TableSizeBytes", kLongCount),
    member<&TableDescription::item_count>("ItemCount", kLongCount),
    member<&TableDescription::table_arn>("TableArn", kText),
    member<&TableDescription::table_id>("TableId", kText),
    member<&TableDescription::billing_mode_summary>("BillingModeSummary", kBilling),
    member<&TableDescription::local_secondary_indexes>("LocalSecondaryIndexes", kLocalDescriptions),
    member<&TableDescription::global_secondary_indexes>("GlobalSecondaryIndexes", kGlobalDescriptions),
    member<&TableDescription::vector_indexes>("VectorIndexes", kVectorDescriptions),
    member<&TableDescription::stream_specification>("StreamSpecification", kStream),
    member<&TableDescription::latest_stream_label>("LatestStreamLabel", kText),
    member<&TableDescription::latest_stream_arn>("LatestStreamArn", kText),
    member<&TableDescription::restore_summary>("RestoreSummary", kRestoreSummary),
    member<&TableDescription::sse_description>("SSEDescription", kSseDescription),
    member<&TableDescription::table_class_summary>("TableClassSummary", kTableClassSummary),
    member<&TableDescription::deletion_protection_enabled>("DeletionProtectionEnabled", kBool),
    member<&TableDescription::on_demand_throughput>("OnDemandThroughput", kOnDemand),
    member<&TableDescription::warm_throughput>("WarmThroughput", kWarmDescription),
};
constexpr Structure kDescriptionStructure{"TableDescription", kDescriptionMembers};
constexpr auto kDescription = structure_shape<TableDescription>(kDescriptionStructure);

constexpr Member kDescribeTableMembers[] = {member<&TableResponse::description>("Table", kDescription)};
constexpr Member kTableDescriptionMembers[] = {
    member<&TableResponse::description>("TableDescription", kDescription)};

constinit const Structure kCreateTableInput{"CreateTableInput", kCreateTableMembers};
constinit const Structure kUpdateTableInput{"UpdateTableInput", kUpdateTableMembers};
constinit const Structure kTableNameInput{"TableNameInput", kTableNameMembers};
constinit const Structure kListTablesInput{"ListTablesInput", kListTablesMembers};
constinit const Structure kListTablesOutput{"ListTablesOutput", kListTablesOutputMembers};
constinit const Structure kDescribeTableOutput{"DescribeTableOutput", kDescribeTableMembers};
constinit const Structure kTableDescriptionOutput{"TableDescriptionOutput", kTableDescriptionMembers};

}  // namespace stator::services::dynamodb
