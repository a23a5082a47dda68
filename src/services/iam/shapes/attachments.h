// Managed policies that are attached to a role, user or group, or bound it.
#pragma once

#include "services/iam/shapes/principals.h"

namespace stator::services::iam {

struct AttachmentRequest {
  std::optional<std::string> name;
  std::optional<std::string> policy_arn;
};
struct ListAttachedRequest {
  std::optional<std::string> name;
  std::optional<std::string> path_prefix;
  std::optional<std::string> marker;
  std::optional<std::int64_t> max_items;
};
struct ListAttachedResponse {
  std::optional<std::vector<AttachedPolicy>> attached_policies;
  std::optional<bool> is_truncated;
  std::optional<std::string> marker;
};
struct PutBoundaryRequest {
  std::optional<std::string> name;
  std::optional<std::string> permissions_boundary;
};

extern const Structure kAttachRolePolicyInput;
extern const Structure kDetachRolePolicyInput;
extern const Structure kListAttachedRolePoliciesInput;
extern const Structure kListAttachedRolePoliciesOutput;
extern const Structure kPutRolePermissionsBoundaryInput;
extern const Structure kDeleteRolePermissionsBoundaryInput;
extern const Structure kAttachUserPolicyInput;
extern const Structure kDetachUserPolicyInput;
extern const Structure kListAttachedUserPoliciesInput;
extern const Structure kListAttachedUserPoliciesOutput;
extern const Structure kPutUserPermissionsBoundaryInput;
extern const Structure kDeleteUserPermissionsBoundaryInput;
extern const Structure kAttachGroupPolicyInput;
extern const Structure kDetachGroupPolicyInput;
extern const Structure kListAttachedGroupPoliciesInput;
extern const Structure kListAttachedGroupPoliciesOutput;

}  // namespace stator::services::iam
