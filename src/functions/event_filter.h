// Filter criteria of triggers: patterns in JSON that a record must match, in the language of EventBridge.
// Pure.
//
//   {"eventName": ["INSERT"], "dynamodb": {"NewImage": {"Total": {"N": [{"numeric": [">", 10]}]}}}}
//
// Known: equality, null, prefix, suffix, equals-ignore-case, anything-but, numeric, exists, $or.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_parser.h"

namespace stator::functions {

// Is it a pattern at all: a JSON object whose leaves are lists?
bool is_event_pattern(const std::string& pattern);

// Not thread-safe: it keeps the patterns parsed.
class EventFilter {
 public:
  // Precondition: is_event_pattern() for each. None: everything matches.
  explicit EventFilter(const std::vector<std::string>& patterns);
  // One of the patterns matches. `event` is a JSON object.
  bool matches(const std::string& event);

 private:
  std::vector<std::unique_ptr<base::JsonParser>> parsers_;  // own what the values below view
  std::vector<base::JsonValue> patterns_;
  base::JsonParser event_parser_;
};

}  // namespace stator::functions
