#include "services/dynamodb/common/backup_description.h"

#include <algorithm>

#include "services/dynamodb/common/table_description.h"
#include "services/dynamodb/common/time_to_live_description.h"

namespace stator::services::dynamodb {
namespace {

namespace table = db::table;

constexpr std::int64_t kMicrosASecond = 1'000'000;

BackupStatus to_status(table::BackupStatus status) {
  switch (status) {
    case table::BackupStatus::kCreating:
      return BackupStatus::kCreating;
    case table::BackupStatus::kDeleted:
      return BackupStatus::kDeleted;
    case table::BackupStatus::kAvailable:
      return BackupStatus::kAvailable;
  }
  return BackupStatus::kAvailable;
}

BackupType to_type(table::BackupKind kind) {
  return kind == table::BackupKind::kSystem ? BackupType::kSystem : BackupType::kUser;
}

std::optional<Timestamp> expiry(const table::Backup& backup) {
  if (backup.expiry_micros == 0) return std::nullopt;
  return time_of(backup.expiry_micros);
}

ProvisionedThroughput throughput(const table::Throughput& units) {
  return {units.read_units, units.write_units};
}

SourceTableDetails source_details(const table::Backup& backup) {
  const table::TableSchema& source = backup.source;
  SourceTableDetails out;
  out.table_name = source.name;
  out.table_id = source.uuid;
  out.table_arn = source.arn();
  out.table_size_bytes = backup.size_bytes;
  out.key_schema = describe_keys(source.keys);
  out.table_creation_date_time = time_of(source.created_micros);
  out.provisioned_throughput = throughput(source.throughput);
  out.on_demand_throughput = describe_on_demand(source.on_demand);
  out.item_count = backup.item_count;
  out.billing_mode = describe_billing(source.billing);
  return out;
}

SourceTableFeatureDetails source_features(const table::TableSchema& source) {
  SourceTableFeatureDetails out;
  for (const table::IndexSchema& index : source.indexes) {
    if (index.vector) {
      if (!out.vector_indexes) out.vector_indexes.emplace();
      out.vector_indexes->push_back(describe_vector_index(index));
    } else if (index.global) {
      if (!out.global_secondary_indexes) out.global_secondary_indexes.emplace();
      out.global_secondary_indexes->push_back(
          {index.name, describe_keys(index.keys), describe_projection(index.projection),
           throughput(index.throughput), describe_on_demand(index.on_demand)});
    } else {
      if (!out.local_secondary_indexes) out.local_secondary_indexes.emplace();
      out.local_secondary_indexes->push_back(
          {index.name, describe_keys(index.keys), describe_projection(index.projection)});
    }
  }
  out.stream_description = describe_stream(source);
  if (source.time_to_live.status != table::TimeToLiveStatus::kDisabled)
    out.time_to_live_description = describe(source.time_to_live);
  out.sse_description = describe_sse(source);
  return out;
}

}  // namespace

BackupDetails describe_details(const table::Backup& backup) {
  BackupDetails out;
  out.backup_arn = backup.arn();
  out.backup_name = backup.name;
  out.backup_size_bytes = backup.size_bytes;
  out.backup_status = to_status(backup.status);
  out.backup_type = to_type(backup.kind);
  out.backup_creation_date_time = time_of(backup.created_micros);
  out.backup_expiry_date_time = expiry(backup);
  return out;
}

BackupSummary describe_summary(const table::Backup& backup) {
  BackupSummary out;
  out.table_name = backup.source.name;
  out.table_id = backup.source.uuid;
  out.table_arn = backup.source.arn();
  out.backup_arn = backup.arn();
  out.backup_name = backup.name;
  out.backup_creation_date_time = time_of(backup.created_micros);
  out.backup_expiry_date_time = expiry(backup);
  out.backup_status = to_status(backup.status);
  out.backup_type = to_type(backup.kind);
  out.backup_size_bytes = backup.size_bytes;
  return out;
}

BackupDescription describe(const table::Backup& backup) {
  return {describe_details(backup), source_details(backup), source_features(backup.source)};
}

ContinuousBackupsDescription describe(const db::recovery::ContinuousBackups& state) {
  ContinuousBackupsDescription out;
  if (!state.enabled) return out;
  PointInTimeRecoveryDescription& recovery = out.point_in_time_recovery;
  recovery.status = OnOff::kEnabled;
  recovery.recovery_period_in_days = state.period_days;
  // SDKs cut a RestoreDateTime to whole seconds: the earliest one must still be restorable then.
  const std::int64_t earliest =
      (state.earliest_micros + kMicrosASecond - 1) / kMicrosASecond * kMicrosASecond;
  recovery.earliest_restorable_date_time = time_of(earliest);
  recovery.latest_restorable_date_time = time_of(std::max(earliest, state.latest_micros));
  return out;
}

}  // namespace stator::services::dynamodb
