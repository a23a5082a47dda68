// Any text as a policy document of each kind: it is refused with a message, or decides about a request, and
// always in the same way. An action and a resource may follow, each after a NUL.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "authz/context_keys.h"
#include "authz/evaluation.h"
#include "authz/policy.h"
#include "authz/simulation.h"
#include "base/check.h"
#include "fuzz_input.h"

using namespace stator::authz;

namespace {

// The simulator says the same, and knows where each statement stands.
void check_simulation(const std::string& document, DocumentKind kind, const Request& request,
                      const Verdict& verdict) {
  const auto policy = simulated_policy("p", document, kind);
  STATOR_CHECK(policy.ok() && policy->places.size() == policy->policy.statements.size());
  for (const Place& place : policy->places) {
    STATOR_CHECK(place.begin.line <= place.end.line && place.end.line <= document.size());
    STATOR_CHECK(place.begin.line < place.end.line || place.begin.column < place.end.column);
  }
  ContextKeys keys;
  keys.add(policy->policy);
  STATOR_CHECK(keys.names().size() <= document.size());
  Simulation simulation;
  simulation.identity = {*policy};
  simulation.caller = *request.caller;
  simulation.facts = *request.facts;
  const Simulated simulated = simulate(simulation, request.action, request.resource, {});
  STATOR_CHECK(simulated.decision.explicit_deny == verdict.denied);
  STATOR_CHECK(simulated.decision.allowed == (verdict.allowed && !verdict.denied));
  STATOR_CHECK(simulated.matched.empty() == (!verdict.denied && !verdict.allowed));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  stator::fuzz::Input input(data, size);
  const std::string document(input.part());
  const std::string_view action = input.part(), resource = input.part();
  STATOR_CHECK(policy_size(document) <= document.size());
  static const Caller caller{"000000000000", {"arn:aws:iam::000000000000:user/ann"}};
  Facts facts;
  facts.set("aws:username", "ann");
  facts.set("aws:sourceip", "127.0.0.1");
  facts.set("aws:currenttime", "2026-01-01T00:00:00Z");
  facts.set("aws:epochtime", "1767225600");
  facts.set("aws:securetransport", "false");
  facts.set("dynamodb:leadingkeys", std::vector<std::string>{"ann", "bob"});
  facts.set("dynamodb:attributes", std::vector<std::string>{});
  const Request request{action.empty() ? "dynamodb:GetItem" : action,
                        resource.empty() ? "arn:aws:dynamodb:us-east-1:000000000000:table/T" : resource,
                        &caller, &facts};
  for (const auto kind : {DocumentKind::kIdentity, DocumentKind::kTrust, DocumentKind::kResource}) {
    const auto policy = parse_policy(document, kind);
    if (!policy.ok()) {
      STATOR_CHECK(stator::fuzz::is_message(policy.error().message, document));
      continue;
    }
    STATOR_CHECK(!policy->statements.empty());
    const Verdict verdict = evaluate(*policy, request), again = evaluate(*policy, request);
    STATOR_CHECK(verdict.denied == again.denied && verdict.allowed == again.allowed);
    check_simulation(document, kind, request, verdict);
  }
  return 0;
}
