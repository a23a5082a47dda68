#include "services/iam/ops/tags.h"

#include <fmt/format.h>

#include "base/ascii.h"

namespace stator::services::iam {
namespace {

using identity::Draft;
using identity::ManagedPolicy;
using identity::ManagedPolicyRef;
using identity::Principal;

bool same_key(std::string_view a, std::string_view b) { return base::lower_ascii(a) == base::lower_ascii(b); }

aws::Result<base::Ok> add_tags(const std::optional<std::vector<Tag>>& given, std::string_view what,
                               std::vector<identity::Tag>* tags) {
  STATOR_ASSIGN(const std::vector<identity::Tag> added, check_tags(given));
  for (const identity::Tag& tag : added) {
    std::erase_if(*tags, [&](const identity::Tag& old) { return same_key(old.key, tag.key); });
    tags->push_back(tag);
  }
  if (tags->size() > kMaxTags)
    return limit_exceeded(fmt::format(messages::kQuota, fmt::format("TagsPer{}", what), kMaxTags));
  return base::Ok{};
}

void remove_tags(const std::vector<std::string>& keys, std::vector<identity::Tag>* tags) {
  for (const std::string& key : keys)
    std::erase_if(*tags, [&](const identity::Tag& tag) { return same_key(tag.key, key); });
}

template <typename Request>
aws::Result<ListTagsResponse> list_tags(std::vector<identity::Tag> tags, const Request& request) {
  const auto key = [](const identity::Tag& tag) { return base::lower_ascii(tag.key); };
  std::sort(tags.begin(), tags.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  STATOR_ASSIGN(const Page<identity::Tag> page,
                take_page(std::move(tags), request.marker, request.max_items, key));
  ListTagsResponse response;
  response.tags = tags_of(page.items);
  finish_page(page, &response);
  return response;
}

base::Task<aws::Result<base::Ok>> change_policy(Iam& iam, std::string account, std::string arn,
                                                std::function<aws::Result<base::Ok>(ManagedPolicy*)> edit) {
  auto change = [&](Draft& draft) -> aws::Result<base::Ok> {
    STATOR_ASSIGN(const ManagedPolicyRef found, find_own_policy(draft.directory(), account, arn));
    ManagedPolicy policy = *found;
    STATOR_TRY(edit(&policy));
    draft.put(std::move(policy));
    return base::Ok{};
  };
  auto changed = co_await iam.directory.change(change);
  co_return changed;
}

}  // namespace

base::Task<aws::Result<base::Ok>> tag_principal(Iam& iam, const aws::RequestContext& context,
                                                TagPrincipalRequest& request, PrincipalKind kind) {
  auto edit = [&](Draft&, Principal* principal) {
    return add_tags(request.tags, title(kind), &principal->tags);
  };
  auto changed = co_await change_principal(iam, context.account, kind, *request.name, edit);
  co_return changed;
}

base::Task<aws::Result<base::Ok>> untag_principal(Iam& iam, const aws::RequestContext& context,
                                                  UntagPrincipalRequest& request, PrincipalKind kind) {
  auto edit = [&](Draft&, Principal* principal) -> aws::Result<base::Ok> {
    remove_tags(*request.tag_keys, &principal->tags);
    return base::Ok{};
  };
  auto changed = co_await change_principal(iam, context.account, kind, *request.name, edit);
  co_return changed;
}

base::Task<aws::Result<ListTagsResponse>> list_principal_tags(Iam& iam, const aws::RequestContext& context,
                                                              ListOfPrincipalRequest& request,
                                                              PrincipalKind kind) {
  STATOR_CO_ASSIGN(const PrincipalRef found,
                   find_principal(iam.directory, kind, context.account, *request.name));
  co_return list_tags(found->tags, request);
}

base::Task<aws::Result<base::Ok>> tag_policy(Iam& iam, const aws::RequestContext& context,
                                             TagPolicyRequest& request) {
  auto edit = [&](ManagedPolicy* policy) { return add_tags(request.tags, "Policy", &policy->tags); };
  auto changed = co_await change_policy(iam, context.account, *request.policy_arn, edit);
  co_return changed;
}

base::Task<aws::Result<base::Ok>> untag_policy(Iam& iam, const aws::RequestContext& context,
                                               UntagPolicyRequest& request) {
  auto edit = [&](ManagedPolicy* policy) -> aws::Result<base::Ok> {
    remove_tags(*request.tag_keys, &policy->tags);
    return base::Ok{};
  };
  auto changed = co_await change_policy(iam, context.account, *request.policy_arn, edit);
  co_return changed;
}

base::Task<aws::Result<ListTagsResponse>> list_policy_tags(Iam& iam, const aws::RequestContext& context,
                                                           ListPolicyVersionsRequest& request) {
  STATOR_CO_ASSIGN(const ManagedPolicyRef policy,
                   find_policy(iam.directory, context.account, *request.policy_arn));
  co_return list_tags(policy->tags, request);
}

}  // namespace stator::services::iam
