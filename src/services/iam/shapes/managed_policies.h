// Managed policies and their versions.
#pragma once

#include "services/iam/shapes/principals.h"

namespace stator::services::iam {

struct CreatePolicyRequest {
  std::optional<std::string> policy_name;
  std::optional<std::string> path;
  std::optional<std::string> policy_document;
  std::optional<std::string> description;
  std::optional<std::vector<Tag>> tags;
};
struct PolicyResponse {
  std::optional<Policy> policy;
};
struct PolicyArnRequest {
  std::optional<std::string> policy_arn;
};
struct ListPoliciesRequest {
  std::optional<Enum<PolicyScope>> scope;
  std::optional<bool> only_attached;
  std::optional<std::string> path_prefix;
  std::optional<Enum<PolicyUsage>> policy_usage_filter;
  std::optional<std::string> marker;
  std::optional<std::int64_t> max_items;
};
struct ListPoliciesResponse {
  std::optional<std::vector<Policy>> policies;
  std::optional<bool> is_truncated;
  std::optional<std::string> marker;
};
struct CreatePolicyVersionRequest {
  std::optional<std::string> policy_arn;
  std::optional<std::string> policy_document;
  std::optional<bool> set_as_default;
};
struct PolicyVersionResponse {
  std::optional<PolicyVersion> policy_version;
};
struct PolicyVersionRequest {
  std::optional<std::string> policy_arn;
  std::optional<std::string> version_id;
};
struct ListPolicyVersionsRequest {
  std::optional<std::string> policy_arn;
  std::optional<std::string> marker;
  std::optional<std::int64_t> max_items;
};
struct ListPolicyVersionsResponse {
  std::optional<std::vector<PolicyVersion>> versions;
  std::optional<bool> is_truncated;
  std::optional<std::string> marker;
};
struct ListEntitiesForPolicyRequest {
  std::optional<std::string> policy_arn;
  std::optional<Enum<EntityType>> entity_filter;
  std::optional<std::string> path_prefix;
  std::optional<Enum<PolicyUsage>> policy_usage_filter;
  std::optional<std::string> marker;
  std::optional<std::int64_t> max_items;
};
struct ListEntitiesForPolicyResponse {
  std::optional<std::vector<PolicyGroup>> policy_groups;
  std::optional<std::vector<PolicyUser>> policy_users;
  std::optional<std::vector<PolicyRole>> policy_roles;
  std::optional<bool> is_truncated;
  std::optional<std::string> marker;
};

extern const Structure kCreatePolicyInput;
extern const Structure kCreatePolicyOutput;
extern const Structure kGetPolicyInput;
extern const Structure kGetPolicyOutput;
extern const Structure kListPoliciesInput;
extern const Structure kListPoliciesOutput;
extern const Structure kDeletePolicyInput;
extern const Structure kCreatePolicyVersionInput;
extern const Structure kCreatePolicyVersionOutput;
extern const Structure kGetPolicyVersionInput;
extern const Structure kGetPolicyVersionOutput;
extern const Structure kListPolicyVersionsInput;
extern const Structure kListPolicyVersionsOutput;
extern const Structure kDeletePolicyVersionInput;
extern const Structure kSetDefaultPolicyVersionInput;
extern const Structure kListEntitiesForPolicyInput;
extern const Structure kListEntitiesForPolicyOutput;

}  // namespace stator::services::iam
