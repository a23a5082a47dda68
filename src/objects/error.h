// What can go wrong with buckets and objects. The API has the texts.
#pragma once

#include <string>

#include "base/result.h"

namespace stator::objects {

enum class ErrorKind {
  kNoSuchBucket,
  kBucketExists,
  kBucketNotEmpty,
  kNoSuchKey,
  kNoSuchUpload,
  kInvalidPart,       // of a multipart upload: not there, or of another ETag; `detail` is its number
  kInvalidPartOrder,  // numbers do not ascend
  kPartTooSmall,      // `detail` is its number
  kPreconditionFailed,
  kConflict,        // another change is under way: try again
  kBusy,            // the storage takes no more now: try again
  kUnknownOutcome,  // a change may have happened or not
  kInternal,        // what was to be changed is as it was
};

struct Error {
  ErrorKind kind;
  std::string message;       // for the log; one line
  std::uint64_t detail = 0;  // see the kinds
  std::string text;          // of kInvalidPart: the ETag that was asked for
};

template <typename T>
using Result = base::Result<T, Error>;

}  // namespace stator::objects
