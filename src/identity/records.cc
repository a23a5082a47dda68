#include "identity/records.h"

#include <algorithm>

#include "aws/protocol/shape.h"
#include "records/records.h"

namespace stator::identity {
namespace {

using namespace aws::protocol;  // the vocabulary of shape tables

constexpr auto kText = string_shape();
constexpr auto kTexts = list_shape(kText);
constexpr auto kNumber = long_shape();
constexpr auto kFlag = boolean_shape();

constexpr Member kTagMembers[] = {member<&Tag::key>("key", kText), member<&Tag::value>("value", kText)};
constexpr Structure kTagStructure{"Tag", kTagMembers};
constexpr auto kTag = structure_shape<Tag>(kTagStructure);
constexpr auto kTags = list_shape(kTag);

constexpr Member kInlineMembers[] = {member<&InlinePolicy::name>("name", kText),
                                     member<&InlinePolicy::document>("document", kText)};
constexpr Structure kInlineStructure{"InlinePolicy", kInlineMembers};
constexpr auto kInline = structure_shape<InlinePolicy>(kInlineStructure);
constexpr auto kInlines = list_shape(kInline);

constexpr Member kPrincipalMembers[] = {
    member<&Principal::account>("account", kText),
    member<&Principal::path>("path", kText),
    member<&Principal::name>("name", kText),
    member<&Principal::id>("id", kText),
    member<&Principal::created_millis>("created", kNumber),
    member<&Principal::tags>("tags", kTags),
    member<&Principal::inline_policies>("inline", kInlines),
    member<&Principal::attached>("attached", kTexts),
    member<&Principal::boundary>("boundary", kText),
    member<&Principal::trust_document>("trust", kText),
    member<&Principal::description>("description", kText),
    member<&Principal::max_session_seconds>("max_session", kNumber),
    member<&Principal::groups>("groups", kTexts),
};
constexpr Structure kPrincipalRecord{"Principal", kPrincipalMembers};

constexpr Member kVersionMembers[] = {member<&PolicyVersion::number>("number", kNumber),
                                      member<&PolicyVersion::document>("document", kText),
                                      member<&PolicyVersion::created_millis>("created", kNumber)};
constexpr Structure kVersionStructure{"PolicyVersion", kVersionMembers};
constexpr auto kVersion = structure_shape<PolicyVersion>(kVersionStructure);
constexpr auto kVersions = list_shape(kVersion);

constexpr Member kPolicyMembers[] = {
    member<&ManagedPolicy::account>("account", kText),
    member<&ManagedPolicy::path>("path", kText),
    member<&ManagedPolicy::name>("name", kText),
    member<&ManagedPolicy::id>("id", kText),
    member<&ManagedPolicy::description>("description", kText),
    member<&ManagedPolicy::created_millis>("created", kNumber),
    member<&ManagedPolicy::updated_millis>("updated", kNumber),
    member<&ManagedPolicy::versions>("versions", kVersions),
    member<&ManagedPolicy::default_version>("default", kNumber),
    member<&ManagedPolicy::next_version>("next", kNumber),
    member<&ManagedPolicy::tags>("tags", kTags),
};
constexpr Structure kPolicyRecord{"ManagedPolicy", kPolicyMembers};

constexpr Member kKeyMembers[] = {
    member<&AccessKey::id>("id", kText),           member<&AccessKey::secret>("secret", kText),
    member<&AccessKey::account>("account", kText), member<&AccessKey::user>("user", kText),
    member<&AccessKey::active>("active", kFlag),   member<&AccessKey::created_millis>("created", kNumber),
};
constexpr Structure kKeyRecord{"AccessKey", kKeyMembers};

constexpr Member kSessionMembers[] = {
    member<&Session::id>("id", kText),
    member<&Session::secret>("secret", kText),
    member<&Session::token>("token", kText),
    member<&Session::account>("account", kText),
    member<&Session::role>("role", kText),
    member<&Session::role_id>("role_id", kText),
    member<&Session::name>("name", kText),
    member<&Session::user>("user", kText),
    member<&Session::policy>("policy", kText),
    member<&Session::policy_arns>("policy_arns", kTexts),
    member<&Session::created_millis>("created", kNumber),
    member<&Session::expires_millis>("expires", kNumber),
};
constexpr Structure kSessionRecord{"Session", kSessionMembers};

PolicyPtr parse_or_deny(const std::string& document, authz::DocumentKind kind) {
  auto parsed = authz::parse_policy(document, kind);
  if (parsed.ok()) return std::make_shared<const authz::Policy>(std::move(*parsed));
  authz::Statement nothing;
  nothing.effect = authz::Effect::kDeny;
  nothing.actions = nothing.resources = {"*"};
  return std::make_shared<const authz::Policy>(authz::Policy{false, {nothing}});
}

}  // namespace

std::string_view kind_name(PrincipalKind kind) {
  switch (kind) {
    case PrincipalKind::kUser:
      return "user";
    case PrincipalKind::kGroup:
      return "group";
    case PrincipalKind::kRole:
      return "role";
  }
  return "";
}

std::string Principal::arn() const {
  return "arn:aws:iam::" + account + ":" + std::string(kind_name(kind)) + path + name;
}

std::string ManagedPolicy::arn() const { return "arn:aws:iam::" + account + ":policy" + path + name; }

const PolicyVersion* ManagedPolicy::find_version(std::string_view id) const {
  const auto found = std::find_if(versions.begin(), versions.end(),
                                  [&](const PolicyVersion& version) { return version.id() == id; });
  return found == versions.end() ? nullptr : &*found;
}

const PolicyVersion* ManagedPolicy::default_document() const {
  const auto found = std::find_if(versions.begin(), versions.end(), [&](const PolicyVersion& version) {
    return version.number == default_version;
  });
  return found == versions.end() ? nullptr : &*found;
}

std::string encode(const Principal& principal) { return records::encode(kPrincipalRecord, &principal); }
std::string encode(const ManagedPolicy& policy) { return records::encode(kPolicyRecord, &policy); }
std::string encode(const AccessKey& key) { return records::encode(kKeyRecord, &key); }
std::string encode(const Session& session) { return records::encode(kSessionRecord, &session); }

bool decode(std::string_view bytes, Principal* principal) {
  return records::decode(kPrincipalRecord, bytes, principal).ok();
}
bool decode(std::string_view bytes, ManagedPolicy* policy) {
  return records::decode(kPolicyRecord, bytes, policy).ok();
}
bool decode(std::string_view bytes, AccessKey* key) { return records::decode(kKeyRecord, bytes, key).ok(); }
bool decode(std::string_view bytes, Session* session) {
  return records::decode(kSessionRecord, bytes, session).ok();
}

void parse_documents(Principal* principal) {
  principal->inline_parsed.clear();
  for (const InlinePolicy& policy : principal->inline_policies)
    principal->inline_parsed.push_back(parse_or_deny(policy.document, authz::DocumentKind::kIdentity));
  if (principal->kind == PrincipalKind::kRole)
    principal->trust_parsed = parse_or_deny(principal->trust_document, authz::DocumentKind::kTrust);
}

void parse_documents(ManagedPolicy* policy) {
  const PolicyVersion* version = policy->default_document();
  policy->parsed = parse_or_deny(version == nullptr ? "" : version->document, authz::DocumentKind::kIdentity);
}

void parse_documents(Session* session) {
  if (!session->policy.empty())
    session->policy_parsed = parse_or_deny(session->policy, authz::DocumentKind::kIdentity);
}

}  // namespace stator::identity
