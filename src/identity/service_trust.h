// What policies allow services of AWS: "Principal": {"Service": "lambda.amazonaws.com"}. Pure.
#pragma once

#include <string_view>

#include "authz/evaluation.h"
#include "identity/records.h"

namespace stator::identity {

// By the policy of a resource.
bool allows_service(authz::Policy policy, std::string_view service, std::string_view action,
                    std::string_view resource, const authz::Facts& facts);

// Whether it may assume the role, by the role's trust policy.
bool trusts_service(const Principal& role, std::string_view service, const authz::Facts& facts);

}  // namespace stator::identity
