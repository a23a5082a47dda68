// Requests to the policy simulator, checked and made ready to be evaluated.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "authz/simulation.h"
#include "services/iam/common/lookups.h"
#include "services/iam/shapes/simulation.h"

namespace stator::services::iam {

struct SimulationInput {
  authz::Simulation simulation;
  std::vector<std::string> actions;
  std::vector<std::string> resources;
  bool any_resource = false;         // the only resource is "*": the results are of the action alone
  std::string owner;                 // account of resources whose ARN has none
  std::vector<std::string> missing;  // condition keys of the policies that the request does not give
  std::size_t policy_bytes = 0;      // of all policies together
  std::size_t context_bytes = 0;     // of all context entries

  std::string_view owner_of(std::string_view resource) const;
};

// InvalidInput, NoSuchEntity. Policies of the principal are looked up in `account`, the caller's.
aws::Result<SimulationInput> read_simulation(const Iam& iam, std::string_view account,
                                             SimulationRequest& request);

}  // namespace stator::services::iam
