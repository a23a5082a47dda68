#include "services/iam/ops/managed_policies.h"

#include <fmt/format.h>

#include "base/ascii.h"
#include "identity/aws_policies.h"
#include "identity/ids.h"

namespace stator::services::iam {
namespace {

using identity::Draft;
using identity::ManagedPolicy;
using identity::ManagedPolicyRef;

constexpr std::size_t kMaxPolicyBytes = 6144;
constexpr std::size_t kMaxVersions = 5;
constexpr PrincipalKind kAllKinds[] = {PrincipalKind::kUser, PrincipalKind::kGroup, PrincipalKind::kRole};

struct Uses {
  std::vector<PrincipalRef> attached;
  std::vector<PrincipalRef> bounded;
};

Uses uses_of(const identity::Directory& directory, std::string_view account, const std::string& arn) {
  Uses out;
  for (const PrincipalKind kind : kAllKinds) {
    for (PrincipalRef& each : directory.list(kind, account)) {
      if (each->boundary == arn) out.bounded.push_back(each);
      if (std::find(each->attached.begin(), each->attached.end(), arn) != each->attached.end())
        out.attached.push_back(std::move(each));
    }
  }
  return out;
}

Policy describe_policy(const ManagedPolicy& policy, const Uses& uses) {
  Policy out;
  out.policy_name = policy.name;
  out.policy_id = policy.id;
  out.arn = policy.arn();
  out.path = policy.path;
  out.default_version_id = "v" + std::to_string(policy.default_version);
  out.attachment_count = static_cast<std::int64_t>(uses.attached.size());
  out.permissions_boundary_usage_count = static_cast<std::int64_t>(uses.bounded.size());
  out.is_attachable = true;
  out.create_date = time_of(policy.created_millis);
  out.update_date = time_of(policy.updated_millis);
  return out;
}

// Lists have no documents, descriptions and tags.
PolicyVersion describe_version(const ManagedPolicy& policy, const identity::PolicyVersion& version) {
  PolicyVersion out;
  out.version_id = version.id();
  out.is_default_version = version.number == policy.default_version;
  out.create_date = time_of(version.created_millis);
  return out;
}

// A managed policy may not be of the language's first version.
aws::Result<base::Ok> check_managed(const std::string& document) {
  const auto parsed = authz::parse_policy(document, authz::DocumentKind::kIdentity);
  if (!parsed.ok()) return malformed_policy(parsed.error().message);
  if (!parsed->has_variables) return malformed_policy(std::string(messages::kOldVersion));
  if (authz::policy_size(document) > kMaxPolicyBytes)
    return limit_exceeded(fmt::format(messages::kQuota, "PolicySize", kMaxPolicyBytes));
  return base::Ok{};
}

aws::Error no_such_version(const PolicyVersionRequest& request) {
  return no_such_entity(fmt::format(messages::kNoSuchVersion, *request.policy_arn, *request.version_id));
}

std::string key_of(const ManagedPolicyRef& policy) {
  return base::lower_ascii(policy->name) + policy->account;
}

}  // namespace

base::Task<aws::Result<PolicyResponse>> create_policy(Iam& iam, const aws::RequestContext& context,
                                                      CreatePolicyRequest& request) {
  STATOR_CO_TRY(check_name("policyName", *request.policy_name));
  if (request.path) {
    STATOR_CO_TRY(check_path("path", *request.path));
  }
  STATOR_CO_TRY(check_managed(*request.policy_document));
  ManagedPolicy policy;
  STATOR_CO_ASSIGN(policy.tags, check_tags(request.tags));
  policy.account = context.account;
  policy.path = request.path.value_or("/");
  policy.name = *request.policy_name;
  policy.id = identity::new_unique_id("ANPA", iam.random);
  policy.description = request.description;
  policy.created_millis = policy.updated_millis = context.clock->unix_millis();
  policy.versions.push_back({1, *request.policy_document, policy.created_millis});
  auto change = [&](Draft& draft) -> aws::Result<base::Ok> {
    for (const ManagedPolicyRef& each : draft.directory().policies(context.account)) {
      if (base::lower_ascii(each->name) == base::lower_ascii(policy.name))
        return already_exists(fmt::format(messages::kPolicyExists, policy.name));
    }
    draft.put(policy);
    return base::Ok{};
  };
  auto changed = co_await iam.directory.change(change);
  if (!changed.ok()) co_return std::move(changed).error();
  Policy described = describe_policy(policy, {});
  if (!policy.tags.empty()) described.tags = tags_of(policy.tags);
  co_return PolicyResponse{std::move(described)};
}

base::Task<aws::Result<PolicyResponse>> get_policy(Iam& iam, const aws::RequestContext& context,
                                                   PolicyArnRequest& request) {
  STATOR_CO_ASSIGN(const ManagedPolicyRef policy,
                   find_policy(iam.directory, context.account, *request.policy_arn));
  Policy described = describe_policy(*policy, uses_of(iam.directory, context.account, *request.policy_arn));
  described.description = policy->description;
  described.tags = tags_of(policy->tags);
  co_return PolicyResponse{std::move(described)};
}

base::Task<aws::Result<ListPoliciesResponse>> list_policies(Iam& iam, const aws::RequestContext& context,
                                                            ListPoliciesRequest& request) {
  const PolicyScope scope = request.scope ? request.scope->get() : PolicyScope::kAll;
  std::vector<ManagedPolicyRef> all;
  if (scope != PolicyScope::kAws) all = iam.directory.policies(context.account);
  if (scope != PolicyScope::kLocal) {
    for (ManagedPolicyRef& policy : iam.directory.policies(identity::kAwsAccount))
      all.push_back(std::move(policy));
  }
  const bool bounds =
      request.policy_usage_filter && request.policy_usage_filter->get() == PolicyUsage::kPermissionsBoundary;
  std::erase_if(all, [&](const ManagedPolicyRef& policy) {
    if (!policy->path.starts_with(request.path_prefix.value_or("/"))) return true;
    if (!request.only_attached.value_or(false)) return false;
    const Uses uses = uses_of(iam.directory, context.account, policy->arn());
    return bounds ? uses.bounded.empty() : uses.attached.empty();
  });
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return key_of(a) < key_of(b); });
  STATOR_CO_ASSIGN(const Page<ManagedPolicyRef> page,
                   take_page(std::move(all), request.marker, request.max_items, key_of));
  ListPoliciesResponse response;
  response.policies.emplace();
  for (const ManagedPolicyRef& policy : page.items)
    response.policies->push_back(
        describe_policy(*policy, uses_of(iam.directory, context.account, policy->arn())));
  finish_page(page, &response);
  co_return response;
}

base::Task<aws::Result<base::Ok>> delete_policy(Iam& iam, const aws::RequestContext& context,
                                                PolicyArnRequest& request) {
  auto change = [&](Draft& draft) -> aws::Result<base::Ok> {
    STATOR_ASSIGN(const ManagedPolicyRef policy,
                  find_own_policy(draft.directory(), context.account, *request.policy_arn));
    const Uses uses = uses_of(draft.directory(), context.account, *request.policy_arn);
    if (!uses.attached.empty() || !uses.bounded.empty()) return delete_conflict(messages::kPolicyAttached);
    if (policy->versions.size() > 1) return delete_conflict(messages::kMoreVersions);
    draft.erase(*policy);
    return base::Ok{};
  };
  auto changed = co_await iam.directory.change(change);
  co_return changed;
}

base::Task<aws::Result<PolicyVersionResponse>> create_policy_version(Iam& iam,
                                                                     const aws::RequestContext& context,
                                                                     CreatePolicyVersionRequest& request) {
  PolicyVersionResponse response;
  auto change = [&](Draft& draft) -> aws::Result<base::Ok> {
    STATOR_ASSIGN(const ManagedPolicyRef found,
                  find_own_policy(draft.directory(), context.account, *request.policy_arn));
    STATOR_TRY(check_managed(*request.policy_document));
    if (found->versions.size() == kMaxVersions)
      return limit_exceeded(std::string(messages::kTooManyVersions));
    ManagedPolicy policy = *found;
    policy.updated_millis = context.clock->unix_millis();
    policy.versions.push_back({policy.next_version++, *request.policy_document, policy.updated_millis});
    if (request.set_as_default.value_or(false)) policy.default_version = policy.versions.back().number;
    response.policy_version = describe_version(policy, policy.versions.back());
    draft.put(std::move(policy));
    return base::Ok{};
  };
  auto changed = co_await iam.directory.change(change);
  if (!changed.ok()) co_return std::move(changed).error();
  co_return response;
}

base::Task<aws::Result<PolicyVersionResponse>> get_policy_version(Iam& iam,
                                                                  const aws::RequestContext& context,
                                                                  PolicyVersionRequest& request) {
  STATOR_CO_ASSIGN(const ManagedPolicyRef policy,
                   find_policy(iam.directory, context.account, *request.policy_arn));
  const identity::PolicyVersion* version = policy->find_version(*request.version_id);
  if (version == nullptr) co_return no_such_version(request);
  PolicyVersion described = describe_version(*policy, *version);
  described.document = encoded_document(version->document);
  co_return PolicyVersionResponse{std::move(described)};
}

base::Task<aws::Result<ListPolicyVersionsResponse>> list_policy_versions(Iam& iam,
                                                                         const aws::RequestContext& context,
                                                                         ListPolicyVersionsRequest& request) {
  STATOR_CO_ASSIGN(const ManagedPolicyRef policy,
                   find_policy(iam.directory, context.account, *request.policy_arn));
  std::vector<PolicyVersion> versions;  // the newest first
  for (auto version = policy->versions.rbegin(); version != policy->versions.rend(); ++version)
    versions.push_back(describe_version(*policy, *version));
  constexpr std::int64_t kHighest = 9'999'999;
  const auto key = [](const PolicyVersion& version) {
    return fmt::format("{:07}", kHighest - std::stoll(version.version_id->substr(1)));
  };
  STATOR_CO_ASSIGN(Page<PolicyVersion> page,
                   take_page(std::move(versions), request.marker, request.max_items, key));
  ListPolicyVersionsResponse response;
  finish_page(page, &response);
  response.versions = std::move(page.items);
  co_return response;
}

base::Task<aws::Result<base::Ok>> delete_policy_version(Iam& iam, const aws::RequestContext& context,
                                                        PolicyVersionRequest& request) {
  auto change = [&](Draft& draft) -> aws::Result<base::Ok> {
    STATOR_ASSIGN(const ManagedPolicyRef found,
                  find_own_policy(draft.directory(), context.account, *request.policy_arn));
    const identity::PolicyVersion* version = found->find_version(*request.version_id);
    if (version == nullptr) return no_such_version(request);
    if (version->number == found->default_version) return delete_conflict(messages::kDefaultVersion);
    ManagedPolicy policy = *found;
    std::erase_if(policy.versions, [&](const auto& each) { return each.id() == *request.version_id; });
    draft.put(std::move(policy));
    return base::Ok{};
  };
  auto changed = co_await iam.directory.change(change);
  co_return changed;
}

base::Task<aws::Result<base::Ok>> set_default_policy_version(Iam& iam, const aws::RequestContext& context,
                                                             PolicyVersionRequest& request) {
  auto change = [&](Draft& draft) -> aws::Result<base::Ok> {
    STATOR_ASSIGN(const ManagedPolicyRef found,
                  find_own_policy(draft.directory(), context.account, *request.policy_arn));
    const identity::PolicyVersion* version = found->find_version(*request.version_id);
    if (version == nullptr) return no_such_version(request);
    ManagedPolicy policy = *found;
    policy.default_version = version->number;
    policy.updated_millis = context.clock->unix_millis();
    draft.put(std::move(policy));
    return base::Ok{};
  };
  auto changed = co_await iam.directory.change(change);
  co_return changed;
}

base::Task<aws::Result<ListEntitiesForPolicyResponse>> list_entities_for_policy(
    Iam& iam, const aws::RequestContext& context, ListEntitiesForPolicyRequest& request) {
  STATOR_CO_TRY(find_policy(iam.directory, context.account, *request.policy_arn));
  Uses uses = uses_of(iam.directory, context.account, *request.policy_arn);
  const bool bounds =
      request.policy_usage_filter && request.policy_usage_filter->get() == PolicyUsage::kPermissionsBoundary;
  std::vector<PrincipalRef> entities = std::move(bounds ? uses.bounded : uses.attached);
  std::erase_if(entities, [&](const PrincipalRef& each) {
    if (!each->path.starts_with(request.path_prefix.value_or("/"))) return true;
    if (!request.entity_filter) return false;
    const EntityType wanted = request.entity_filter->get();
    return !((wanted == EntityType::kUser && each->kind == PrincipalKind::kUser) ||
             (wanted == EntityType::kGroup && each->kind == PrincipalKind::kGroup) ||
             (wanted == EntityType::kRole && each->kind == PrincipalKind::kRole));
  });
  const auto key = [](const PrincipalRef& each) { return each->arn(); };
  std::sort(entities.begin(), entities.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  STATOR_CO_ASSIGN(const Page<PrincipalRef> page,
                   take_page(std::move(entities), request.marker, request.max_items, key));
  ListEntitiesForPolicyResponse response;
  response.policy_groups.emplace();
  response.policy_users.emplace();
  response.policy_roles.emplace();
  for (const PrincipalRef& each : page.items) {
    if (each->kind == PrincipalKind::kGroup) response.policy_groups->push_back({each->name, each->id});
    if (each->kind == PrincipalKind::kUser) response.policy_users->push_back({each->name, each->id});
    if (each->kind == PrincipalKind::kRole) response.policy_roles->push_back({each->name, each->id});
  }
  finish_page(page, &response);
  co_return response;
}

}  // namespace stator::services::iam
