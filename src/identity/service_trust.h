// Whether a role may be assumed by a service of AWS.
#pragma once

#include <string_view>

#include "authz/evaluation.h"
#include "identity/records.h"

namespace stator::identity {

// By its trust policy: "Principal": {"Service": "lambda.amazonaws.com"}. Pure.
bool trusts_service(const Principal& role, std::string_view service, const authz::Facts& facts);

}  // namespace stator::identity
