// AWS's texts for what depends on a table's schema. Checked 2026-11; sources: AWS API reference and developer
// guide, SDK issue threads. "{}" is filled by fmt.
#pragma once

namespace stator::db::table::messages {

// Data plane, rule 14: only this.
inline constexpr char kResourceNotFound[] = "Requested resource not found";
// DescribeTable, UpdateTable, DeleteTable.
inline constexpr char kTableNotFound[] = "Requested resource not found: Table: {} not found";
inline constexpr char kTableExists[] = "Table already exists: {}";
inline constexpr char kTableInUse[] =
    "Attempt to change a resource which is still in use: Table is being {}: {}";
inline constexpr char kDeletionProtected[] =
    "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection "
    "first.";

// Keys.
inline constexpr char kKeySchemaMismatch[] = "The provided key element does not match the schema";
inline constexpr char kMissingKey[] =
    "One or more parameter values were invalid: Missing the key {} in the item";
inline constexpr char kKeyTypeMismatch[] =
    "One or more parameter values were invalid: Type mismatch for key {} expected: {} actual: {}";
inline constexpr char kIndexKeyTypeMismatch[] =
    "One or more parameter values were invalid: Type mismatch for Index Key {} Expected: {} Actual: {} "
    "IndexName: {}";
inline constexpr char kEmptyKey[] =
    "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
    "empty {} "
    "value. Key: {}";
inline constexpr char kEmptyIndexKey[] =
    "One or more parameter values are not valid. A value specified for a secondary index key is not "
    "supported. The "
    "AttributeValue for a key attribute cannot contain an empty {} value. IndexName: {}, IndexKey: {}";
inline constexpr char kHashKeyTooLong[] =
    "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 "
    "bytes";
inline constexpr char kRangeKeyTooLong[] =
    "One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size "
    "limit of 1024 "
    "bytes";
inline constexpr char kItemTooLarge[] = "Item size has exceeded the maximum allowed size";
inline constexpr char kUpdatedItemTooLarge[] = "Item size to update has exceeded the maximum allowed size";
inline constexpr char kUpdateOfKey[] =
    "One or more parameter values were invalid: Cannot update attribute {}. This attribute is part of the "
    "key";
inline constexpr char kConditionFailed[] = "The conditional request failed";
inline constexpr char kTransactionConflict[] = "Transaction is ongoing for the item";
inline constexpr char kCollectionTooLarge[] = "Collection size exceeded.";

// Query and Scan.
inline constexpr char kNoSuchIndex[] = "The table does not have the specified index: {}";
inline constexpr char kConsistentGlobalIndex[] =
    "Consistent reads are not supported on global secondary indexes";
inline constexpr char kBackfillingIndex[] = "Cannot read from backfilling global secondary index: {}";
inline constexpr char kSelectAllOnGlobalIndex[] =
    "One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global "
    "secondary index "
    "{} because its projection type is not ALL";
inline constexpr char kProjectionOutsideIndex[] =
    "One or more parameter values were invalid: Global secondary index {} does not project {}";
inline constexpr char kStartKeyInvalid[] = "The provided starting key is invalid";
inline constexpr char kStartKeyMismatch[] =
    "The provided starting key is invalid: The provided key element does not match the schema";
inline constexpr char kStartKeyOutside[] =
    "The provided starting key is outside query boundaries based on provided conditions";
inline constexpr char kStartKeySegment[] =
    "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with "
    "correct "
    "Segment. TotalSegments: {} Segment: {}";
inline constexpr char kFilterOnKey[] =
    "Filter Expression can only contain non-primary key attributes: Primary key attribute: {}";

// UpdateTable.
inline constexpr char kNothingToUpdate[] =
    "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or "
    "SSESpecification or ReplicaUpdates is required";
inline constexpr char kSameThroughput[] =
    "The provisioned throughput for the table will not change. The requested value equals the current value. "
    "Current "
    "ReadCapacityUnits provisioned for the table: {}. Requested ReadCapacityUnits: {}. Current "
    "WriteCapacityUnits "
    "provisioned for the table: {}. Requested WriteCapacityUnits: {}. Refer to the Amazon DynamoDB Developer "
    "Guide for "
    "current limits and how to request higher limits.";
inline constexpr char kSameIndexThroughput[] =
    "The provisioned throughput for the index {} will not change. The requested value equals the current "
    "value. Current "
    "ReadCapacityUnits provisioned for the index: {}. Requested ReadCapacityUnits: {}. Current "
    "WriteCapacityUnits "
    "provisioned for the index: {}. Requested WriteCapacityUnits: {}. Refer to the Amazon DynamoDB Developer "
    "Guide for "
    "current limits and how to request higher limits.";
inline constexpr char kThroughputOnDemand[] =
    "One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits can be "
    "specified when "
    "BillingMode is PAY_PER_REQUEST";
inline constexpr char kOnDemandThroughputProvisioned[] =  // [assumed]
    "One or more parameter values were invalid: OnDemandThroughput can only be specified when BillingMode is "
    "PAY_PER_REQUEST";
inline constexpr char kIndexThroughputOnDemand[] =  // [threads] 2019-02
    "One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits can be "
    "specified for index: {} when BillingMode is PAY_PER_REQUEST";
inline constexpr char kTooManyProjectedAttributes[] =  // [assumed]
    "One or more parameter values were invalid: Number of NonKeyAttributes exceeds per-table limit of {}";
inline constexpr char kWarmThroughputLower[] =  // [assumed]
    "One or more parameter values were invalid: Requested {} for WarmThroughput is lower than the current "
    "value. "
    "Requested: {}, current: {}";
inline constexpr char kThroughputMissing[] =
    "One or more parameter values were invalid: ProvisionedThroughput must be specified when BillingMode is "
    "PROVISIONED";
inline constexpr char kIndexThroughputMissing[] =
    "One or more parameter values were invalid: ProvisionedThroughput must be specified for index: {}";
inline constexpr char kIndexExists[] = "Attempting to create an index which already exists";
inline constexpr char kOneIndexAtATime[] =
    "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table";
inline constexpr char kTooManyGlobalIndexes[] =
    "One or more parameter values were invalid: GlobalSecondaryIndex count exceeds the per-table limit of 20";
inline constexpr char kUpdateOfMissingIndex[] = "Requested resource not found";
inline constexpr char kAttributeRedefined[] =
    "One or more parameter values were invalid: Cannot change the type of an attribute that is part of an "
    "existing key: "
    "{}";
// Limits of how often throughput, capacity mode and table class change. The first [threads] 2018-07 to
// 2026-10. The second [threads] 2019-02, when it was "once in 1 day(s)". The third [assumed], after the
// second.
inline constexpr char kTooManyDecreases[] =
    "Subscriber limit exceeded: Provisioned throughput decreases are limited within a given UTC day. After "
    "the first {} decreases, each subsequent decrease in the same UTC day can be performed at most once "
    "every {} seconds. Number of decreases today: {}. Last decrease at {}. Next decrease can be made at {}";
inline constexpr char kTooManyOnDemandSwitches[] =
    "Subscriber limit exceeded: Update to PayPerRequest mode are limited to {} times in {} day(s). Last "
    "update at {}. Next update can be made at {}";
inline constexpr char kTooManyTableClassChanges[] =
    "Subscriber limit exceeded: Table class updates are limited to {} times in {} day(s). Last update at {}. "
    "Next update can be made at {}";
inline constexpr char kStreamAlreadyEnabled[] = "Table already has an enabled stream: TableName: {}";
inline constexpr char kStreamNotEnabled[] = "Table has no stream to disable: TableName: {}";

// UpdateTimeToLive. [docs] for when, [threads] 2026-06 for the third; the last one is what AWS says within an
// hour of a change.
inline constexpr char kTimeToLiveEnabled[] = "TimeToLive is already enabled";
inline constexpr char kTimeToLiveDisabled[] = "TimeToLive is already disabled";
inline constexpr char kTimeToLiveOtherAttribute[] =
    "TimeToLive is active on a different AttributeName: current AttributeName is {}";
inline constexpr char kTimeToLiveTooSoon[] =
    "Time to live has been modified multiple times within a fixed interval";

// Throttling. The first four are those of TransactionCanceledException's reasons [docs], and [threads]
// 2016-06 to 2024-10, of which they have their full stops. The fifth [docs] (throttling-diagnosing-workflow)
// and [threads], the last one [docs] (Programming.Errors). Read 2026-11.
inline constexpr char kTableThroughputExceeded[] =
    "The level of configured provisioned throughput for the table was exceeded. Consider increasing your "
    "provisioning level with the UpdateTable API.";
inline constexpr char kIndexThroughputExceeded[] =
    "The level of configured provisioned throughput for one or more global secondary indexes of the table "
    "was exceeded. Consider increasing your provisioning level for the under-provisioned global secondary "
    "indexes with the UpdateTable API";
inline constexpr char kTableScaling[] =
    "Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your "
    "table or index so please try again shortly. If exceptions persist, check if you have a hot key: "
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html";
inline constexpr char kIndexScaling[] =
    "Throughput exceeds the current capacity for one or more global secondary indexes. DynamoDB is "
    "automatically scaling your index so please try again shortly.";
inline constexpr char kOnDemandMaximumExceeded[] =
    "Throughput exceeds the maximum OnDemandThroughput configured on table or index";
inline constexpr char kAccountLimitExceeded[] =
    "Throughput exceeds the current throughput limit for your account. To request a limit increase, contact "
    "AWS Support at https://aws.amazon.com/support.";

inline constexpr char kBusy[] =
    "The rate of control plane requests or the write queue is over its limit. Try again later.";

}  // namespace stator::db::table::messages
