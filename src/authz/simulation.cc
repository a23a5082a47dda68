#include "authz/simulation.h"

#include <utility>

namespace stator::authz {
namespace {

// The statements of all policies that say something of the request.
class Matches {
 public:
  explicit Matches(const Request& request) : request_(request) {}

  Verdict evaluate(PolicyKind kind, const SimulatedPolicy& policy) {
    Verdict verdict;
    for (std::size_t i = 0; i < policy.policy.statements.size(); ++i) {
      const Outcome outcome = outcome_of(policy.policy.statements[i], request_, policy.policy.has_variables);
      add(outcome, &verdict);
      if (outcome == Outcome::kDenies) denying_.push_back({kind, &policy, i});
      if (outcome == Outcome::kAllows || outcome == Outcome::kAllowsAccount)
        allowing_.push_back({kind, &policy, i});
    }
    return verdict;
  }

  std::vector<MatchedStatement> take_denying() { return std::move(denying_); }
  std::vector<MatchedStatement> take_allowing() { return std::move(allowing_); }

 private:
  const Request& request_;
  std::vector<MatchedStatement> denying_;
  std::vector<MatchedStatement> allowing_;
};

// A boundary gives no permission, and what it does not let through does not count. Of one account, an
// account's name in the resource's policy leaves it to the caller's policies.
bool gives_permission(const MatchedStatement& match, const Verdicts& verdicts) {
  const bool within_boundary = !verdicts.boundary || verdicts.boundary->allowed;
  if (match.kind == PolicyKind::kIdentity) return within_boundary;
  if (match.kind != PolicyKind::kResource) return false;
  return verdicts.foreign || (verdicts.resource.allowed && (!verdicts.bounds_resource || within_boundary));
}

}  // namespace

base::Result<SimulatedPolicy, PolicyError> simulated_policy(std::string id, const std::string& text,
                                                            DocumentKind kind) {
  SimulatedPolicy out;
  STATOR_ASSIGN(out.policy, parse_policy(text, kind));
  out.id = std::move(id);
  out.places = statement_places(text);
  out.bytes = text.size();
  return out;
}

Simulated simulate(const Simulation& simulation, std::string_view action, std::string_view resource,
                   std::string_view owner) {
  const Request request{action, resource, &simulation.caller, &simulation.facts};
  Matches matches(request);
  Simulated out;
  Verdicts& verdicts = out.verdicts;
  verdicts.foreign = simulation.resource && owner != simulation.caller.account;
  for (const SimulatedPolicy& policy : simulation.identity) {
    const Verdict verdict = matches.evaluate(PolicyKind::kIdentity, policy);
    verdicts.identity.denied = verdicts.identity.denied || verdict.denied;
    verdicts.identity.allowed = verdicts.identity.allowed || verdict.allowed;
  }
  if (simulation.boundary) verdicts.boundary = matches.evaluate(PolicyKind::kBoundary, *simulation.boundary);
  if (simulation.resource) verdicts.resource = matches.evaluate(PolicyKind::kResource, *simulation.resource);
  verdicts.bounds_resource = simulation.caller_is_role;
  out.decision = decide(verdicts);
  if (out.decision.explicit_deny) {
    out.matched = matches.take_denying();
  } else if (out.decision.allowed || verdicts.foreign) {
    out.matched = matches.take_allowing();
    std::erase_if(out.matched,
                  [&](const MatchedStatement& match) { return !gives_permission(match, verdicts); });
  }
  return out;
}

}  // namespace stator::authz
