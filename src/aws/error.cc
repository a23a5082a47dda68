#include "aws/error.h"

#include <fmt/format.h>

#include "base/log.h"
#include "base/log_limit.h"
#include "messages/requests.h"

namespace stator::aws {

Error validation_error(std::string message) {
  return {"ValidationException", std::move(message), ErrorOrigin::kValidation};
}

Error serialization_error(std::string message) {
  return {"SerializationException", std::move(message), ErrorOrigin::kFramework, 400, true};
}

Error internal_error() {
  return {"InternalServerError", std::string(messages::kInternal), ErrorOrigin::kModel, 500};
}

void log_internal_error(std::string_view component, std::string_view why) {
  static base::LogLimit limit;
  if (limit.may_log()) base::log_error(component, "internal error: {}", why);
}

Error service_unavailable(std::string_view message) {
  return {"ServiceUnavailable", std::string(message), ErrorOrigin::kFramework, 503};
}

Error request_too_large(std::size_t size, std::size_t limit) {
  return {"RequestEntityTooLarge", fmt::format(messages::kRequestTooLarge, size, limit),
          ErrorOrigin::kFramework, 413};
}

std::string_view error_namespace(ErrorOrigin origin, std::string_view model_namespace) {
  switch (origin) {
    case ErrorOrigin::kModel:
      return model_namespace;
    case ErrorOrigin::kValidation:
      return "com.amazon.coral.validate#";
    case ErrorOrigin::kFramework:
      return "com.amazon.coral.service#";
    case ErrorOrigin::kAvailability:
      return "com.amazon.coral.availability#";
  }
  return model_namespace;
}

}  // namespace stator::aws
