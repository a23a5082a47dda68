// What identity keeps: users, groups, roles, policies, access keys and sessions, as stored
// (docs/formats/identity.md).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "authz/policy.h"

namespace stator::identity {

using PolicyPtr = std::shared_ptr<const authz::Policy>;

enum class PrincipalKind : std::uint8_t { kUser, kGroup, kRole };
inline constexpr std::size_t kPrincipalKinds = 3;

struct Tag {
  std::string key;
  std::string value;
};

struct InlinePolicy {
  std::string name;
  std::string document;  // as sent
};

// A user, group or role.
struct Principal {
  PrincipalKind kind = PrincipalKind::kUser;
  std::string account;
  std::string path = "/";
  std::string name;
  std::string id;  // AIDA..., AGPA..., AROA...
  std::int64_t created_millis = 0;
  std::vector<Tag> tags;
  std::vector<InlinePolicy> inline_policies;  // in order of name
  std::vector<std::string> attached;          // ARNs of managed policies, in the order of attachment
  std::optional<std::string> boundary;        // ARN of the policy that bounds the permissions
  // Roles.
  std::string trust_document;
  std::optional<std::string> description;
  std::int64_t max_session_seconds = 3600;
  // Users: names of the groups that they are in.
  std::vector<std::string> groups;

  // Made of the documents, not stored.
  std::vector<PolicyPtr> inline_parsed;
  PolicyPtr trust_parsed;

  std::string arn() const;
};

struct PolicyVersion {
  std::int64_t number = 1;  // "v1"
  std::string document;
  std::int64_t created_millis = 0;

  std::string id() const { return "v" + std::to_string(number); }
};

struct ManagedPolicy {
  std::string account;  // "aws": one of AWS's own
  std::string path = "/";
  std::string name;
  std::string id;  // ANPA...
  std::optional<std::string> description;
  std::int64_t created_millis = 0;
  std::int64_t updated_millis = 0;
  std::vector<PolicyVersion> versions;  // the oldest first
  std::int64_t default_version = 1;
  std::int64_t next_version = 2;
  std::vector<Tag> tags;

  PolicyPtr parsed;  // of the default version; not stored

  std::string arn() const;
  const PolicyVersion* find_version(std::string_view id) const;
  const PolicyVersion* default_document() const;
};

struct AccessKey {
  std::string id;  // AKIA...
  std::string secret;
  std::string account;
  std::string user;  // empty: the account's root
  bool active = true;
  std::int64_t created_millis = 0;
};

// Temporary credentials.
struct Session {
  std::string id;  // of its access key: ASIA...
  std::string secret;
  std::string token;
  std::string account;
  std::string role;     // name of the role that was assumed; empty: GetSessionToken
  std::string role_id;  // AROA...; a new role of the same name does not revive the session
  std::string name;     // of the session of a role
  std::string user;     // who called GetSessionToken; empty: root
  std::string policy;   // session policy, empty: none
  std::vector<std::string> policy_arns;
  std::int64_t created_millis = 0;
  std::int64_t expires_millis = 0;

  PolicyPtr policy_parsed;  // not stored
};

using PrincipalRef = std::shared_ptr<const Principal>;
using ManagedPolicyRef = std::shared_ptr<const ManagedPolicy>;
using AccessKeyRef = std::shared_ptr<const AccessKey>;
using SessionRef = std::shared_ptr<const Session>;

std::string_view kind_name(PrincipalKind kind);  // "user"

// Stored bytes. Decoding gives nothing for damaged bytes or those of a newer format.
std::string encode(const Principal& principal);
std::string encode(const ManagedPolicy& policy);
std::string encode(const AccessKey& key);
std::string encode(const Session& session);
bool decode(std::string_view bytes, Principal* principal);
bool decode(std::string_view bytes, ManagedPolicy* policy);
bool decode(std::string_view bytes, AccessKey* key);
bool decode(std::string_view bytes, Session* session);

// Fill what is made of the documents. A document that cannot be parsed (any more) denies everything.
void parse_documents(Principal* principal);
void parse_documents(ManagedPolicy* policy);
void parse_documents(Session* session);

}  // namespace stator::identity
