// The policies of a simulation: those of a request, and those of the account.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "authz/simulation.h"
#include "services/iam/common/lookups.h"

namespace stator::services::iam {

// A user, group or role by its ARN.
struct EntityArn {
  PrincipalKind kind = PrincipalKind::kUser;
  std::string account;
  std::string name;
};

// InvalidInput for an ARN of anything else.
aws::Result<EntityArn> entity_of(std::string_view arn);

// Whose policies are asked for: InvalidInput for one of another account, NoSuchEntity.
aws::Result<PrincipalRef> find_policy_source(const Iam& iam, std::string_view account,
                                             const std::string& arn);

// InvalidInput if one is malformed. They are called "<list>.1" and so on.
aws::Result<std::vector<authz::SimulatedPolicy>> given_policies(
    std::string_view list, const std::optional<std::vector<std::string>>& documents);

// Those of the principal, and of the groups of a user. Managed ones are called by their name, inline ones
// "user_ann_policy".
aws::Result<std::vector<authz::SimulatedPolicy>> policies_of(const Iam& iam,
                                                             const identity::Principal& principal);

// Nothing if he has none.
aws::Result<std::optional<authz::SimulatedPolicy>> boundary_of(const Iam& iam,
                                                               const identity::Principal& principal);

}  // namespace stator::services::iam
