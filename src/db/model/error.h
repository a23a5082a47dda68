// What can go wrong in the database, as a value. The AWS error name and HTTP status are chosen at the edge
// (services/), from `kind`; `message` is AWS's own text from messages.h.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"

namespace stator::db {

enum class ErrorKind : std::uint8_t {
  kValidation,
  kKeyMismatch,  // a key attribute that is missing, too long, or of another type than the schema says;
                 // cancels a transaction
  kEmptyKey,     // an update would leave a key attribute of an index empty; fails a transaction as a whole
  kSerialization,
  kResourceNotFound,
  kResourceInUse,
  kLimitExceeded,
  kConditionalCheckFailed,
  kTransactionConflict,
  kTransactionInProgress,
  kIdempotentParameterMismatch,
  kItemCollectionSizeLimitExceeded,
  kThrottled,             // engine busy: retryable
  kThroughputExceeded,    // more than the provisioned capacity
  kOnDemandThrottled,     // more than an on-demand table or index takes now
  kRequestLimitExceeded,  // more than the account's quota of an on-demand table
  kInternal,              // engine errors and bugs: logged, answered with InternalServerError
};

// Why a request was throttled: "TableWriteProvisionedThroughputExceeded", and the ARN of the table or index.
struct ThrottlingReason {
  std::string reason;
  std::string resource;
};

struct Error {
  ErrorKind kind = ErrorKind::kInternal;
  std::string message;
  // kConditionalCheckFailed with ReturnValuesOnConditionCheckFailure=ALL_OLD: the stored item's bytes, else
  // empty.
  std::string item;
  // kThroughputExceeded, kOnDemandThrottled, kRequestLimitExceeded.
  std::vector<ThrottlingReason> throttling_reasons = {};
};

template <typename T>
using Result = base::Result<T, Error>;

// The request exceeded a limit of its rate, and may succeed later.
inline bool is_throttling(ErrorKind kind) {
  return kind == ErrorKind::kThrottled || kind == ErrorKind::kThroughputExceeded ||
         kind == ErrorKind::kOnDemandThrottled || kind == ErrorKind::kRequestLimitExceeded;
}

inline Error validation_error(std::string message) {
  return {ErrorKind::kValidation, std::move(message), {}};
}

inline Error key_mismatch(std::string message) { return {ErrorKind::kKeyMismatch, std::move(message), {}}; }

}  // namespace stator::db
