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
  enum class Synced { kLikeCommits, kAlways };
  // Once at most. An error is to be returned as it is: where RocksDB stalls, all of the work is done again
  // later.
  std::function<Result<base::Ok>(rocksdb::WriteBatch&, Synced)> write_as;

  Result<base::Ok> write(rocksdb::WriteBatch& batch) const { return write_as(batch, Synced::kLikeCommits); }
};
using ControlWork = std::function<Result<base::Ok>(const ControlContext&)>;

}  // namespace stator::storage::rocks
