#include "services/iam/common/lookups.h"

#include <fmt/format.h>

#include <set>

#include "aws/percent.h"
#include "base/ascii.h"
#include "identity/aws_policies.h"

namespace stator::services::iam {
namespace {

aws::Error model_error(std::string code, std::string message, int status) {
  return {std::move(code), std::move(message), aws::ErrorOrigin::kModel, status};
}

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace

aws::Error no_such_entity(std::string message) {
  return model_error("NoSuchEntity", std::move(message), 404);
}
aws::Error already_exists(std::string message) {
  return model_error("EntityAlreadyExists", std::move(message), 409);
}
aws::Error delete_conflict(std::string_view message) {
  return model_error("DeleteConflict", std::string(message), 409);
}
aws::Error limit_exceeded(std::string message) {
  return model_error("LimitExceeded", std::move(message), 409);
}
aws::Error invalid_input(std::string message) { return model_error("InvalidInput", std::move(message), 400); }
aws::Error malformed_policy(std::string message) {
  return model_error("MalformedPolicyDocument", std::move(message), 400);
}

aws::Result<PrincipalRef> find_principal(const identity::Directory& directory, PrincipalKind kind,
                                         std::string_view account, std::string_view name) {
  PrincipalRef found = directory.find(kind, account, name);
  if (found == nullptr)
    return no_such_entity(fmt::format(messages::kNoSuchPrincipal, identity::kind_name(kind), name));
  return found;
}

aws::Result<identity::ManagedPolicyRef> find_policy(const identity::Directory& directory,
                                                    std::string_view account, std::string_view arn) {
  identity::ManagedPolicyRef found = directory.find_policy(arn);
  const bool is_seen =
      found != nullptr && (found->account == account || found->account == identity::kAwsAccount);
  if (!is_seen) return no_such_entity(fmt::format(messages::kNoSuchPolicy, arn));
  return found;
}

aws::Result<identity::ManagedPolicyRef> find_own_policy(const identity::Directory& directory,
                                                        std::string_view account, std::string_view arn) {
  STATOR_ASSIGN(identity::ManagedPolicyRef found, find_policy(directory, account, arn));
  if (found->account == account) return found;
  return model_error("AccessDenied", messages::kPolicyOfAws, 403);
}

aws::Result<base::Ok> check_name(std::string_view member, std::string_view name) {
  constexpr std::string_view kOthers = "+=,.@_-";
  const bool good = !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
    return is_alphanumeric(c) || kOthers.find(c) != std::string_view::npos;
  });
  if (good) return base::Ok{};
  return aws::validation_error(fmt::format(messages::kBadName, member));
}

aws::Result<base::Ok> check_path(std::string_view member, std::string_view path) {
  const bool framed = !path.empty() && path.front() == '/' && path.back() == '/';
  const bool good =
      framed && std::all_of(path.begin(), path.end(), [](char c) { return c > ' ' && c < '\x7F'; });
  if (good) return base::Ok{};
  return aws::validation_error(fmt::format(messages::kBadPath, member));
}

aws::Result<base::Ok> check_document(const std::string& document, authz::DocumentKind kind) {
  const auto parsed = authz::parse_policy(document, kind);
  if (!parsed.ok()) return malformed_policy(parsed.error().message);
  return base::Ok{};
}

aws::Result<std::vector<identity::Tag>> check_tags(const std::optional<std::vector<Tag>>& tags) {
  std::vector<identity::Tag> out;
  if (!tags) return out;
  std::set<std::string> keys;
  for (const Tag& tag : *tags) {
    if (!keys.insert(base::lower_ascii(*tag.key)).second)
      return invalid_input(std::string(messages::kDuplicateTags));
    out.push_back({*tag.key, *tag.value});
  }
  return out;
}

base::Task<aws::Result<base::Ok>> change_principal(
    Iam& iam, std::string account, PrincipalKind kind, std::string name,
    std::function<aws::Result<base::Ok>(identity::Draft&, identity::Principal*)> edit) {
  auto change = [&](identity::Draft& draft) -> aws::Result<base::Ok> {
    STATOR_ASSIGN(const PrincipalRef found, find_principal(draft.directory(), kind, account, name));
    identity::Principal copy = *found;
    STATOR_TRY(edit(draft, &copy));
    draft.put(std::move(copy));
    return base::Ok{};
  };
  auto changed = co_await iam.directory.change(change);
  co_return changed;
}

std::string member_name(PrincipalKind kind) { return std::string(identity::kind_name(kind)) + "Name"; }

std::string title(PrincipalKind kind) {
  std::string name(identity::kind_name(kind));
  name.front() = static_cast<char>(name.front() - 'a' + 'A');
  return name;
}

std::vector<Tag> tags_of(const std::vector<identity::Tag>& tags) {
  std::vector<Tag> out;
  for (const identity::Tag& tag : tags) out.push_back({tag.key, tag.value});
  return out;
}

std::string encoded_document(std::string_view document) { return aws::percent_encode(document); }

}  // namespace stator::services::iam
