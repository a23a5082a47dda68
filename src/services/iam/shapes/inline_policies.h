// Policies inside of a role, user or group.
#pragma once

#include "services/iam/shapes/principals.h"

namespace stator::services::iam {

struct PutPolicyRequest {
  std::optional<std::string> name;
  std::optional<std::string> policy_name;
  std::optional<std::string> policy_document;
};
struct InlinePolicyRequest {
  std::optional<std::string> name;
  std::optional<std::string> policy_name;
};
struct GetPolicyOfPrincipalResponse {
  std::optional<std::string> name;
  std::optional<std::string> policy_name;
  std::optional<std::string> policy_document;
};
struct ListPoliciesOfPrincipalResponse {
  std::optional<std::vector<std::string>> policy_names;
  std::optional<bool> is_truncated;
  std::optional<std::string> marker;
};

extern const Structure kPutRolePolicyInput;
extern const Structure kGetRolePolicyInput;
extern const Structure kGetRolePolicyOutput;
extern const Structure kListRolePoliciesInput;
extern const Structure kListRolePoliciesOutput;
extern const Structure kDeleteRolePolicyInput;
extern const Structure kPutUserPolicyInput;
extern const Structure kGetUserPolicyInput;
extern const Structure kGetUserPolicyOutput;
extern const Structure kListUserPoliciesInput;
extern const Structure kListUserPoliciesOutput;
extern const Structure kDeleteUserPolicyInput;
extern const Structure kPutGroupPolicyInput;
extern const Structure kGetGroupPolicyInput;
extern const Structure kGetGroupPolicyOutput;
extern const Structure kListGroupPoliciesInput;
extern const Structure kListGroupPoliciesOutput;
extern const Structure kDeleteGroupPolicyInput;

}  // namespace stator::services::iam
