// What policies would decide, and why: the evaluation of authz/evaluation.h and authz/decision.h with the
// statements that made it. For people who ask, not for requests.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "authz/decision.h"
#include "authz/policy.h"
#include "authz/statement_places.h"
#include "base/result.h"

namespace stator::authz {

struct SimulatedPolicy {
  std::string id;  // what the answer calls it
  Policy policy;
  std::vector<Place> places;  // of its statements
  std::size_t bytes = 0;      // of its text
};

base::Result<SimulatedPolicy, PolicyError> simulated_policy(std::string id, const std::string& text,
                                                            DocumentKind kind);

struct Simulation {
  std::vector<SimulatedPolicy> identity;
  std::optional<SimulatedPolicy> boundary;
  std::optional<SimulatedPolicy> resource;  // the policy of every resource
  Caller caller;
  bool caller_is_role = false;
  Facts facts;
};

// One of a simulation's statements. Valid as long as the simulation is.
struct MatchedStatement {
  PolicyKind kind = PolicyKind::kIdentity;
  const SimulatedPolicy* policy = nullptr;
  std::size_t statement = 0;
};

struct Simulated {
  Verdicts verdicts;
  Decision decision;
  // That decide it: what denies, or else what allows. Of a request over the border of an account, what
  // allows is told even if it is not enough.
  std::vector<MatchedStatement> matched;
};

// One request. `owner` is the account of the resource; it matters only if the resource has a policy, without
// one the question is what the caller's own policies say. Pure. In time proportional to the product of the
// lengths of policies and request at most.
Simulated simulate(const Simulation& simulation, std::string_view action, std::string_view resource,
                   std::string_view owner);

}  // namespace stator::authz
