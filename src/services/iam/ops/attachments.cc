#include "services/iam/ops/attachments.h"

#include <fmt/format.h>

namespace stator::services::iam {
namespace {

using identity::Draft;
using identity::Principal;

constexpr std::size_t kMaxAttached = 10;

// A policy that may be attached here: one of AWS's or of this account.
aws::Result<base::Ok> check_attachable(const identity::Directory& directory, std::string_view account,
                                       const std::string& arn) {
  if (!arn.starts_with("arn:")) return invalid_input(fmt::format(messages::kBadArn, arn));
  const identity::ManagedPolicyRef policy = directory.find_policy(arn);
  const bool mine = policy != nullptr && (policy->account == account || policy->account == "aws");
  if (!mine) return no_such_entity(fmt::format(messages::kNotAttachable, arn));
  return base::Ok{};
}

}  // namespace

base::Task<aws::Result<base::Ok>> attach_policy(Iam& iam, const aws::RequestContext& context,
                                                AttachmentRequest& request, PrincipalKind kind) {
  auto edit = [&](Draft& draft, Principal* principal) -> aws::Result<base::Ok> {
    STATOR_TRY(check_attachable(draft.directory(), context.account, *request.policy_arn));
    auto& attached = principal->attached;
    if (std::find(attached.begin(), attached.end(), *request.policy_arn) != attached.end()) return base::Ok{};
    if (attached.size() == kMaxAttached)
      return limit_exceeded(fmt::format(messages::kQuota, "PoliciesPer" + title(kind), kMaxAttached));
    attached.push_back(*request.policy_arn);
    return base::Ok{};
  };
  auto changed = co_await change_principal(iam, context.account, kind, *request.name, edit);
  co_return changed;
}

base::Task<aws::Result<base::Ok>> detach_policy(Iam& iam, const aws::RequestContext& context,
                                                AttachmentRequest& request, PrincipalKind kind) {
  auto edit = [&](Draft&, Principal* principal) -> aws::Result<base::Ok> {
    if (std::erase(principal->attached, *request.policy_arn) == 0)
      return no_such_entity(fmt::format(messages::kNoSuchPolicy, *request.policy_arn));
    return base::Ok{};
  };
  auto changed = co_await change_principal(iam, context.account, kind, *request.name, edit);
  co_return changed;
}

base::Task<aws::Result<ListAttachedResponse>> list_attached_policies(Iam& iam,
                                                                     const aws::RequestContext& context,
                                                                     ListAttachedRequest& request,
                                                                     PrincipalKind kind) {
  STATOR_CO_ASSIGN(const PrincipalRef principal,
                   find_principal(iam.directory, kind, context.account, *request.name));
  std::vector<identity::ManagedPolicyRef> policies;
  for (const std::string& arn : principal->attached) {
    const identity::ManagedPolicyRef policy = iam.directory.find_policy(arn);
    if (policy != nullptr && policy->path.starts_with(request.path_prefix.value_or("/")))
      policies.push_back(policy);
  }
  const auto key = [](const identity::ManagedPolicyRef& policy) { return policy->arn(); };
  std::sort(policies.begin(), policies.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  STATOR_CO_ASSIGN(const Page<identity::ManagedPolicyRef> page,
                   take_page(std::move(policies), request.marker, request.max_items, key));
  ListAttachedResponse response;
  response.attached_policies.emplace();
  for (const identity::ManagedPolicyRef& policy : page.items)
    response.attached_policies->push_back({policy->name, policy->arn()});
  finish_page(page, &response);
  co_return response;
}

base::Task<aws::Result<base::Ok>> put_boundary(Iam& iam, const aws::RequestContext& context,
                                               PutBoundaryRequest& request, PrincipalKind kind) {
  auto edit = [&](Draft& draft, Principal* principal) -> aws::Result<base::Ok> {
    STATOR_TRY(check_attachable(draft.directory(), context.account, *request.permissions_boundary));
    principal->boundary = request.permissions_boundary;
    return base::Ok{};
  };
  auto changed = co_await change_principal(iam, context.account, kind, *request.name, edit);
  co_return changed;
}

base::Task<aws::Result<base::Ok>> delete_boundary(Iam& iam, const aws::RequestContext& context,
                                                  NameRequest& request, PrincipalKind kind) {
  auto edit = [](Draft&, Principal* principal) -> aws::Result<base::Ok> {
    principal->boundary.reset();
    return base::Ok{};
  };
  auto changed = co_await change_principal(iam, context.account, kind, *request.name, edit);
  co_return changed;
}

}  // namespace stator::services::iam
