#include "services/iam/ops/simulation.h"

#include <algorithm>
#include <charconv>

#include "aws/response_memory.h"
#include "messages/requests.h"
#include "services/iam/common/simulation_input.h"

namespace stator::services::iam {
namespace {

using authz::MatchedStatement;
using authz::PolicyKind;
using authz::Simulated;

constexpr std::size_t kDefaultItems = 100;

// What is counted is the product of the lengths of policies and request, which bounds the time, and the bytes
// of the answer. A step takes between 0.05 and 1 ns.
struct Cost {
  std::size_t steps = 0;
  std::size_t bytes = 0;

  bool within(const Cost& limit) const { return steps <= limit.steps && bytes <= limit.bytes; }
  void add(const Cost& other) {
    steps += other.steps;
    bytes += other.bytes;
  }
};
constexpr Cost kPageCost{1'000'000'000, 1024 * 1024};         // then the page ends
constexpr Cost kActionCost{4'000'000'000, 16 * 1024 * 1024};  // more are refused
constexpr std::size_t kEvaluationSteps = 250'000'000;         // of one resource; more are refused
constexpr std::size_t kLeastRequestBytes = 64;
constexpr std::size_t kResultBytes = 600;     // of a result without what it lists
constexpr std::size_t kStatementBytes = 400;  // of a matched statement
constexpr std::size_t kKeyBytes = 32;         // of a missing key, beside its name
constexpr std::size_t kMemoryPerByte = 2;     // of the answer: as a structure and as XML

std::size_t steps_of(const SimulationInput& input, std::string_view action, std::string_view resource) {
  return input.policy_bytes *
         std::max(kLeastRequestBytes, action.size() + resource.size() + input.context_bytes);
}

// Of one action on all resources, without the statements that match.
aws::Result<Cost> cost_of(const SimulationInput& input, std::string_view action) {
  Cost cost;
  std::size_t missing_bytes = 0;
  for (const std::string& name : input.missing) missing_bytes += name.size() + kKeyBytes;
  for (const std::string& resource : input.resources) {
    const std::size_t steps = steps_of(input, action, resource);
    cost.add({steps, kResultBytes + resource.size() + missing_bytes});
    if (steps > kEvaluationSteps || !cost.within(kActionCost))
      return invalid_input(std::string(messages::kSimulationTooLarge));
  }
  return cost;
}

std::string_view source_type(PolicyKind kind) {
  if (kind == PolicyKind::kResource) return messages::kSourceResource;
  return kind == PolicyKind::kBoundary ? messages::kSourceBoundary : messages::kSourceIdentity;
}

Position position_of(const authz::Position& position) {
  return {static_cast<std::int64_t>(position.line), static_cast<std::int64_t>(position.column)};
}

std::vector<Statement> describe(const std::vector<MatchedStatement>& matched) {
  std::vector<Statement> out;
  out.reserve(matched.size());
  for (const MatchedStatement& match : matched) {
    const authz::Place& place = match.policy->places[match.statement];
    out.push_back({match.policy->id, std::string(source_type(match.kind)), position_of(place.begin),
                   position_of(place.end)});
  }
  return out;
}

EvaluationDecision decision_of(const authz::Decision& decision) {
  if (decision.allowed) return EvaluationDecision::kAllowed;
  return decision.explicit_deny ? EvaluationDecision::kExplicitDeny : EvaluationDecision::kImplicitDeny;
}

EvaluationDecision decision_of(const authz::Verdict& verdict) {
  if (verdict.denied) return EvaluationDecision::kExplicitDeny;
  return verdict.allowed || verdict.allowed_by_account ? EvaluationDecision::kAllowed
                                                       : EvaluationDecision::kImplicitDeny;
}

// The same for all resources together: the worst.
EvaluationDecision worse(EvaluationDecision a, EvaluationDecision b) {
  const auto badness = [](EvaluationDecision decision) {
    if (decision == EvaluationDecision::kExplicitDeny) return 2;
    return decision == EvaluationDecision::kImplicitDeny ? 1 : 0;
  };
  return badness(a) >= badness(b) ? a : b;
}

// What each kind of policy says of a request over the border of an account.
Map<Enum<EvaluationDecision>> details_of(const authz::Verdicts& verdicts) {
  Map<Enum<EvaluationDecision>> out;
  if (!verdicts.foreign) return out;
  out.emplace_back(messages::kSourceIdentity, decision_of(verdicts.identity));
  out.emplace_back(messages::kSourceResource, decision_of(verdicts.resource));
  if (verdicts.boundary) out.emplace_back(messages::kSourceBoundary, decision_of(*verdicts.boundary));
  return out;
}

std::optional<BoundaryDetail> boundary_detail(const authz::Verdicts& verdicts) {
  if (!verdicts.boundary) return std::nullopt;
  return BoundaryDetail{verdicts.boundary->allowed && !verdicts.boundary->denied};
}

ResourceSpecificResult describe(const SimulationInput& input, const std::string& resource,
                                const Simulated& simulated) {
  ResourceSpecificResult out;
  out.resource = resource;
  out.decision = decision_of(simulated.decision);
  out.matched_statements = describe(simulated.matched);
  out.missing_context_values = input.missing;
  if (simulated.verdicts.foreign) out.details = details_of(simulated.verdicts);
  out.boundary = boundary_detail(simulated.verdicts);
  return out;
}

// The result of an action, made of those of its resources one after the other.
class ActionResult {
 public:
  ActionResult(const SimulationInput& input, const std::string& action) : input_(input) {
    out_.action = action;
    // AWS has a template of the ARNs of such resources here.
    out_.resource = input.resources.size() == 1 ? input.resources.front() : "*";
    out_.matched_statements.emplace();
    out_.missing_context_values.emplace();
    if (input.any_resource) {
      out_.missing_context_values = input.missing;
    } else {
      out_.details.emplace();
      out_.resources.emplace();
    }
  }

  void add(const std::string& resource, const Simulated& simulated) {
    const EvaluationDecision decision = decision_of(simulated.decision);
    out_.decision = out_.decision ? worse(out_.decision->get(), decision) : decision;
    if (const auto boundary = boundary_detail(simulated.verdicts))
      out_.boundary = BoundaryDetail{*boundary->allowed && (!out_.boundary || *out_.boundary->allowed)};
    if (input_.resources.size() == 1) {
      if (decision != EvaluationDecision::kImplicitDeny)
        out_.matched_statements = describe(simulated.matched);
      if (!input_.any_resource) out_.details = details_of(simulated.verdicts);
    }
    if (!input_.any_resource) out_.resources->push_back(describe(input_, resource, simulated));
  }

  EvaluationResult take() { return std::move(out_); }

 private:
  const SimulationInput& input_;
  EvaluationResult out_;
};

// A marker is the number of the action that comes next.
aws::Result<std::size_t> first_action(const std::optional<std::string>& marker, std::size_t actions) {
  if (!marker) return std::size_t{0};
  std::string text;
  std::size_t number = 0;
  if (base::append_base64_decoded(*marker, text)) {
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure == std::errc() && end == text.data() + text.size() && number > 0 && number < actions)
      return number;
  }
  return aws::validation_error(std::string(messages::kBadMarker));
}

bool has_memory(const aws::RequestContext& context, std::size_t bytes) {
  const std::size_t needed = std::max(bytes, kPageCost.bytes) * kMemoryPerByte;
  return context.memory == nullptr || context.memory->try_grow_to(needed);
}

}  // namespace

aws::Result<base::Ok> authorize(Iam&, const aws::RequestContext& context,
                                const aws::protocol::Operation& operation, const SimulationRequest& request) {
  const aws::Access access{std::string(operation.action), request.policy_source_arn.value_or("*"), {}};
  return aws::authorize(context, access);
}

base::Task<aws::Result<SimulationResponse>> simulate_policies(Iam& iam, const aws::RequestContext& context,
                                                              SimulationRequest& request) {
  STATOR_CO_ASSIGN(const SimulationInput input, read_simulation(iam, context.account, request));
  STATOR_CO_ASSIGN(std::size_t next, first_action(request.marker, input.actions.size()));
  const auto most = static_cast<std::size_t>(request.max_items.value_or(kDefaultItems));
  if (context.memory != nullptr) {
    auto reserved = co_await context.memory->reserve(kPageCost.bytes * kMemoryPerByte);
    if (!reserved.ok()) co_return std::move(reserved).error();
  }

  SimulationResponse response;
  response.results.emplace();
  Cost page;
  while (next < input.actions.size() && response.results->size() < most && page.within(kPageCost)) {
    const std::string& action = input.actions[next++];
    STATOR_CO_ASSIGN(Cost cost, cost_of(input, action));
    ActionResult result(input, action);
    for (const std::string& resource : input.resources) {
      const Simulated simulated =
          authz::simulate(input.simulation, action, resource, input.owner_of(resource));
      cost.bytes += simulated.matched.size() * kStatementBytes;
      if (cost.bytes > kActionCost.bytes) co_return invalid_input(std::string(messages::kSimulationTooLarge));
      if (!has_memory(context, page.bytes + cost.bytes))
        co_return aws::service_unavailable(stator::messages::kNoMemory);
      result.add(resource, simulated);
      co_await base::yield();
    }
    response.results->push_back(result.take());
    page.add(cost);
  }
  response.is_truncated = next < input.actions.size();
  if (*response.is_truncated) base::append_base64(std::to_string(next), response.marker.emplace());
  co_return response;
}

}  // namespace stator::services::iam
