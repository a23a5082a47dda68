#include "services/sts/shapes/sts.h"

#include <algorithm>

namespace stator::services::sts {
namespace {

using namespace aws::protocol;  // the vocabulary of shape tables

bool is_word(std::string_view text, std::string_view others) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           others.find(c) != std::string_view::npos;
  });
}

constexpr Pattern kSessionNamePattern{R"([\w+=,.@-]*)",
                                      [](std::string_view text) { return is_word(text, "+=,.@-"); }};
constexpr Pattern kExternalIdPattern{R"([\w+=,.@:\/-]*)",
                                     [](std::string_view text) { return is_word(text, "+=,.@:/-"); }};
constexpr Pattern kKeyIdPattern{R"([\w]*)", [](std::string_view text) { return is_word(text, ""); }};

constexpr auto kText = string_shape();
constexpr auto kTime = timestamp_shape();
constexpr auto kArn = string_shape(20, 2048);
constexpr auto kSessionName = string_shape(2, 64, &kSessionNamePattern);
constexpr auto kPolicyDocument = string_shape(1, kMaxSessionPolicyBytes);
constexpr auto kRoleDuration = integer_shape(900, 43200);
constexpr auto kTokenDuration = integer_shape(900, 129600);
constexpr auto kExternalId = string_shape(2, 1224, &kExternalIdPattern);
constexpr auto kKeyId = string_shape(16, 128, &kKeyIdPattern);
constexpr auto kPercentage = integer_shape(0);

constexpr Member kCredentialsMembers[] = {
    member<&Credentials::access_key_id>("AccessKeyId", kText),
    member<&Credentials::secret_access_key>("SecretAccessKey", kText),
    member<&Credentials::session_token>("SessionToken", kText),
    member<&Credentials::expiration>("Expiration", kTime),
};
constexpr Structure kCredentialsStructure{"Credentials", kCredentialsMembers};
constexpr auto kCredentials = structure_shape<Credentials>(kCredentialsStructure);

constexpr Member kIdentityMembers[] = {
    member<&GetCallerIdentityResponse::user_id>("UserId", kText),
    member<&GetCallerIdentityResponse::account>("Account", kText),
    member<&GetCallerIdentityResponse::arn>("Arn", kText),
};

constexpr Member kDescriptorMembers[] = {member<&PolicyDescriptor::arn>("arn", kArn)};
constexpr Structure kDescriptorStructure{"PolicyDescriptorType", kDescriptorMembers};
constexpr auto kDescriptor = structure_shape<PolicyDescriptor>(kDescriptorStructure);
constexpr auto kDescriptors = list_shape(kDescriptor, kNoMinimum, kMaxSessionPolicyArns);  // documented

constexpr Member kAssumeRoleMembers[] = {
    member<&AssumeRoleRequest::role_arn>("RoleArn", kArn, kRequired),
    member<&AssumeRoleRequest::role_session_name>("RoleSessionName", kSessionName, kRequired),
    member<&AssumeRoleRequest::policy_arns>("PolicyArns", kDescriptors),
    member<&AssumeRoleRequest::policy>("Policy", kPolicyDocument),
    member<&AssumeRoleRequest::duration_seconds>("DurationSeconds", kRoleDuration),
    member<&AssumeRoleRequest::external_id>("ExternalId", kExternalId),
};
constexpr Member kUserMembers[] = {member<&AssumedRoleUser::assumed_role_id>("AssumedRoleId", kText),
                                   member<&AssumedRoleUser::arn>("Arn", kText)};
constexpr Structure kUserStructure{"AssumedRoleUser", kUserMembers};
constexpr auto kUser = structure_shape<AssumedRoleUser>(kUserStructure);
constexpr Member kAssumeRoleOutputMembers[] = {
    member<&AssumeRoleResponse::credentials>("Credentials", kCredentials),
    member<&AssumeRoleResponse::assumed_role_user>("AssumedRoleUser", kUser),
    member<&AssumeRoleResponse::packed_policy_size>("PackedPolicySize", kPercentage),
};

constexpr Member kSessionTokenMembers[] = {
    member<&GetSessionTokenRequest::duration_seconds>("DurationSeconds", kTokenDuration)};
constexpr Member kSessionTokenOutputMembers[] = {
    member<&GetSessionTokenResponse::credentials>("Credentials", kCredentials)};
constexpr Member kKeyInfoMembers[] = {
    member<&GetAccessKeyInfoRequest::access_key_id>("AccessKeyId", kKeyId, kRequired)};
constexpr Member kKeyInfoOutputMembers[] = {member<&GetAccessKeyInfoResponse::account>("Account", kText)};

}  // namespace

constinit const Structure kGetCallerIdentityInput{"GetCallerIdentityRequest", {}};
constinit const Structure kGetCallerIdentityOutput{"GetCallerIdentityResponse", kIdentityMembers};
constinit const Structure kAssumeRoleInput{"AssumeRoleRequest", kAssumeRoleMembers};
constinit const Structure kAssumeRoleOutput{"AssumeRoleResponse", kAssumeRoleOutputMembers};
constinit const Structure kGetSessionTokenInput{"GetSessionTokenRequest", kSessionTokenMembers};
constinit const Structure kGetSessionTokenOutput{"GetSessionTokenResponse", kSessionTokenOutputMembers};
constinit const Structure kGetAccessKeyInfoInput{"GetAccessKeyInfoRequest", kKeyInfoMembers};
constinit const Structure kGetAccessKeyInfoOutput{"GetAccessKeyInfoResponse", kKeyInfoOutputMembers};

}  // namespace stator::services::sts
