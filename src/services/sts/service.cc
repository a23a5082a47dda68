#include "services/sts/service.h"

namespace stator::services::sts {
namespace {

using aws::protocol::operation;
using aws::protocol::Operation;

constexpr Operation kOperations[] = {
    operation<Sts, GetCallerIdentityRequest, GetCallerIdentityResponse, get_caller_identity>(
        "GetCallerIdentity", "sts:GetCallerIdentity", kGetCallerIdentityInput, kGetCallerIdentityOutput),
    operation<Sts, AssumeRoleRequest, AssumeRoleResponse, assume_role>("AssumeRole", "sts:AssumeRole",
                                                                       kAssumeRoleInput, kAssumeRoleOutput),
    operation<Sts, GetSessionTokenRequest, GetSessionTokenResponse, get_session_token>(
        "GetSessionToken", "sts:GetSessionToken", kGetSessionTokenInput, kGetSessionTokenOutput),
    operation<Sts, GetAccessKeyInfoRequest, GetAccessKeyInfoResponse, get_access_key_info>(
        "GetAccessKeyInfo", "sts:GetAccessKeyInfo", kGetAccessKeyInfoInput, kGetAccessKeyInfoOutput),
};

}  // namespace

std::span<const Operation> operations() { return kOperations; }

aws::protocol::QueryEndpoint query_endpoint(Sts& sts, const aws::IdentityRules& rules) {
  return {
      {"sts", "2011-06-15", "https://sts.amazonaws.com/doc/2011-06-15/", false, kOperations}, &sts, rules};
}

}  // namespace stator::services::sts
