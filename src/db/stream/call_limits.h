// How often readers may call, as AWS limits it: by shard, and by account. Counts for --capacity enforced
// only.
//
// Thread-safe.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

#include "base/clock.h"
#include "db/capacity/token_bucket.h"

namespace stator::db::stream {

// Two readers a shard, of five calls a second each: the first is documented ("no more than two processes"),
// the second is what the Kinesis adapter and Lambda keep to.
inline constexpr double kGetRecordsPerSecond = 10;
// Documented at DescribeStream; taken as of an account and region.
inline constexpr double kDescribeStreamPerSecond = 10;

class CallLimits {
 public:
  explicit CallLimits(const base::Clock& clock) : clock_(clock) {}

  // Whether one more call is within `per_second` of `key`. Calls of one second may come at once.
  bool admits(const std::string& key, double per_second);

 private:
  void forget_idle(std::int64_t now_nanos);

  struct Entry {
    capacity::TokenBucket bucket;
    std::int64_t used_nanos = 0;
  };

  const base::Clock& clock_;
  std::mutex mutex_;
  std::unordered_map<std::string, Entry> entries_;
};

}  // namespace stator::db::stream
