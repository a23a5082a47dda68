// Query and Scan.
#pragma once

#include "db/table/database.h"
#include "services/dynamodb/shapes/common.h"

namespace stator::services::dynamodb {

// What Query and Scan have in common.
struct PageParameters {
  std::optional<std::string> table_name;
  std::optional<std::string> index_name;
  std::optional<Enum<Select>> select;
  std::optional<std::vector<std::string>> attributes_to_get;
  std::optional<std::int64_t> limit;
  std::optional<bool> consistent_read;
  std::optional<Map<Condition>> legacy_filter;  // QueryFilter, ScanFilter
  std::optional<Enum<ConditionalOperator>> conditional_operator;
  std::optional<AttributeMap> exclusive_start_key;
  std::optional<Enum<ReturnConsumedCapacity>> return_consumed_capacity;
  std::optional<std::string> projection_expression;
  std::optional<std::string> filter_expression;
  std::optional<Map<std::string>> expression_attribute_names;
  std::optional<Map<AttributeValue>> expression_attribute_values;
};

struct QueryRequest : PageParameters {
  std::optional<Map<Condition>> key_conditions;
  std::optional<bool> scan_index_forward;
  std::optional<std::string> key_condition_expression;
};
struct ScanRequest : PageParameters {
  std::optional<std::int64_t> total_segments;
  std::optional<std::int64_t> segment;
};

struct PageResponse {
  std::optional<ItemViews> items;  // not for Select=COUNT
  std::int64_t count = 0;
  std::int64_t scanned_count = 0;
  std::optional<AttributeMap> last_evaluated_key;
  std::optional<ConsumedCapacity> consumed_capacity;

  db::table::ReadPage page;  // owns the bytes of `items`; no member of the shape
};

extern const Structure kQueryInput;
extern const Structure kScanInput;
extern const Structure kPageOutput;

}  // namespace stator::services::dynamodb
