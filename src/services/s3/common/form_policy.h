// What the policy in a form allows the form to be. Pure.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/s3/common/request.h"

namespace stator::services::s3 {

// Of the file, if the policy (JSON in base64) allows these inputs: the fields, names in lower case, with the
// bucket and the key that the object is to have. InvalidPolicyDocument; AccessDenied for a policy whose time
// is over, for the first condition that does not hold, and for inputs of which no condition tells.
Result<SizeLimits> check_form_policy(std::string_view policy,
                                     const std::vector<std::pair<std::string, std::string>>& inputs,
                                     std::int64_t now_millis);

}  // namespace stator::services::s3
