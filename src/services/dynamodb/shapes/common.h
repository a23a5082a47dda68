// Shapes that several operations share. Enumerators stand in the order in which AWS's error messages list
// them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/protocol/shape.h"
#include "services/dynamodb/shapes/attribute_value.h"

namespace stator::services::dynamodb {

using aws::protocol::Enum;
using aws::protocol::Map;
using aws::protocol::Member;
using aws::protocol::Structure;
using aws::protocol::Timestamp;
using aws::protocol::TypedShape;

enum class ReturnValue { kAllNew, kUpdatedOld, kAllOld, kNone, kUpdatedNew };
enum class ReturnConsumedCapacity { kIndexes, kTotal, kNone };
enum class ReturnItemCollectionMetrics { kSize, kNone };
enum class ReturnValuesOnConditionCheckFailure { kAllOld, kNone };
enum class ConditionalOperator { kOr, kAnd };
enum class ComparisonOperator {
  kIn,
  kNull,
  kBetween,
  kLt,
  kNotContains,
  kEq,
  kGt,
  kNotNull,
  kNe,
  kLe,
  kBeginsWith,
  kGe,
  kContains,
};
enum class AttributeAction { kAdd, kPut, kDelete };
enum class Select { kSpecificAttributes, kCount, kAllAttributes, kAllProjectedAttributes };

extern const TypedShape<Enum<ReturnValue>> kReturnValue;
extern const TypedShape<Enum<ReturnConsumedCapacity>> kReturnConsumedCapacity;
extern const TypedShape<Enum<ReturnItemCollectionMetrics>> kReturnItemCollectionMetrics;
extern const TypedShape<Enum<ReturnValuesOnConditionCheckFailure>> kReturnValuesOnConditionCheckFailure;
extern const TypedShape<Enum<ConditionalOperator>> kConditionalOperator;
extern const TypedShape<Enum<ComparisonOperator>> kComparisonOperator;
extern const TypedShape<Enum<AttributeAction>> kAttributeAction;
extern const TypedShape<Enum<Select>> kSelect;

extern const TypedShape<std::string> kText;  // no constraints
extern const TypedShape<bool> kBool;
extern const TypedShape<std::int64_t> kCount;      // 32 bits, no constraints
extern const TypedShape<std::int64_t> kLongCount;  // 64 bits, no constraints
extern const TypedShape<double> kUnits;
extern const TypedShape<Timestamp> kTime;
extern const TypedShape<std::string> kNewTableName;  // CreateTable: 3 to 255 characters
extern const TypedShape<std::string> kTableName;     // everything else: a name, or the table's ARN
extern const TypedShape<std::string> kIndexName;
extern const TypedShape<std::string> kBackupName;
extern const TypedShape<std::string> kAttributeName;  // up to 65,535 bytes
extern const TypedShape<std::vector<std::string>> kAttributeNameList;
extern const TypedShape<Map<std::string>> kExpressionNames;
extern const TypedShape<Map<AttributeValue>> kExpressionValues;

// A member that is only looked for: a feature that is refused when it is asked for.
struct Anything {};
extern const TypedShape<Anything> kAnything;

// ---- legacy conditions

struct ExpectedAttributeValue {
  std::optional<AttributeValue> value;
  std::optional<bool> exists;
  std::optional<Enum<ComparisonOperator>> comparison_operator;
  std::optional<std::vector<AttributeValue>> attribute_value_list;
};
struct Condition {
  std::optional<std::vector<AttributeValue>> attribute_value_list;
  std::optional<Enum<ComparisonOperator>> comparison_operator;
};
struct AttributeValueUpdate {
  std::optional<AttributeValue> value;
  std::optional<Enum<AttributeAction>> action;
};
extern const TypedShape<Map<ExpectedAttributeValue>> kExpected;
extern const TypedShape<Map<Condition>> kConditions;
extern const TypedShape<Map<AttributeValueUpdate>> kAttributeUpdates;

// ---- what writes and reads report

struct Capacity {
  std::optional<double> read_capacity_units;
  std::optional<double> write_capacity_units;
  double capacity_units = 0;
};
struct VectorCapacity {
  std::optional<double> vector_search_request_bytes;
  std::optional<double> vector_write_request_bytes;
};
struct ConsumedCapacity {
  std::string table_name;
  double capacity_units = 0;
  std::optional<double> read_capacity_units;
  std::optional<double> write_capacity_units;
  std::optional<Capacity> table;
  std::optional<Map<Capacity>> local_secondary_indexes;
  std::optional<Map<Capacity>> global_secondary_indexes;
  std::optional<Map<VectorCapacity>> vector_indexes;
};
struct ItemCollectionMetrics {
  AttributeMap item_collection_key;
  std::vector<double> size_estimate_range_gb;
};
extern const TypedShape<VectorCapacity> kVectorCapacity;
extern const TypedShape<ConsumedCapacity> kConsumedCapacity;
extern const TypedShape<std::vector<ConsumedCapacity>> kConsumedCapacityList;
extern const TypedShape<ItemCollectionMetrics> kItemCollectionMetrics;
extern const TypedShape<Map<std::vector<ItemCollectionMetrics>>> kItemCollectionMetricsByTable;

}  // namespace stator::services::dynamodb
