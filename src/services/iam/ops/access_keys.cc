#include "services/iam/ops/access_keys.h"

#include <fmt/format.h>

#include "identity/ids.h"

namespace stator::services::iam {
namespace {

using identity::Draft;

constexpr std::size_t kMaxKeys = 2;

// The user whose keys are meant: the named one, or who asks. Empty: root.
aws::Result<std::string> user_of(const identity::Directory& directory, const aws::RequestContext& context,
                                 const std::optional<std::string>& name) {
  if (!name) {
    if (context.principal == nullptr) return std::string();
    if (context.principal->type == aws::PrincipalType::kAssumedRole)
      return aws::validation_error(std::string(messages::kUserNameMissing));
    if (context.principal->type != aws::PrincipalType::kUser) return std::string();
    const aws::Principal& caller = *context.principal;
    const PrincipalRef user = directory.find_user(caller.account, caller.name, caller.id);
    if (user == nullptr) return no_such_entity(fmt::format(messages::kNoSuchPrincipal, "user", caller.name));
    return user->name;
  }
  STATOR_ASSIGN(const PrincipalRef user,
                find_principal(directory, PrincipalKind::kUser, context.account, *name));
  return user->name;
}

aws::Result<identity::AccessKeyRef> find_key(const identity::Directory& directory,
                                             const aws::RequestContext& context, const std::string& user,
                                             const std::string& id) {
  identity::AccessKeyRef key = directory.find_key(id);
  if (key == nullptr || key->account != context.account || key->user != user)
    return no_such_entity(fmt::format(messages::kNoSuchKey, id));
  return key;
}

Enum<Status> status_of(const identity::AccessKey& key) {
  return key.active ? Status::kActive : Status::kInactive;
}

}  // namespace

base::Task<aws::Result<CreateAccessKeyResponse>> create_access_key(Iam& iam,
                                                                   const aws::RequestContext& context,
                                                                   NameRequest& request) {
  identity::AccessKey key;
  key.id = identity::new_access_key_id("AKIA", iam.random);
  key.secret = identity::new_secret(iam.random);
  key.account = context.account;
  key.created_millis = context.clock->unix_millis();
  auto change = [&](Draft& draft) -> aws::Result<base::Ok> {
    STATOR_ASSIGN(key.user, user_of(draft.directory(), context, request.name));
    if (draft.directory().keys_of(context.account, key.user).size() >= kMaxKeys)
      return limit_exceeded(fmt::format(messages::kQuota, "AccessKeysPerUser", kMaxKeys));
    draft.put(key);
    return base::Ok{};
  };
  auto changed = co_await iam.directory.change(change);
  if (!changed.ok()) co_return std::move(changed).error();
  AccessKey out;
  out.user_name = key.user;
  out.access_key_id = key.id;
  out.status = status_of(key);
  out.secret_access_key = key.secret;
  out.create_date = time_of(key.created_millis);
  co_return CreateAccessKeyResponse{std::move(out)};
}

base::Task<aws::Result<ListAccessKeysResponse>> list_access_keys(Iam& iam, const aws::RequestContext& context,
                                                                 ListOfPrincipalRequest& request) {
  STATOR_CO_ASSIGN(const std::string user, user_of(iam.directory, context, request.name));
  const auto id = [](const identity::AccessKeyRef& key) { return key->id; };
  STATOR_CO_ASSIGN(
      const Page<identity::AccessKeyRef> page,
      take_page(iam.directory.keys_of(context.account, user), request.marker, request.max_items, id));
  ListAccessKeysResponse response;
  response.access_key_metadata.emplace();
  for (const identity::AccessKeyRef& key : page.items) {
    AccessKeyMetadata metadata;
    metadata.user_name = key->user;
    metadata.access_key_id = key->id;
    metadata.status = status_of(*key);
    metadata.create_date = time_of(key->created_millis);
    response.access_key_metadata->push_back(std::move(metadata));
  }
  finish_page(page, &response);
  co_return response;
}

base::Task<aws::Result<base::Ok>> update_access_key(Iam& iam, const aws::RequestContext& context,
                                                    UpdateAccessKeyRequest& request) {
  auto change = [&](Draft& draft) -> aws::Result<base::Ok> {
    STATOR_ASSIGN(const std::string user, user_of(draft.directory(), context, request.name));
    STATOR_ASSIGN(const identity::AccessKeyRef found,
                  find_key(draft.directory(), context, user, *request.access_key_id));
    identity::AccessKey key = *found;
    key.active = request.status->get() == Status::kActive;
    draft.put(std::move(key));
    return base::Ok{};
  };
  auto changed = co_await iam.directory.change(change);
  co_return changed;
}

base::Task<aws::Result<base::Ok>> delete_access_key(Iam& iam, const aws::RequestContext& context,
                                                    AccessKeyRequest& request) {
  auto change = [&](Draft& draft) -> aws::Result<base::Ok> {
    STATOR_ASSIGN(const std::string user, user_of(draft.directory(), context, request.name));
    STATOR_ASSIGN(const identity::AccessKeyRef found,
                  find_key(draft.directory(), context, user, *request.access_key_id));
    draft.erase(*found);
    return base::Ok{};
  };
  auto changed = co_await iam.directory.change(change);
  co_return changed;
}

}  // namespace stator::services::iam
