#include "services/dynamodb/shapes/backup.h"

#include "db/recovery/backups.h"

namespace stator::services::dynamodb {
namespace {

using namespace aws::protocol;  // the vocabulary of shape tables

constexpr std::string_view kOnOffs[] = {"ENABLED", "DISABLED"};
constexpr std::string_view kStatuses[] = {"CREATING", "DELETED", "AVAILABLE"};
constexpr std::string_view kTypes[] = {"USER", "SYSTEM", "AWS_BACKUP"};
constexpr std::string_view kTypeFilters[] = {"USER", "SYSTEM", "AWS_BACKUP", "ALL"};

constexpr auto kOnOff = enum_shape<OnOff>(kOnOffs);
constexpr auto kStatus = enum_shape<BackupStatus>(kStatuses);
constexpr auto kType = enum_shape<BackupType>(kTypes);
constexpr auto kTypeFilter = enum_shape<BackupTypeFilter>(kTypeFilters);
constexpr auto kBackupArn = string_shape(37, 1024);
constexpr auto kPeriod = integer_shape(db::recovery::kMinPeriodDays, db::recovery::kMaxPeriodDays);
constexpr auto kLimit = integer_shape(1, 100);

constexpr Member kRecoverySpecificationMembers[] = {
    member<&PointInTimeRecoverySpecification::enabled>("PointInTimeRecoveryEnabled", kBool, kRequired),
    member<&PointInTimeRecoverySpecification::recovery_period_in_days>("RecoveryPeriodInDays", kPeriod),
};
constexpr Structure kRecoverySpecificationStructure{"PointInTimeRecoverySpecification",
                                                    kRecoverySpecificationMembers};
constexpr auto kRecoverySpecification =
    structure_shape<PointInTimeRecoverySpecification>(kRecoverySpecificationStructure);
constexpr Member kUpdateContinuousMembers[] = {
    member<&UpdateContinuousBackupsRequest::table_name>("TableName", kTableName, kRequired | kReportedAlone),
    member<&UpdateContinuousBackupsRequest::specification>("PointInTimeRecoverySpecification",
                                                           kRecoverySpecification, kRequired),
};

constexpr Member kRecoveryMembers[] = {
    member<&PointInTimeRecoveryDescription::status>("PointInTimeRecoveryStatus", kOnOff),
    member<&PointInTimeRecoveryDescription::recovery_period_in_days>("RecoveryPeriodInDays", kCount),
    member<&PointInTimeRecoveryDescription::earliest_restorable_date_time>("EarliestRestorableDateTime",
                                                                           kTime),
    member<&PointInTimeRecoveryDescription::latest_restorable_date_time>("LatestRestorableDateTime", kTime),
};
constexpr Structure kRecoveryStructure{"PointInTimeRecoveryDescription", kRecoveryMembers};
constexpr auto kRecovery = structure_shape<PointInTimeRecoveryDescription>(kRecoveryStructure);
constexpr Member kContinuousMembers[] = {
    member<&ContinuousBackupsDescription::status>("ContinuousBackupsStatus", kOnOff),
    member<&ContinuousBackupsDescription::point_in_time_recovery>("PointInTimeRecoveryDescription",
                                                                  kRecovery),
};
constexpr Structure kContinuousStructure{"ContinuousBackupsDescription", kContinuousMembers};
constexpr auto kContinuous = structure_shape<ContinuousBackupsDescription>(kContinuousStructure);
constexpr Member kContinuousOutputMembers[] = {
    member<&ContinuousBackupsResponse::description>("ContinuousBackupsDescription", kContinuous),
};

constexpr Member kCreateMembers[] = {
    member<&CreateBackupRequest::table_name>("TableName", kTableName, kRequired | kReportedAlone),
    member<&CreateBackupRequest::backup_name>("BackupName", kBackupName, kRequired),
};
constexpr Member kDetailsMembers[] = {
    member<&BackupDetails::backup_arn>("BackupArn", kText),
    member<&BackupDetails::backup_name>("BackupName", kText),
    member<&BackupDetails::backup_size_bytes>("BackupSizeBytes", kLongCount),
    member<&BackupDetails::backup_status>("BackupStatus", kStatus),
    member<&BackupDetails::backup_type>("BackupType", kType),
    member<&BackupDetails::backup_creation_date_time>("BackupCreationDateTime", kTime),
    member<&BackupDetails::backup_expiry_date_time>("BackupExpiryDateTime", kTime),
};
constexpr Structure kDetailsStructure{"BackupDetails", kDetailsMembers};
constexpr auto kDetails = structure_shape<BackupDetails>(kDetailsStructure);
constexpr Member kCreateOutputMembers[] = {
    member<&CreateBackupResponse::backup_details>("BackupDetails", kDetails),
};

constexpr Member kBackupArnMembers[] = {
    member<&BackupArnRequest::backup_arn>("BackupArn", kBackupArn, kRequired),
};
constexpr Member kSourceMembers[] = {
    member<&SourceTableDetails::table_name>("TableName", kText),
    member<&SourceTableDetails::table_id>("TableId", kText),
    member<&SourceTableDetails::table_arn>("TableArn", kText),
    member<&SourceTableDetails::table_size_bytes>("TableSizeBytes", kLongCount),
    member<&SourceTableDetails::key_schema>("KeySchema", kTableKeySchema),
    member<&SourceTableDetails::table_creation_date_time>("TableCreationDateTime", kTime),
    member<&SourceTableDetails::provisioned_throughput>("ProvisionedThroughput", kThroughput),
    member<&SourceTableDetails::on_demand_throughput>("OnDemandThroughput", kOnDemand),
    member<&SourceTableDetails::item_count>("ItemCount", kLongCount),
    member<&SourceTableDetails::billing_mode>("BillingMode", kBillingMode),
};
constexpr Structure kSourceStructure{"SourceTableDetails", kSourceMembers};
constexpr auto kSource = structure_shape<SourceTableDetails>(kSourceStructure);

constexpr Member kLocalInfoMembers[] = {
    member<&LocalSecondaryIndexInfo::index_name>("IndexName", kText),
    member<&LocalSecondaryIndexInfo::key_schema>("KeySchema", kTableKeySchema),
    member<&LocalSecondaryIndexInfo::projection>("Projection", kProjection),
};
constexpr Structure kLocalInfoStructure{"LocalSecondaryIndexInfo", kLocalInfoMembers};
constexpr auto kLocalInfo = structure_shape<LocalSecondaryIndexInfo>(kLocalInfoStructure);
constexpr auto kLocalInfos = list_shape(kLocalInfo);
constexpr Member kGlobalInfoMembers[] = {
    member<&GlobalSecondaryIndexInfo::index_name>("IndexName", kText),
    member<&GlobalSecondaryIndexInfo::key_schema>("KeySchema", kIndexKeySchema),
    member<&GlobalSecondaryIndexInfo::projection>("Projection", kProjection),
    member<&GlobalSecondaryIndexInfo::provisioned_throughput>("ProvisionedThroughput", kThroughput),
    member<&GlobalSecondaryIndexInfo::on_demand_throughput>("OnDemandThroughput", kOnDemand),
};
constexpr Structure kGlobalInfoStructure{"GlobalSecondaryIndexInfo", kGlobalInfoMembers};
constexpr auto kGlobalInfo = structure_shape<GlobalSecondaryIndexInfo>(kGlobalInfoStructure);
constexpr auto kGlobalInfos = list_shape(kGlobalInfo);

constexpr Member kFeatureMembers[] = {
    member<&SourceTableFeatureDetails::local_secondary_indexes>("LocalSecondaryIndexes", kLocalInfos),
    member<&SourceTableFeatureDetails::global_secondary_indexes>("GlobalSecondaryIndexes", kGlobalInfos),
    member<&SourceTableFeatureDetails::vector_indexes>("VectorIndexes", kVectorIndexes),
    member<&SourceTableFeatureDetails::stream_description>("StreamDescription", kStream),
    member<&SourceTableFeatureDetails::time_to_live_description>("TimeToLiveDescription",
                                                                 kTimeToLiveDescription),
    member<&SourceTableFeatureDetails::sse_description>("SSEDescription", kSseDescription),
};
constexpr Structure kFeatureStructure{"SourceTableFeatureDetails", kFeatureMembers};
constexpr auto kFeatures = structure_shape<SourceTableFeatureDetails>(kFeatureStructure);

constexpr Member kDescriptionMembers[] = {
    member<&BackupDescription::backup_details>("BackupDetails", kDetails),
    member<&BackupDescription::source_table_details>("SourceTableDetails", kSource),
    member<&BackupDescription::source_table_feature_details>("SourceTableFeatureDetails", kFeatures),
};
constexpr Structure kDescriptionStructure{"BackupDescription", kDescriptionMembers};
constexpr auto kDescription = structure_shape<BackupDescription>(kDescriptionStructure);
constexpr Member kBackupMembers[] = {member<&BackupResponse::description>("BackupDescription", kDescription)};

constexpr Member kListMembers[] = {
    member<&ListBackupsRequest::table_name>("TableName", kTableName),
    member<&ListBackupsRequest::limit>("Limit", kLimit),
    member<&ListBackupsRequest::time_range_lower_bound>("TimeRangeLowerBound", kTime),
    member<&ListBackupsRequest::time_range_upper_bound>("TimeRangeUpperBound", kTime),
    member<&ListBackupsRequest::exclusive_start_backup_arn>("ExclusiveStartBackupArn", kBackupArn),
    member<&ListBackupsRequest::backup_type>("BackupType", kTypeFilter),
};
constexpr Member kSummaryMembers[] = {
    member<&BackupSummary::table_name>("TableName", kText),
    member<&BackupSummary::table_id>("TableId", kText),
    member<&BackupSummary::table_arn>("TableArn", kText),
    member<&BackupSummary::backup_arn>("BackupArn", kText),
    member<&BackupSummary::backup_name>("BackupName", kText),
    member<&BackupSummary::backup_creation_date_time>("BackupCreationDateTime", kTime),
    member<&BackupSummary::backup_expiry_date_time>("BackupExpiryDateTime", kTime),
    member<&BackupSummary::backup_status>("BackupStatus", kStatus),
    member<&BackupSummary::backup_type>("BackupType", kType),
    member<&BackupSummary::backup_size_bytes>("BackupSizeBytes", kLongCount),
};
constexpr Structure kSummaryStructure{"BackupSummary", kSummaryMembers};
constexpr auto kSummary = structure_shape<BackupSummary>(kSummaryStructure);
constexpr auto kSummaries = list_shape(kSummary);
constexpr Member kListOutputMembers[] = {
    member<&ListBackupsResponse::backup_summaries>("BackupSummaries", kSummaries),
    member<&ListBackupsResponse::last_evaluated_backup_arn>("LastEvaluatedBackupArn", kText),
};

constexpr Member kFromBackupMembers[] = {
    member<&RestoreTableFromBackupRequest::target_table_name>("TargetTableName", kNewTableName, kRequired),
    member<&RestoreTableFromBackupRequest::backup_arn>("BackupArn", kBackupArn, kRequired),
    member<&RestoreTableFromBackupRequest::billing_mode>("BillingModeOverride", kBillingMode),
    member<&RestoreTableFromBackupRequest::global_secondary_indexes>("GlobalSecondaryIndexOverride",
                                                                     kGlobalIndexes),
    member<&RestoreTableFromBackupRequest::local_secondary_indexes>("LocalSecondaryIndexOverride",
                                                                    kLocalIndexes),
    member<&RestoreTableFromBackupRequest::provisioned_throughput>("ProvisionedThroughputOverride",
                                                                   kThroughput),
    member<&RestoreTableFromBackupRequest::on_demand_throughput>("OnDemandThroughputOverride", kOnDemand),
    member<&RestoreTableFromBackupRequest::sse_specification>("SSESpecificationOverride", kSse),
    member<&RestoreTableFromBackupRequest::vector_indexes>("VectorIndexOverride", kVectorIndexes),
};
constexpr Member kToPointInTimeMembers[] = {
    member<&RestoreTableToPointInTimeRequest::source_table_arn>("SourceTableArn", kTableName),
    member<&RestoreTableToPointInTimeRequest::source_table_name>("SourceTableName", kNewTableName),
    member<&RestoreTableToPointInTimeRequest::target_table_name>("TargetTableName", kNewTableName, kRequired),
    member<&RestoreTableToPointInTimeRequest::use_latest_restorable_time>("UseLatestRestorableTime", kBool),
    member<&RestoreTableToPointInTimeRequest::restore_date_time>("RestoreDateTime", kTime),
    member<&RestoreTableToPointInTimeRequest::billing_mode>("BillingModeOverride", kBillingMode),
    member<&RestoreTableToPointInTimeRequest::global_secondary_indexes>("GlobalSecondaryIndexOverride",
                                                                        kGlobalIndexes),
    member<&RestoreTableToPointInTimeRequest::local_secondary_indexes>("LocalSecondaryIndexOverride",
                                                                       kLocalIndexes),
    member<&RestoreTableToPointInTimeRequest::provisioned_throughput>("ProvisionedThroughputOverride",
                                                                      kThroughput),
    member<&RestoreTableToPointInTimeRequest::on_demand_throughput>("OnDemandThroughputOverride", kOnDemand),
    member<&RestoreTableToPointInTimeRequest::sse_specification>("SSESpecificationOverride", kSse),
    member<&RestoreTableToPointInTimeRequest::vector_indexes>("VectorIndexOverride", kVectorIndexes),
};

}  // namespace

constinit const Structure kUpdateContinuousBackupsInput{"UpdateContinuousBackupsInput",
                                                        kUpdateContinuousMembers};
constinit const Structure kContinuousBackupsOutput{"ContinuousBackupsOutput", kContinuousOutputMembers};
constinit const Structure kCreateBackupInput{"CreateBackupInput", kCreateMembers};
constinit const Structure kCreateBackupOutput{"CreateBackupOutput", kCreateOutputMembers};
constinit const Structure kBackupArnInput{"BackupArnInput", kBackupArnMembers};
constinit const Structure kBackupOutput{"BackupOutput", kBackupMembers};
constinit const Structure kListBackupsInput{"ListBackupsInput", kListMembers};
constinit const Structure kListBackupsOutput{"ListBackupsOutput", kListOutputMembers};
constinit const Structure kRestoreTableFromBackupInput{"RestoreTableFromBackupInput", kFromBackupMembers};
constinit const Structure kRestoreTableToPointInTimeInput{"RestoreTableToPointInTimeInput",
                                                          kToPointInTimeMembers};

}  // namespace stator::services::dynamodb
