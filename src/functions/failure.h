// What can go wrong with functions and triggers, as a value. The API's names for the kinds are chosen in
// services/lambda; the texts are AWS's.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "records/records.h"

namespace stator::functions {

enum class FailureKind : std::uint8_t {
  kNotFound,
  kExists,    // ResourceConflictException
  kInvalid,   // InvalidParameterValueException
  kTooMany,   // TooManyRequestsException
  kTooLarge,  // RequestTooLargeException
  kDenied,    // AccessDeniedException
  kPolicyTooLong,
  kChanged,   // PreconditionFailedException: not the revision that was named
  kBusy,      // retryable
  kInternal,  // message is for the log
};

struct Failure {
  FailureKind kind = FailureKind::kInternal;
  std::string message = {};
};

template <typename T>
using Result = base::Result<T, Failure>;

inline Failure to_failure(const storage::Error& error) { return records::to_failure<Failure>(error); }

}  // namespace stator::functions
