#include "services/iam/ops/inline_policies.h"

#include <fmt/format.h>

#include "base/ascii.h"

namespace stator::services::iam {
namespace {

using identity::Draft;
using identity::InlinePolicy;
using identity::Principal;

// Of all inline policies together, without white space.
std::size_t max_inline_bytes(PrincipalKind kind) {
  switch (kind) {
    case PrincipalKind::kUser:
      return 2048;
    case PrincipalKind::kGroup:
      return 5120;
    case PrincipalKind::kRole:
      break;
  }
  return 10240;
}

template <typename Policies>
auto find_inline(Policies& policies, std::string_view name) {
  return std::find_if(policies.begin(), policies.end(), [&](const InlinePolicy& policy) {
    return base::lower_ascii(policy.name) == base::lower_ascii(name);
  });
}

aws::Error no_such_policy(PrincipalKind kind, std::string_view name) {
  return no_such_entity(fmt::format(messages::kNoSuchInlinePolicy, identity::kind_name(kind), name));
}

}  // namespace

base::Task<aws::Result<base::Ok>> put_policy(Iam& iam, const aws::RequestContext& context,
                                             PutPolicyRequest& request, PrincipalKind kind) {
  auto edit = [&](Draft&, Principal* principal) -> aws::Result<base::Ok> {
    STATOR_TRY(check_name("policyName", *request.policy_name));
    STATOR_TRY(check_document(*request.policy_document, authz::DocumentKind::kIdentity));
    auto& policies = principal->inline_policies;
    const auto found = find_inline(policies, *request.policy_name);
    if (found != policies.end()) policies.erase(found);
    policies.push_back({*request.policy_name, *request.policy_document});
    std::sort(policies.begin(), policies.end(), [](const InlinePolicy& a, const InlinePolicy& b) {
      return base::lower_ascii(a.name) < base::lower_ascii(b.name);
    });
    std::size_t bytes = 0;
    for (const InlinePolicy& policy : policies) bytes += authz::policy_size(policy.document);
    if (bytes > max_inline_bytes(kind)) {
      return limit_exceeded(fmt::format(messages::kInlineSize, max_inline_bytes(kind),
                                        identity::kind_name(kind), principal->name));
    }
    return base::Ok{};
  };
  auto changed = co_await change_principal(iam, context.account, kind, *request.name, edit);
  co_return changed;
}

base::Task<aws::Result<GetPolicyOfPrincipalResponse>> get_policy_of_principal(
    Iam& iam, const aws::RequestContext& context, InlinePolicyRequest& request, PrincipalKind kind) {
  STATOR_CO_ASSIGN(const PrincipalRef principal,
                   find_principal(iam.directory, kind, context.account, *request.name));
  const auto found = find_inline(principal->inline_policies, *request.policy_name);
  if (found == principal->inline_policies.end()) co_return no_such_policy(kind, *request.policy_name);
  GetPolicyOfPrincipalResponse response;
  response.name = principal->name;
  response.policy_name = found->name;
  response.policy_document = encoded_document(found->document);
  co_return response;
}

base::Task<aws::Result<ListPoliciesOfPrincipalResponse>> list_policies_of_principal(
    Iam& iam, const aws::RequestContext& context, ListOfPrincipalRequest& request, PrincipalKind kind) {
  STATOR_CO_ASSIGN(const PrincipalRef principal,
                   find_principal(iam.directory, kind, context.account, *request.name));
  std::vector<std::string> names;
  for (const InlinePolicy& policy : principal->inline_policies) names.push_back(policy.name);
  const auto key = [](const std::string& name) { return base::lower_ascii(name); };
  STATOR_CO_ASSIGN(Page<std::string> page,
                   take_page(std::move(names), request.marker, request.max_items, key));
  ListPoliciesOfPrincipalResponse response;
  finish_page(page, &response);
  response.policy_names = std::move(page.items);
  co_return response;
}

base::Task<aws::Result<base::Ok>> delete_policy_of_principal(Iam& iam, const aws::RequestContext& context,
                                                             InlinePolicyRequest& request,
                                                             PrincipalKind kind) {
  auto edit = [&](Draft&, Principal* principal) -> aws::Result<base::Ok> {
    const auto found = find_inline(principal->inline_policies, *request.policy_name);
    if (found == principal->inline_policies.end()) return no_such_policy(kind, *request.policy_name);
    principal->inline_policies.erase(found);
    return base::Ok{};
  };
  auto changed = co_await change_principal(iam, context.account, kind, *request.name, edit);
  co_return changed;
}

}  // namespace stator::services::iam
