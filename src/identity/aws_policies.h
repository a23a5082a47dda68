// Policies that AWS manages and that people attach by their ARN.
#pragma once

#include <vector>

#include "identity/records.h"

namespace stator::identity {

inline constexpr std::string_view kAwsAccount = "aws";  // of their ARNs

// Those that concern the services here, with AWS's documents; their account is kAwsAccount.
std::vector<ManagedPolicy> aws_policies();

}  // namespace stator::identity
