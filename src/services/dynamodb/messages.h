// DynamoDB's texts for what an operation checks before it looks at a table. AWS rewords them: each group has
// its source and the date it was checked. "{}" is filled by fmt.
//
// Sources: [docs] AWS documentation; [threads] AWS output quoted in SDK and tool threads; [known] long known,
// not re-checked; [assumed] the exact text is not known, this one follows its siblings.
#pragma once

namespace stator::services::dynamodb::messages {

// ---- expressions and legacy parameters. [threads] 2026-08
inline constexpr char kMixed[] =
    "Can not use both expression and non-expression parameters in the same request: Non-expression "
    "parameters: {{{}}} "
    "Expression parameters: {{{}}}";
inline constexpr char kNamesWithoutExpression[] =
    "ExpressionAttributeNames can only be specified when using expressions";
inline constexpr char kValuesWithoutExpression[] =
    "ExpressionAttributeValues can only be specified when using expressions: {} {} null";
inline constexpr char kInvalidValue[] = "ExpressionAttributeValues contains invalid value: {} for key {}";

// ---- ReturnValues. [threads] 2026-07
inline constexpr char kReturnValuesAllOldOrNone[] = "ReturnValues can only be ALL_OLD or NONE";

// ---- Query and Scan. [known] but for the first, [threads] 2026-08
inline constexpr char kQueryLimit[] =
    "Value at 'Limit' failed to satisfy constraint: Member must have value greater than or equal to 1";
inline constexpr char kNoKeyCondition[] =
    "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.";
inline constexpr char kAllProjectedWithoutIndex[] =
    "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName";
inline constexpr char kSpecificWithoutProjection[] =
    "One or more parameter values were invalid: Must specify the AttributesToGet or ProjectionExpression "
    "when choosing "
    "to get SPECIFIC_ATTRIBUTES";
inline constexpr char kProjectionWithSelect[] =
    "One or more parameter values were invalid: Cannot specify the {} when choosing to get {}";
inline constexpr char kOnlyTheCount[] = "only the Count";
inline constexpr char kStartKeyInvalid[] = "The provided starting key is invalid: {}";
inline constexpr char kSegmentMissing[] =
    "The Segment parameter is required but was not present in the request when parameter TotalSegments is "
    "present";
inline constexpr char kTotalSegmentsMissing[] =
    "The TotalSegments parameter is required but was not present in the request when Segment parameter is "
    "present";
inline constexpr char kSegmentTooLarge[] =
    "The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: {} is not "
    "less than "
    "TotalSegments: {}";

// ---- batches. [threads] 2026-08, the last one [assumed]
inline constexpr char kNoRequestItems[] = "The requestItems parameter is required for {}";
inline constexpr char kTooManyItems[] = "Too many items requested for the {} call";
inline constexpr char kOneTransactAction[] =
    "TransactItems can only contain one of Check, Put, Update or Delete";
inline constexpr char kDuplicateKeys[] = "Provided list of item keys contains duplicates";
inline constexpr char kMixedBatchProjections[] =
    "Can not use both expression and non-expression parameters in the same request: Non-expression "
    "parameters: "
    "{AttributesToGet} Expression parameters: {ProjectionExpression}";
inline constexpr char kNotOneWrite[] =
    "Supplied WriteRequest must contain exactly one of PutRequest and DeleteRequest";

// ---- table names that are ARNs. [assumed]
inline constexpr char kBadTableArn[] = "Invalid TableArn: Invalid ResourceArn provided as input {}";

// ---- resources named by their ARN. [threads] 2022-12 (sic: AWS writes ResourcArn)
inline constexpr char kArnNotFound[] = "Requested resource not found: ResourcArn: {} not found";
inline constexpr char kInvalidNextToken[] = "Invalid NextToken";     // [assumed]
inline constexpr char kNoTableForBackups[] = "Table not found: {}";  // DescribeContinuousBackups. [known]
inline constexpr char kIndexNotFound[] =                             // [assumed]
    "Requested resource not found: Table: {}, Index: {} not found";

// ---- resource policies. The prefix "Invalid policy document" [threads] 2026-08, the rest [assumed]
inline constexpr char kPolicyNotJson[] =
    "One or more parameter values were invalid: Invalid policy document: Syntax errors in policy.";
inline constexpr char kPolicyTooLarge[] =
    "One or more parameter values were invalid: Invalid policy document: The size of the policy exceeds the "
    "limit of {} "
    "bytes";
inline constexpr char kPolicyNotFound[] = "Resource-based policy not found for the provided ResourceArn: {}";

// ---- CreateTable and UpdateTable. [known]; "[assumed]" where it says so
inline constexpr char kInvalidParameter[] = "One or more parameter values were invalid: {}";
inline constexpr char kThroughputMissing[] =
    "One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must both be "
    "specified when "
    "BillingMode is PROVISIONED";
inline constexpr char kThroughputOnDemand[] =
    "One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits can be "
    "specified when "
    "BillingMode is PAY_PER_REQUEST";
inline constexpr char kIndexThroughputMissing[] =
    "One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must both be "
    "specified for index: "
    "{}";
inline constexpr char kIndexThroughputOnDemand[] =
    "One or more parameter values were invalid: ProvisionedThroughput should not be specified for index: {} "
    "when "
    "BillingMode is PAY_PER_REQUEST";
inline constexpr char kUnitsOutOfBounds[] = "Given value {} for {} is out of bounds";
inline constexpr char kUnitsOutOfBoundsForIndex[] = "Given value {} for {} is out of bounds for index {}";
inline constexpr char kOnDemandThroughputProvisioned[] =  // [assumed]
    "One or more parameter values were invalid: OnDemandThroughput can only be specified when BillingMode is "
    "PAY_PER_REQUEST";
inline constexpr char kOnDemandUnits[] =  // [assumed]
    "One or more parameter values were invalid: {} must be greater than or equal to 1{}";
inline constexpr char kFirstIsNotHash[] =
    "Invalid KeySchema: The first KeySchemaElement is not a HASH key type";
inline constexpr char kSecondIsNotRange[] =
    "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type";
inline constexpr char kKeyOrder[] =  // [assumed]
    "Invalid KeySchema: HASH elements must come before RANGE elements";
inline constexpr char kTooManyKeysOfKind[] =  // [assumed]
    "Invalid KeySchema: The KeySchema must have at most 4 {} elements";
inline constexpr char kSameKeyTwice[] =
    "Both the Hash Key and the Range Key element in the KeySchema have the same name";
inline constexpr char kKeysUndefined[] =
    "One or more parameter values were invalid: Some index key attributes are not defined in "
    "AttributeDefinitions. "
    "Keys: [{}], AttributeDefinitions: [{}]";
inline constexpr char kDefinitionCount[] =
    "One or more parameter values were invalid: Number of attributes in KeySchema does not exactly match "
    "number of "
    "attributes defined in AttributeDefinitions";
inline constexpr char kDefinitionsUnused[] =
    "One or more parameter values were invalid: Some AttributeDefinitions are not used. "
    "AttributeDefinitions: [{}], keys "
    "used: [{}]";
inline constexpr char kDuplicateDefinition[] =  // [assumed]
    "One or more parameter values were invalid: Duplicate AttributeName in AttributeDefinitions: {}";
inline constexpr char kLocalIndexNeedsRange[] =
    "One or more parameter values were invalid: Table KeySchema does not have a range key, which is required "
    "when "
    "specifying a LocalSecondaryIndex";
inline constexpr char kLocalIndexWithoutRange[] =
    "One or more parameter values were invalid: Index KeySchema does not have a range key for index: {}";
inline constexpr char kLocalIndexOtherHash[] =
    "One or more parameter values were invalid: Index KeySchema does not have the same leading hash key as "
    "table "
    "KeySchema for index: {}. index hash key: {}, table hash key: {}";
inline constexpr char kNoLocalIndexes[] =
    "One or more parameter values were invalid: List of LocalSecondaryIndexes is empty";
inline constexpr char kNoGlobalIndexes[] =
    "One or more parameter values were invalid: List of GlobalSecondaryIndexes is empty";
inline constexpr char kTooManyLocalIndexes[] =
    "One or more parameter values were invalid: Number of LocalSecondaryIndexes exceeds per-table limit of "
    "{}";
inline constexpr char kTooManyGlobalIndexes[] =
    "One or more parameter values were invalid: GlobalSecondaryIndex count exceeds the per-table limit of {}";
inline constexpr char kDuplicateIndexName[] =
    "One or more parameter values were invalid: Duplicate index name: {}";
inline constexpr char kNoProjectionType[] =
    "One or more parameter values were invalid: Unknown ProjectionType: null";
inline constexpr char kNonKeyAttributesUnwanted[] =
    "One or more parameter values were invalid: ProjectionType is {}, but NonKeyAttributes is specified";
inline constexpr char kNonKeyAttributesMissing[] =
    "One or more parameter values were invalid: ProjectionType is INCLUDE, but NonKeyAttributes is not "
    "specified";
inline constexpr char kTooManyNonKeyAttributes[] =  // [assumed]
    "One or more parameter values were invalid: Number of NonKeyAttributes exceeds per-table limit of {}";
inline constexpr char kStreamViewMissing[] =  // [assumed]
    "One or more parameter values were invalid: StreamViewType must be specified when StreamEnabled is true";
inline constexpr char kStreamViewUnwanted[] =  // [assumed]
    "One or more parameter values were invalid: StreamViewType cannot be specified when StreamEnabled is "
    "false";
inline constexpr char kKeyWithoutKms[] =  // [assumed]
    "One or more parameter values were invalid: KMSMasterKeyId can only be specified when SSEType is KMS";
inline constexpr char kAesNotSupported[] =
    "One or more parameter values were invalid: SSEType AES256 is not supported";
inline constexpr char kTooManyTags[] =
    "One or more parameter values were invalid: Too many tags: the limit is {}";  // [assumed]
inline constexpr char kDuplicateTag[] =                                           // [assumed]
    "One or more parameter values were invalid: Duplicate tag key: {}";
inline constexpr char kAwsTag[] =  // [assumed]
    "One or more parameter values were invalid: Tag keys starting with 'aws:' are reserved for system use: "
    "{}";
inline constexpr char kEmptyIndexUpdate[] =
    "One or more parameter values were invalid: One of GlobalSecondaryIndexUpdate.Update, "
    "GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null";
inline constexpr char kAmbiguousIndexUpdate[] =
    "One or more parameter values were invalid: Only one of GlobalSecondaryIndexUpdate.Update, "
    "GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete can be specified";
inline constexpr char kOneUpdatePerIndex[] =
    "One or more parameter values were invalid: Only one global secondary index update per index is allowed "
    "simultaneously. Index: {}";
inline constexpr char kNothingInIndexUpdate[] =  // [assumed]
    "One or more parameter values were invalid: ProvisionedThroughput or OnDemandThroughput must be "
    "specified for index: "
    "{}";

// Features that this server does not have. Its own text.
inline constexpr char kUnsupported[] = "{} is not supported";

}  // namespace stator::services::dynamodb::messages
