// PutResourcePolicy, GetResourcePolicy and DeleteResourcePolicy.
#pragma once

#include "services/dynamodb/shapes/tag.h"

namespace stator::services::dynamodb {

struct PutResourcePolicyRequest {
  std::optional<std::string> resource_arn;
  std::optional<std::string> policy;
  std::optional<std::string> expected_revision_id;
  std::optional<bool> confirm_remove_self_resource_access;
};
struct GetResourcePolicyRequest {
  std::optional<std::string> resource_arn;
};
struct DeleteResourcePolicyRequest {
  std::optional<std::string> resource_arn;
  std::optional<std::string> expected_revision_id;
};

struct GetResourcePolicyResponse {
  std::string policy;
  std::string revision_id;
};
// PutResourcePolicy and DeleteResourcePolicy.
struct PolicyRevisionResponse {
  std::optional<std::string> revision_id;
};

extern const Structure kPutResourcePolicyInput;
extern const Structure kGetResourcePolicyInput;
extern const Structure kDeleteResourcePolicyInput;
extern const Structure kGetResourcePolicyOutput;
extern const Structure kPolicyRevisionOutput;

}  // namespace stator::services::dynamodb
