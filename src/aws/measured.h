// What is counted of a request, said by whoever knows it. All of it costs a comparison where nobody counts.
#pragma once

#include <string_view>

#include "aws/request_context.h"
#include "metrics/request_record.h"

namespace stator::aws {

// `action` is "dynamodb:GetItem", `operation` "GetItem"; both of static storage.
inline void measure_operation(const RequestContext& context, std::string_view action,
                              std::string_view operation) {
  if (context.record == nullptr) return;
  context.record->service = action.substr(0, action.find(':'));
  context.record->operation = operation;
}

inline void measure_error(const RequestContext& context, std::string_view code) {
  if (context.record != nullptr) context.record->error_code = code;
}

inline void measure_caller(const RequestContext& context) {
  if (context.record != nullptr) context.record->access_key_id = context.access_key_id;
}

inline void measure_table(const RequestContext& context, std::uint32_t id, std::string_view name) {
  if (context.record != nullptr) context.record->touch(id, name);
}

inline void measure_read_units(const RequestContext& context, std::string_view table, double units) {
  if (context.record != nullptr) context.record->consume(table, units, 0);
}

inline void measure_write_units(const RequestContext& context, std::string_view table, double units) {
  if (context.record != nullptr) context.record->consume(table, 0, units);
}

inline void measure_index_units(const RequestContext& context, std::string_view table, std::string_view index,
                                double read_units, double write_units) {
  if (context.record != nullptr) context.record->consume_in_index(table, index, read_units, write_units);
}

inline void measure_items(const RequestContext& context, std::uint64_t items) {
  if (context.record != nullptr) context.record->items += items;
}

// Also of a page without any.
inline void measure_returned_items(const RequestContext& context, std::uint64_t items) {
  if (context.record != nullptr) context.record->returned_items = static_cast<std::int64_t>(items);
}

// Of parts of a request that did not make the whole of it fail under this code.
inline void measure_failed_condition(const RequestContext& context) {
  if (context.record != nullptr) ++context.record->failed_conditions;
}
inline void measure_conflict(const RequestContext& context) {
  if (context.record != nullptr) ++context.record->conflicts;
}
inline void measure_throttle(const RequestContext& context) {
  if (context.record != nullptr) ++context.record->throttles;
}

}  // namespace stator::aws
