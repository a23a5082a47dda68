#include "services/dynamodb/shapes/common.h"

#include "aws/arn.h"
#include "aws/protocol/json_cursor.h"

namespace stator::services::dynamodb {
namespace {

using namespace aws::protocol;  // the vocabulary of shape tables

constexpr std::string_view kReturnValues[] = {"ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW"};
constexpr std::string_view kReturnConsumedCapacities[] = {"INDEXES", "TOTAL", "NONE"};
constexpr std::string_view kReturnMetrics[] = {"SIZE", "NONE"};
constexpr std::string_view kAllOldOrNone[] = {"ALL_OLD", "NONE"};
constexpr std::string_view kConditionalOperators[] = {"OR", "AND"};
constexpr std::string_view kComparisonOperators[] = {"IN",          "NULL", "BETWEEN",  "LT", "NOT_CONTAINS",
                                                     "EQ",          "GT",   "NOT_NULL", "NE", "LE",
                                                     "BEGINS_WITH", "GE",   "CONTAINS"};
constexpr std::string_view kAttributeActions[] = {"ADD", "PUT", "DELETE"};
constexpr std::string_view kSelects[] = {"SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES",
                                         "ALL_PROJECTED_ATTRIBUTES"};

bool is_name(std::string_view text) {
  for (const char c : text) {
    const bool allowed = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                         c == '_' || c == '.' || c == '-';
    if (!allowed) return false;
  }
  return !text.empty();
}
bool is_name_or_arn(std::string_view text) { return is_name(text) || aws::looks_like_arn(text); }

constexpr Pattern kNamePattern{"[a-zA-Z0-9_.-]+", is_name};
constexpr Pattern kNameOrArnPattern{"[a-zA-Z0-9_.-]+", is_name_or_arn};

constexpr std::int64_t kMaxTableNameLength = 255;
constexpr std::int64_t kMaxArnLength = 1024;

aws::Result<base::Ok> read_nothing(const JsonCursor&, void*) { return base::Ok{}; }
void write_nothing(const void*, std::string*) {}
constexpr Foreign kNothing{read_nothing, write_nothing, write_nothing};

}  // namespace

#define STATOR_SHAPE(name, maker) constinit const decltype(name) name = maker

STATOR_SHAPE(kReturnValue, enum_shape<ReturnValue>(kReturnValues));
STATOR_SHAPE(kReturnConsumedCapacity, enum_shape<ReturnConsumedCapacity>(kReturnConsumedCapacities));
STATOR_SHAPE(kReturnItemCollectionMetrics, enum_shape<ReturnItemCollectionMetrics>(kReturnMetrics));
STATOR_SHAPE(kReturnValuesOnConditionCheckFailure,
             enum_shape<ReturnValuesOnConditionCheckFailure>(kAllOldOrNone));
STATOR_SHAPE(kConditionalOperator, enum_shape<ConditionalOperator>(kConditionalOperators));
STATOR_SHAPE(kComparisonOperator, enum_shape<ComparisonOperator>(kComparisonOperators));
STATOR_SHAPE(kAttributeAction, enum_shape<AttributeAction>(kAttributeActions));
STATOR_SHAPE(kSelect, enum_shape<Select>(kSelects));

STATOR_SHAPE(kText, string_shape());
STATOR_SHAPE(kBool, boolean_shape());
STATOR_SHAPE(kCount, integer_shape());
STATOR_SHAPE(kLongCount, long_shape());
STATOR_SHAPE(kUnits, double_shape());
STATOR_SHAPE(kTime, timestamp_shape());
STATOR_SHAPE(kNewTableName, string_shape(3, kMaxTableNameLength, &kNamePattern));
STATOR_SHAPE(kTableName, string_shape(1, kMaxArnLength, &kNameOrArnPattern));
STATOR_SHAPE(kIndexName, string_shape(3, 255, &kNamePattern));
STATOR_SHAPE(kBackupName, string_shape(3, 255, &kNamePattern));
STATOR_SHAPE(kAttributeName, string_shape(kNoMinimum, 65535));
STATOR_SHAPE(kAttributeNameList, list_shape(kAttributeName, 1));
STATOR_SHAPE(kExpressionNames, map_shape(kText, kAttributeName));
STATOR_SHAPE(kExpressionValues, map_shape(kText, kAttributeValue));
STATOR_SHAPE(kAnything, foreign_shape<Anything>(kNothing));

namespace {

constexpr auto kValueList = list_shape(kAttributeValue);

constexpr Member kExpectedMembers[] = {
    member<&ExpectedAttributeValue::value>("Value", kAttributeValue),
    member<&ExpectedAttributeValue::exists>("Exists", kBool),
    member<&ExpectedAttributeValue::comparison_operator>("ComparisonOperator", kComparisonOperator),
    member<&ExpectedAttributeValue::attribute_value_list>("AttributeValueList", kValueList),
};
constexpr Structure kExpectedStructure{"ExpectedAttributeValue", kExpectedMembers};
constexpr auto kExpectedValue = structure_shape<ExpectedAttributeValue>(kExpectedStructure);

constexpr Member kConditionMembers[] = {
    member<&Condition::attribute_value_list>("AttributeValueList", kValueList),
    member<&Condition::comparison_operator>("ComparisonOperator", kComparisonOperator, kRequired),
};
constexpr Structure kConditionStructure{"Condition", kConditionMembers};
constexpr auto kCondition = structure_shape<Condition>(kConditionStructure);

constexpr Member kAttributeUpdateMembers[] = {
    member<&AttributeValueUpdate::value>("Value", kAttributeValue),
    member<&AttributeValueUpdate::action>("Action", kAttributeAction),
};
constexpr Structure kAttributeUpdateStructure{"AttributeValueUpdate", kAttributeUpdateMembers};
constexpr auto kAttributeUpdate = structure_shape<AttributeValueUpdate>(kAttributeUpdateStructure);

constexpr Member kCapacityMembers[] = {
    member<&Capacity::read_capacity_units>("ReadCapacityUnits", kUnits),
    member<&Capacity::write_capacity_units>("WriteCapacityUnits", kUnits),
    member<&Capacity::capacity_units>("CapacityUnits", kUnits),
};
constexpr Structure kCapacityStructure{"Capacity", kCapacityMembers};
constexpr auto kCapacity = structure_shape<Capacity>(kCapacityStructure);
constexpr auto kIndexCapacities = map_shape(kText, kCapacity);

constexpr Member kVectorCapacityMembers[] = {
    member<&VectorCapacity::vector_search_request_bytes>("VectorSearchRequestBytes", kUnits),
    member<&VectorCapacity::vector_write_request_bytes>("VectorWriteRequestBytes", kUnits),
};
constexpr Structure kVectorCapacityStructure{"VectorCapacity", kVectorCapacityMembers};
}  // namespace
STATOR_SHAPE(kVectorCapacity, structure_shape<VectorCapacity>(kVectorCapacityStructure));
namespace {
constexpr auto kVectorCapacities = map_shape(kText, kVectorCapacity);

constexpr Member kConsumedCapacityMembers[] = {
    member<&ConsumedCapacity::table_name>("TableName", kText),
    member<&ConsumedCapacity::capacity_units>("CapacityUnits", kUnits),
    member<&ConsumedCapacity::read_capacity_units>("ReadCapacityUnits", kUnits),
    member<&ConsumedCapacity::write_capacity_units>("WriteCapacityUnits", kUnits),
    member<&ConsumedCapacity::table>("Table", kCapacity),
    member<&ConsumedCapacity::local_secondary_indexes>("LocalSecondaryIndexes", kIndexCapacities),
    member<&ConsumedCapacity::global_secondary_indexes>("GlobalSecondaryIndexes", kIndexCapacities),
    member<&ConsumedCapacity::vector_indexes>("VectorIndexes", kVectorCapacities),
};
constexpr Structure kConsumedCapacityStructure{"ConsumedCapacity", kConsumedCapacityMembers};

constexpr auto kSizeRange = list_shape(kUnits);
constexpr Member kMetricsMembers[] = {
    member<&ItemCollectionMetrics::item_collection_key>("ItemCollectionKey", kAttributeMap),
    member<&ItemCollectionMetrics::size_estimate_range_gb>("SizeEstimateRangeGB", kSizeRange),
};
constexpr Structure kMetricsStructure{"ItemCollectionMetrics", kMetricsMembers};

}  // namespace

STATOR_SHAPE(kExpected, map_shape(kAttributeName, kExpectedValue));
STATOR_SHAPE(kConditions, map_shape(kAttributeName, kCondition));
STATOR_SHAPE(kAttributeUpdates, map_shape(kAttributeName, kAttributeUpdate));
STATOR_SHAPE(kConsumedCapacity, structure_shape<ConsumedCapacity>(kConsumedCapacityStructure));
STATOR_SHAPE(kConsumedCapacityList, list_shape(kConsumedCapacity));
STATOR_SHAPE(kItemCollectionMetrics, structure_shape<ItemCollectionMetrics>(kMetricsStructure));
namespace {
constexpr auto kMetricsList = list_shape(kItemCollectionMetrics);
}  // namespace
STATOR_SHAPE(kItemCollectionMetricsByTable, map_shape(kText, kMetricsList));

}  // namespace stator::services::dynamodb
