// Tags of roles, users and policies.
#pragma once

#include "services/iam/shapes/managed_policies.h"

namespace stator::services::iam {

struct TagPrincipalRequest {
  std::optional<std::string> name;
  std::optional<std::vector<Tag>> tags;
};
struct UntagPrincipalRequest {
  std::optional<std::string> name;
  std::optional<std::vector<std::string>> tag_keys;
};
struct ListTagsResponse {
  std::optional<std::vector<Tag>> tags;
  std::optional<bool> is_truncated;
  std::optional<std::string> marker;
};
struct TagPolicyRequest {
  std::optional<std::string> policy_arn;
  std::optional<std::vector<Tag>> tags;
};
struct UntagPolicyRequest {
  std::optional<std::string> policy_arn;
  std::optional<std::vector<std::string>> tag_keys;
};

extern const Structure kTagRoleInput;
extern const Structure kUntagRoleInput;
extern const Structure kListRoleTagsInput;
extern const Structure kListRoleTagsOutput;
extern const Structure kTagUserInput;
extern const Structure kUntagUserInput;
extern const Structure kListUserTagsInput;
extern const Structure kListUserTagsOutput;
extern const Structure kTagPolicyInput;
extern const Structure kUntagPolicyInput;
extern const Structure kListPolicyTagsInput;
extern const Structure kListPolicyTagsOutput;

}  // namespace stator::services::iam
