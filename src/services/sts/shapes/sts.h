// The shapes of STS.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "aws/protocol/shape.h"

namespace stator::services::sts {

using aws::protocol::Structure;
using aws::protocol::Timestamp;

struct Credentials {
  std::string access_key_id;
  std::string secret_access_key;
  std::string session_token;
  Timestamp expiration;
};

struct GetCallerIdentityRequest {};
struct GetCallerIdentityResponse {
  std::string user_id;
  std::string account;
  std::string arn;
};

inline constexpr std::size_t kMaxSessionPolicyBytes = 2048;
inline constexpr std::size_t kMaxSessionPolicyArns = 10;

struct PolicyDescriptor {
  std::optional<std::string> arn;
};
struct AssumeRoleRequest {
  std::optional<std::string> role_arn;
  std::optional<std::string> role_session_name;
  std::optional<std::vector<PolicyDescriptor>> policy_arns;
  std::optional<std::string> policy;
  std::optional<std::int64_t> duration_seconds;
  std::optional<std::string> external_id;
};
struct AssumedRoleUser {
  std::string assumed_role_id;
  std::string arn;
};
struct AssumeRoleResponse {
  Credentials credentials;
  AssumedRoleUser assumed_role_user;
  std::optional<std::int64_t> packed_policy_size;
};

struct GetSessionTokenRequest {
  std::optional<std::int64_t> duration_seconds;
};
struct GetSessionTokenResponse {
  Credentials credentials;
};

struct GetAccessKeyInfoRequest {
  std::optional<std::string> access_key_id;
};
struct GetAccessKeyInfoResponse {
  std::string account;
};

extern const Structure kGetCallerIdentityInput;
extern const Structure kGetCallerIdentityOutput;
extern const Structure kAssumeRoleInput;
extern const Structure kAssumeRoleOutput;
extern const Structure kGetSessionTokenInput;
extern const Structure kGetSessionTokenOutput;
extern const Structure kGetAccessKeyInfoInput;
extern const Structure kGetAccessKeyInfoOutput;

}  // namespace stator::services::sts
