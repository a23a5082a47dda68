// Whether a caller may do what he asks for.
#pragma once

#include <string>
#include <string_view>

#include "authz/evaluation.h"
#include "aws/error.h"
#include "aws/request_context.h"

namespace stator::aws {

// One action on one resource.
struct Access {
  std::string action;                // "dynamodb:PutItem"
  std::string resource;              // an ARN, or "*" for actions that have none
  authz::Facts facts;                // condition keys of the service; those of every request are added
  std::string resource_policy = {};  // document attached to the resource; empty: none
};

// Thread-safe.
class Authorizer {
 public:
  virtual ~Authorizer() = default;
  // AccessDeniedException that names the caller, the action and the resource.
  virtual Result<base::Ok> authorize(const RequestContext& context, const Access& access) const = 0;
};

// Allowed without an authorizer. For services whose operations are no protocol::Operation.
inline Result<base::Ok> authorize(const RequestContext& context, const Access& access) {
  if (context.authorizer == nullptr) return base::Ok{};
  return context.authorizer->authorize(context, access);
}

}  // namespace stator::aws
