#include "services/iam/common/simulated_policies.h"

#include <fmt/format.h>

namespace stator::services::iam {
namespace {

using authz::SimulatedPolicy;

constexpr std::size_t kAccountDigits = 12;

// Up to the next ':', which is taken away, too.
std::string_view take_part(std::string_view* arn) {
  const std::size_t end = std::min(arn->find(':'), arn->size());
  const std::string_view part = arn->substr(0, end);
  arn->remove_prefix(std::min(end + 1, arn->size()));
  return part;
}

bool is_account(std::string_view text) {
  return text.size() == kAccountDigits && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// A stored document is well-formed, or it would not have been taken.
aws::Result<base::Ok> add_stored(std::string id, const std::string& document,
                                 std::vector<SimulatedPolicy>* out) {
  auto policy = authz::simulated_policy(std::move(id), document, authz::DocumentKind::kIdentity);
  if (!policy.ok())
    return aws::Error{"PolicyEvaluation", policy.error().message, aws::ErrorOrigin::kModel, 500};
  out->push_back(std::move(*policy));
  return base::Ok{};
}

aws::Result<base::Ok> add_managed(const Iam& iam, const std::string& arn, std::vector<SimulatedPolicy>* out) {
  const identity::ManagedPolicyRef policy = iam.directory.find_policy(arn);
  const identity::PolicyVersion* version = policy == nullptr ? nullptr : policy->default_document();
  if (version == nullptr) return base::Ok{};
  return add_stored(policy->name, version->document, out);
}

aws::Result<base::Ok> add_policies(const Iam& iam, const identity::Principal& principal,
                                   std::vector<SimulatedPolicy>* out) {
  for (const identity::InlinePolicy& policy : principal.inline_policies) {
    STATOR_TRY(
        add_stored(fmt::format("{}_{}_{}", identity::kind_name(principal.kind), principal.name, policy.name),
                   policy.document, out));
  }
  for (const std::string& arn : principal.attached) {
    STATOR_TRY(add_managed(iam, arn, out));
  }
  return base::Ok{};
}

}  // namespace

aws::Result<EntityArn> entity_of(std::string_view arn) {
  std::string_view rest = arn;
  const bool framed = take_part(&rest) == "arn" && !take_part(&rest).empty() && take_part(&rest) == "iam" &&
                      take_part(&rest).empty();
  EntityArn out;
  out.account = take_part(&rest);
  const std::size_t slash = rest.find('/');
  const std::string_view kind = rest.substr(0, slash);
  if (framed && is_account(out.account) && slash != std::string_view::npos && !rest.ends_with('/')) {
    out.name = rest.substr(rest.rfind('/') + 1);
    for (const PrincipalKind each : {PrincipalKind::kUser, PrincipalKind::kGroup, PrincipalKind::kRole}) {
      if (kind != identity::kind_name(each)) continue;
      out.kind = each;
      return out;
    }
  }
  return invalid_input(fmt::format(messages::kEntityArn, arn));
}

aws::Result<PrincipalRef> find_policy_source(const Iam& iam, std::string_view account,
                                             const std::string& arn) {
  STATOR_ASSIGN(const EntityArn entity, entity_of(arn));
  if (entity.account != account)
    return invalid_input(fmt::format(messages::kPoliciesOfOther, account, entity.account));
  STATOR_ASSIGN(PrincipalRef found, find_principal(iam.directory, entity.kind, account, entity.name));
  if (found->arn() == arn) return found;
  // Of another path.
  return no_such_entity(
      fmt::format(messages::kNoSuchPrincipal, identity::kind_name(entity.kind), entity.name));
}

aws::Result<std::vector<SimulatedPolicy>> given_policies(
    std::string_view list, const std::optional<std::vector<std::string>>& documents) {
  std::vector<SimulatedPolicy> out;
  if (!documents) return out;
  for (const std::string& document : *documents) {
    auto policy = authz::simulated_policy(fmt::format("{}.{}", list, out.size() + 1), document,
                                          authz::DocumentKind::kIdentity);
    if (!policy.ok()) return invalid_input(policy.error().message);
    out.push_back(std::move(*policy));
  }
  return out;
}

aws::Result<std::vector<SimulatedPolicy>> policies_of(const Iam& iam, const identity::Principal& principal) {
  std::vector<SimulatedPolicy> out;
  STATOR_TRY(add_policies(iam, principal, &out));
  for (const std::string& name : principal.groups) {
    const PrincipalRef group = iam.directory.find(PrincipalKind::kGroup, principal.account, name);
    if (group == nullptr) continue;
    STATOR_TRY(add_policies(iam, *group, &out));
  }
  return out;
}

aws::Result<std::optional<SimulatedPolicy>> boundary_of(const Iam& iam,
                                                        const identity::Principal& principal) {
  std::optional<SimulatedPolicy> out;
  if (!principal.boundary) return out;
  std::vector<SimulatedPolicy> found;
  STATOR_TRY(add_managed(iam, *principal.boundary, &found));
  // One that is gone allows nothing.
  out = found.empty() ? SimulatedPolicy() : std::move(found.front());
  return out;
}

}  // namespace stator::services::iam
