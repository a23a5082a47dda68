// Event source mappings: which function gets the records of which stream, and how.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "aws/protocol/shape.h"
#include "functions/function.h"

namespace stator::functions {

inline constexpr std::int64_t kDefaultBatchSize = 100;
inline constexpr std::int64_t kForEver = -1;
inline constexpr std::size_t kMaxFilters = 5;
inline constexpr std::size_t kMaxFilterBytes = 4096;

struct Trigger {
  std::string id;  // a UUID
  Scope scope;
  std::string function_name;
  std::string qualifier;  // a version or alias; empty: $LATEST
  std::string table_name;
  std::string stream_label;
  std::string stream_arn;
  std::string starting_position;  // "TRIM_HORIZON" or "LATEST"
  bool enabled = true;
  bool deleted = false;  // it and its positions go once nothing is in flight
  std::int64_t batch_size = kDefaultBatchSize;
  std::int64_t window_seconds = 0;    // that a batch may wait to be full
  std::int64_t tumbling_seconds = 0;  // of a window with a state; 0: none
  std::int64_t parallelization = 1;
  bool bisect = false;
  std::int64_t max_retries = kForEver;
  std::int64_t max_age_seconds = kForEver;
  bool reports_failures = false;
  std::vector<std::string> filters;
  std::string on_failure;  // the ARN of a destination
  std::int64_t modified_millis = 0;

  std::string function_arn() const;
  std::string arn() const;
};

// How far a trigger has read a shard: everything below `sequence` was delivered, or given up.
struct TriggerPosition {
  std::int64_t sequence = 0;
  bool done = false;              // the shard is closed, and all of it was read
  std::int64_t window_start = 0;  // seconds, of the tumbling window that is open; 0: none is
  std::string state;              // what the function answered in it
};

extern const aws::protocol::Structure kTriggerRecord;
extern const aws::protocol::Structure kTriggerPositionRecord;

std::string trigger_key(const Scope& scope, const std::string& id);
storage::KeyRange triggers_range(const Scope& scope);
storage::KeyRange all_triggers_range();
std::string position_key(const std::string& id, std::uint64_t shard);
storage::KeyRange positions_range(const std::string& id);

}  // namespace stator::functions
