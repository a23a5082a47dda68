// The one mapping from database errors to AWS errors, and helpers to raise AWS errors.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

#include "aws/error.h"
#include "db/model/error.h"

namespace stator::services::dynamodb {

// Internal errors are logged here and lose their text.
aws::Error to_aws_error(db::Error error);

// A ValidationException with a text of messages/ that has places for `args`.
template <typename... Args>
aws::Error invalid_request(fmt::format_string<Args...> format, Args&&... args) {
  return aws::validation_error(fmt::format(format, std::forward<Args>(args)...));
}

// Since mid-2026 PutItem, UpdateItem and DeleteItem say "1 validation error detected: " in front of what they
// refuse by looking at the request alone: expressions, placeholders, Expected, mixed legacy parameters, sets
// (rule 15). Other operations do not.
enum class Envelope { kNone, kValidation };

aws::Error request_error(Envelope envelope, std::string_view text);
// The same for an error of the expression library.
aws::Error request_error(Envelope envelope, const db::Error& error);
// For a bad attribute value: of these, only texts about sets are in the envelope.
aws::Error value_error(Envelope envelope, std::string_view text);

// STATOR_ASSIGN, STATOR_TRY and their coroutine forms for calls that return db::Result.
template <typename T>
aws::Result<T> from_db(db::Result<T> result) {
  if (!result.ok()) return to_aws_error(std::move(result).error());
  return std::move(result).value();
}

}  // namespace stator::services::dynamodb
