// Filter criteria of triggers: patterns in JSON that a record must match, in the language of EventBridge.
// Pure.
//
//   {"eventName": ["INSERT"], "dynamodb": {"NewImage": {"Total": {"N": [{"numeric": [">", 10]}]}}}}
//
// Known: equality, null, prefix, suffix, equals-ignore-case, anything-but, numeric, exists, $or.
#pragma once

#include <string>
#include <vector>

#include "base/json_parser.h"
#include "base/task.h"

namespace stator::functions {

// Is it a pattern at all: a JSON object whose leaves are lists?
bool is_event_pattern(const std::string& pattern);

// Not thread-safe: one question at a time.
class EventFilter {
 public:
  // Precondition: is_event_pattern() for each. None: everything matches.
  explicit EventFilter(const std::vector<std::string>& patterns);
  ~EventFilter();

  // One of the patterns matches. `event` is a JSON object, and stays until the answer is there. Where that
  // takes long, others run in between.
  base::Task<bool> matches(const std::string& event);

 private:
  struct Pattern;
  class Look;

  bool is_open_;
  std::vector<Pattern> patterns_;
  base::JsonParser event_parser_;
};

}  // namespace stator::functions
