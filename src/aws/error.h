// An AWS error on its way to a client, before a protocol renders it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace stator::aws {

// Who raises the error on AWS: it decides the prefix of `__type` in the JSON protocols.
enum class ErrorOrigin : std::uint8_t {
  kModel,         // declared in the service's model: com.amazonaws.dynamodb.v20120810#
  kValidation,    // com.amazon.coral.validate#
  kFramework,     // serialisation, unknown operation, authentication: com.amazon.coral.service#
  kAvailability,  // control plane throttling: com.amazon.coral.availability#
};

struct Error {
  std::string code;     // "ValidationException"
  std::string message;  // empty: the body has no message member
  ErrorOrigin origin = ErrorOrigin::kModel;
  int status = 400;
  bool capital_message = false;  // the member is "Message", not "message"
  // Further members of the body in JSON, without braces: "\"Item\":{...}".
  std::string members;
};

template <typename T>
using Result = base::Result<T, Error>;

Error validation_error(std::string message);
// An empty message is what a body that is no JSON at all gets.
Error serialization_error(std::string message);
Error internal_error();
// Says in the log why a request got an internal error: clients may repeat it, so twenty lines a minute.
void log_internal_error(std::string_view component, std::string_view why);
// Status 503: clients retry.
Error service_unavailable(std::string_view message);

// Status 413.
Error request_too_large(std::size_t size, std::size_t limit);

// "com.amazon.coral.validate#", or `model_namespace` for errors of the service's own model.
std::string_view error_namespace(ErrorOrigin origin, std::string_view model_namespace);

}  // namespace stator::aws
