// Where the server's own metrics come from.
#pragma once

#include <string_view>

#include "base/task.h"

namespace stator::monitoring {

// Metrics of these namespaces are the server's own: nobody else may report them (boto/boto3#1847, 2019-01).
inline bool is_own(std::string_view name_space) { return name_space.starts_with("AWS/"); }

// Thread-safe.
class MetricFeed {
 public:
  virtual ~MetricFeed() = default;
  // Puts what was counted up to now into the store, where it can be read afterwards. What cannot be kept now
  // is tried again with the next call.
  virtual base::Task<> flush() = 0;
};

}  // namespace stator::monitoring
