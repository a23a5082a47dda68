#include "services/iam/common/simulation_input.h"

#include <fmt/format.h>

#include <algorithm>

#include "authz/context_keys.h"
#include "base/ascii.h"
#include "services/iam/common/context_entries.h"
#include "services/iam/common/simulated_policies.h"

namespace stator::services::iam {
namespace {

constexpr std::string_view kAnyResource = "*";
constexpr std::string_view kResourcePolicyId = "ResourcePolicy";

struct HandlingOption {
  std::string_view name;
  std::vector<std::string_view> resource_types;
};

// By the API reference. Each type stands in the ARNs of EC2's resources.
const HandlingOption* find_option(std::string_view name) {
  static const HandlingOption kOptions[] = {
      {"EC2-VPC-InstanceStore", {"instance", "image", "security-group", "network-interface"}},
      {"EC2-VPC-InstanceStore-Subnet",
       {"instance", "image", "security-group", "network-interface", "subnet"}},
      {"EC2-VPC-EBS", {"instance", "image", "security-group", "network-interface", "volume"}},
      {"EC2-VPC-EBS-Subnet",
       {"instance", "image", "security-group", "network-interface", "subnet", "volume"}},
  };
  for (const HandlingOption& option : kOptions) {
    if (option.name == name) return &option;
  }
  return nullptr;
}

// What is behind `colons` colons.
std::string_view behind_colons(std::string_view arn, int colons) {
  for (; colons > 0; --colons) {
    const std::size_t colon = arn.find(':');
    if (colon == std::string_view::npos) return {};
    arn.remove_prefix(colon + 1);
  }
  return arn;
}

std::string_view account_in(std::string_view arn) {
  const std::string_view rest = behind_colons(arn, 4);
  return rest.substr(0, rest.find(':'));
}

aws::Result<base::Ok> check_handling(const std::string& name, const std::vector<std::string>& resources) {
  const HandlingOption* option = find_option(name);
  if (option == nullptr) return invalid_input(fmt::format(messages::kHandlingOption, name));
  for (const std::string_view type : option->resource_types) {
    const bool given = std::any_of(resources.begin(), resources.end(), [&](const std::string& arn) {
      const std::string_view resource = behind_colons(arn, 5);
      return behind_colons(arn, 2).starts_with("ec2:") && resource.substr(0, resource.find('/')) == type;
    });
    if (!given) return invalid_input(fmt::format(messages::kHandlingResources, name, type));
  }
  return base::Ok{};
}

aws::Result<base::Ok> check_actions(const std::vector<std::string>& actions) {
  for (const std::string& action : actions) {
    const std::size_t colon = action.find(':');
    const bool good = colon != std::string::npos && colon > 0 && colon + 1 < action.size() &&
                      action.find_first_of("*?") == std::string::npos;
    if (!good) return invalid_input(fmt::format(messages::kActionName, action));
  }
  return base::Ok{};
}

aws::Result<base::Ok> check_resources(const std::vector<std::string>& resources) {
  for (const std::string& resource : resources) {
    const bool is_arn = resource.starts_with("arn:") && !behind_colons(resource, 5).empty();
    if (!is_arn && resource != kAnyResource)
      return invalid_input(fmt::format(messages::kResourceNames, resource));
  }
  return base::Ok{};
}

aws::Result<std::string> owner_account(const std::string& arn) {
  constexpr std::string_view kBegin = "arn:aws:iam::", kEnd = ":root";
  const std::string account(account_in(arn));
  const bool digits = account.size() == 12 && account.find_first_not_of("0123456789") == std::string::npos;
  if (!digits || arn != fmt::format("{}{}{}", kBegin, account, kEnd))
    return invalid_input(fmt::format(messages::kResourceOwner, arn));
  return account;
}

// Who is taken for the caller: the one that is named, or a user whose policies are simulated.
aws::Result<base::Ok> set_caller(const SimulationRequest& request, std::string_view account,
                                 const PrincipalRef& source, authz::Simulation* out) {
  out->caller.account = account;
  std::optional<std::string> arn = request.caller_arn;
  if (!arn && source != nullptr && source->kind == PrincipalKind::kUser) arn = source->arn();
  if (!arn) {
    if (request.resource_policy) return invalid_input(std::string(messages::kCallerMissing));
    return base::Ok{};
  }
  STATOR_ASSIGN(const EntityArn caller, entity_of(*arn));
  out->caller = {caller.account, {*arn}};
  out->caller_is_role = caller.kind == PrincipalKind::kRole;
  return base::Ok{};
}

aws::Result<base::Ok> set_policies(const Iam& iam, const SimulationRequest& request,
                                   const PrincipalRef& source, authz::Simulation* out) {
  if (source != nullptr) {
    STATOR_ASSIGN(out->identity, policies_of(iam, *source));
    STATOR_ASSIGN(out->boundary, boundary_of(iam, *source));
  }
  STATOR_ASSIGN(std::vector<authz::SimulatedPolicy> given,
                given_policies("PolicyInputList", request.policy_input_list));
  for (authz::SimulatedPolicy& policy : given) out->identity.push_back(std::move(policy));
  STATOR_ASSIGN(std::vector<authz::SimulatedPolicy> boundaries,
                given_policies("PermissionsBoundaryPolicyInputList", request.boundary_input_list));
  if (boundaries.size() > 1) return invalid_input(std::string(messages::kOneBoundary));
  if (!boundaries.empty()) out->boundary = std::move(boundaries.front());
  if (!request.resource_policy) return base::Ok{};
  auto resource = authz::simulated_policy(std::string(kResourcePolicyId), *request.resource_policy,
                                          authz::DocumentKind::kResource);
  if (!resource.ok()) return invalid_input(resource.error().message);
  out->resource = std::move(*resource);
  return base::Ok{};
}

// Also of statements that are about other actions: boto3 #3111, aws-sdk-java-v2 #1751.
void find_missing_keys(const std::set<std::string>& given, SimulationInput* input) {
  authz::ContextKeys keys;
  const auto add = [&](const authz::SimulatedPolicy& policy) {
    keys.add(policy.policy);
    input->policy_bytes += policy.bytes;
  };
  for (const authz::SimulatedPolicy& policy : input->simulation.identity) add(policy);
  if (input->simulation.boundary) add(*input->simulation.boundary);
  if (input->simulation.resource) add(*input->simulation.resource);
  for (const std::string& name : keys.names()) {
    if (!given.contains(base::lower_ascii(name))) input->missing.push_back(name);
  }
}

}  // namespace

std::string_view SimulationInput::owner_of(std::string_view resource) const {
  const std::string_view account = account_in(resource);
  return account.empty() ? owner : account;
}

aws::Result<SimulationInput> read_simulation(const Iam& iam, std::string_view account,
                                             SimulationRequest& request) {
  SimulationInput out;
  if (request.organization_input_list && !request.organization_input_list->empty())
    return invalid_input(std::string(messages::kNoOrganizations));
  out.actions = std::move(*request.action_names);
  STATOR_TRY(check_actions(out.actions));
  if (request.resource_arns) out.resources = std::move(*request.resource_arns);
  if (out.resources.empty()) out.resources.emplace_back(kAnyResource);
  STATOR_TRY(check_resources(out.resources));
  out.any_resource = out.resources.size() == 1 && out.resources.front() == kAnyResource;
  if (request.resource_handling_option) {
    STATOR_TRY(check_handling(*request.resource_handling_option, out.resources));
  }
  PrincipalRef source;
  if (request.policy_source_arn) {
    STATOR_ASSIGN(source, find_policy_source(iam, account, *request.policy_source_arn));
  }
  STATOR_TRY(set_caller(request, account, source, &out.simulation));
  out.owner = out.simulation.caller.account;
  if (request.resource_owner) {
    STATOR_ASSIGN(out.owner, owner_account(*request.resource_owner));
  }
  STATOR_ASSIGN(Context context, read_context(request.context_entries));
  out.simulation.facts = std::move(context.facts);
  out.context_bytes = context.bytes;
  STATOR_TRY(set_policies(iam, request, source, &out.simulation));
  find_missing_keys(context.keys, &out);
  return out;
}

}  // namespace stator::services::iam
