// Backups of tables, and recovery to a point in time.
#pragma once

#include "services/dynamodb/shapes/table.h"
#include "services/dynamodb/shapes/time_to_live.h"

namespace stator::services::dynamodb {

enum class OnOff { kEnabled, kDisabled };
enum class BackupStatus { kCreating, kDeleted, kAvailable };
enum class BackupType { kUser, kSystem, kAwsBackup };
enum class BackupTypeFilter { kUser, kSystem, kAwsBackup, kAll };

// ---- recovery to a point in time

struct PointInTimeRecoverySpecification {
  std::optional<bool> enabled;
  std::optional<std::int64_t> recovery_period_in_days;
};
struct UpdateContinuousBackupsRequest {
  std::optional<std::string> table_name;
  std::optional<PointInTimeRecoverySpecification> specification;
};

struct PointInTimeRecoveryDescription {
  Enum<OnOff> status = OnOff::kDisabled;
  std::optional<std::int64_t> recovery_period_in_days;
  std::optional<Timestamp> earliest_restorable_date_time;
  std::optional<Timestamp> latest_restorable_date_time;
};
struct ContinuousBackupsDescription {
  Enum<OnOff> status = OnOff::kEnabled;
  PointInTimeRecoveryDescription point_in_time_recovery;
};
// Of DescribeContinuousBackups and UpdateContinuousBackups.
struct ContinuousBackupsResponse {
  ContinuousBackupsDescription description;
};

// ---- backups

struct CreateBackupRequest {
  std::optional<std::string> table_name;
  std::optional<std::string> backup_name;
};
struct BackupDetails {
  std::string backup_arn;
  std::string backup_name;
  std::int64_t backup_size_bytes = 0;
  Enum<BackupStatus> backup_status;
  Enum<BackupType> backup_type;
  Timestamp backup_creation_date_time;
  std::optional<Timestamp> backup_expiry_date_time;
};
struct CreateBackupResponse {
  BackupDetails backup_details;
};

// DescribeBackup and DeleteBackup.
struct BackupArnRequest {
  std::optional<std::string> backup_arn;
};
struct SourceTableDetails {
  std::string table_name;
  std::string table_id;
  std::string table_arn;
  std::int64_t table_size_bytes = 0;
  std::vector<KeySchemaElement> key_schema;
  Timestamp table_creation_date_time;
  ProvisionedThroughput provisioned_throughput;
  std::optional<OnDemandThroughput> on_demand_throughput;
  std::int64_t item_count = 0;
  Enum<BillingMode> billing_mode;
};
struct LocalSecondaryIndexInfo {
  std::string index_name;
  std::vector<KeySchemaElement> key_schema;
  Projection projection;
};
struct GlobalSecondaryIndexInfo {
  std::string index_name;
  std::vector<KeySchemaElement> key_schema;
  Projection projection;
  ProvisionedThroughput provisioned_throughput;
  std::optional<OnDemandThroughput> on_demand_throughput;
};
struct SourceTableFeatureDetails {
  std::optional<std::vector<LocalSecondaryIndexInfo>> local_secondary_indexes;
  std::optional<std::vector<GlobalSecondaryIndexInfo>> global_secondary_indexes;
  std::optional<std::vector<VectorIndex>> vector_indexes;
  std::optional<StreamSpecification> stream_description;
  std::optional<TimeToLiveDescription> time_to_live_description;
  std::optional<SseDescription> sse_description;
};
struct BackupDescription {
  BackupDetails backup_details;
  SourceTableDetails source_table_details;
  SourceTableFeatureDetails source_table_feature_details;
};
struct BackupResponse {
  BackupDescription description;
};

struct ListBackupsRequest {
  std::optional<std::string> table_name;
  std::optional<std::int64_t> limit;
  std::optional<Timestamp> time_range_lower_bound;
  std::optional<Timestamp> time_range_upper_bound;
  std::optional<std::string> exclusive_start_backup_arn;
  std::optional<Enum<BackupTypeFilter>> backup_type;
};
struct BackupSummary {
  std::string table_name;
  std::string table_id;
  std::string table_arn;
  std::string backup_arn;
  std::string backup_name;
  Timestamp backup_creation_date_time;
  std::optional<Timestamp> backup_expiry_date_time;
  Enum<BackupStatus> backup_status;
  Enum<BackupType> backup_type;
  std::int64_t backup_size_bytes = 0;
};
struct ListBackupsResponse {
  std::vector<BackupSummary> backup_summaries;
  std::optional<std::string> last_evaluated_backup_arn;
};

// ---- restores: they answer with a TableResponse

// What may differ from the source.
struct RestoreOverrides {
  std::optional<std::string> target_table_name;
  std::optional<Enum<BillingMode>> billing_mode;
  std::optional<std::vector<GlobalSecondaryIndex>> global_secondary_indexes;
  std::optional<std::vector<LocalSecondaryIndex>> local_secondary_indexes;
  std::optional<ProvisionedThroughput> provisioned_throughput;
  std::optional<OnDemandThroughput> on_demand_throughput;
  std::optional<SseSpecification> sse_specification;
  std::optional<std::vector<VectorIndex>> vector_indexes;
};
struct RestoreTableFromBackupRequest : RestoreOverrides {
  std::optional<std::string> backup_arn;
};
struct RestoreTableToPointInTimeRequest : RestoreOverrides {
  std::optional<std::string> source_table_arn;
  std::optional<std::string> source_table_name;
  std::optional<bool> use_latest_restorable_time;
  std::optional<Timestamp> restore_date_time;
};

extern const Structure kUpdateContinuousBackupsInput;
extern const Structure kContinuousBackupsOutput;
extern const Structure kCreateBackupInput;
extern const Structure kCreateBackupOutput;
extern const Structure kBackupArnInput;
extern const Structure kBackupOutput;
extern const Structure kListBackupsInput;
extern const Structure kListBackupsOutput;
extern const Structure kRestoreTableFromBackupInput;
extern const Structure kRestoreTableToPointInTimeInput;

}  // namespace stator::services::dynamodb
