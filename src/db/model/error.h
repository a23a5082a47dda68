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
  kSerialization,
  kResourceNotFound,
  kResourceInUse,
  kLimitExceeded,
  kConditionalCheckFailed,
  kTransactionConflict,
  kTransactionInProgress,
  kIdempotentParameterMismatch,
  kItemCollectionSizeLimitExceeded,
  kThrottled,  // engine busy: retryable
  kThroughputExceeded,
  kInternal,  // engine errors and bugs: logged, answered with InternalServerError
};

struct Error {
  ErrorKind kind = ErrorKind::kInternal;
  std::string message;
  // kConditionalCheckFailed with ReturnValuesOnConditionCheckFailure=ALL_OLD: the stored item's bytes, else
  // empty.
  std::string item;
};

template <typename T>
using Result = base::Result<T, Error>;

inline Error validation_error(std::string message) {
  return {ErrorKind::kValidation, std::move(message), {}};
}

}  // namespace stator::db
