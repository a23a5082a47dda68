// SearchVectors. The shapes of vector indexes are in table.h.
#pragma once

#include "services/dynamodb/shapes/common.h"

namespace stator::services::dynamodb {

struct SearchVectorsRequest {
  std::optional<std::string> table_name;
  std::optional<std::string> index_name;
  std::optional<std::vector<AttributeValue>> search_vector;
  std::optional<std::int64_t> top_k;
  std::optional<std::string> search_condition_expression;
  std::optional<std::string> projection_expression;
  std::optional<Map<std::string>> expression_attribute_names;
  std::optional<Map<AttributeValue>> expression_attribute_values;
  std::optional<Enum<ReturnConsumedCapacity>> return_consumed_capacity;
};

struct SearchResultItem {
  AttributeMap item;
  double score = 0;
};
struct SearchVectorsResponse {
  std::vector<SearchResultItem> search_results;
  std::optional<VectorCapacity> consumed_capacity;
};

extern const Structure kSearchVectorsInput;
extern const Structure kSearchVectorsOutput;

}  // namespace stator::services::dynamodb
