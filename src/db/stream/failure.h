// What can go wrong with a stream, as a value. The API's error names and texts are chosen by its readers.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "db/model/error.h"
#include "storage/engine.h"

namespace stator::db::stream {

enum class FailureKind : std::uint8_t {
  kNoStream,
  kNoShard,
  kTrimmed,      // records from here on existed, and are gone
  kBadSequence,  // not a sequence number of this shard
  kThrottled,    // called too often
  kBusy,         // retryable
  kInternal,     // engine errors and bugs: message says which
};

struct Failure {
  FailureKind kind = FailureKind::kInternal;
  std::string message = {};  // kInternal: for the log
};

template <typename T>
using Result = base::Result<T, Failure>;

Failure to_failure(const storage::Error& error);
Failure to_failure(const Error& error);

}  // namespace stator::db::stream
