// Control operations: changes of the engine's own bookkeeping, in line with the commits.
#pragma once

#include <cstdint>
#include <functional>

#include "storage/engine.h"
#include "storage/rocksdb/batch_planner.h"
#include "storage/rocksdb/database.h"

namespace stator::storage::rocks {

// What a control operation works with. It runs between batches: nothing else writes meanwhile.
struct ControlContext {
  BatchPlanner& planner;
  const Database::Use& use;
  CommitVersion version;  // its own place in the order of commits
  std::int64_t now_micros;
  // As durable as a commit. An error is to be returned as it is.
  std::function<Result<base::Ok>(rocksdb::WriteBatch&)> write;
};
using ControlWork = std::function<Result<base::Ok>(const ControlContext&)>;

}  // namespace stator::storage::rocks
