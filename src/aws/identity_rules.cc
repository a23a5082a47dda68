#include "aws/identity_rules.h"

#include <fmt/format.h>

#include "aws/arn.h"
#include "aws/percent.h"
#include "messages/requests.h"

namespace stator::aws {
namespace {

Error framework_error(std::string_view code, std::string_view message) {
  return {std::string(code), std::string(message), ErrorOrigin::kFramework};
}

Error unrecognized() { return framework_error("UnrecognizedClientException", messages::kUnknownKey); }

Result<base::Ok> verify(const Signature& signature, const std::optional<Credential>& credential,
                        const SignatureInput& input, std::int64_t now_millis) {
  if (!credential || !credential->active) return unrecognized();
  if (!input.policy.empty()) {
    STATOR_TRY(verify_policy_signature(signature, input.policy, credential->secret));
  } else {
    if (input.request == nullptr) return unrecognized();
    STATOR_TRY(verify_signature(signature, *input.request, credential->secret, now_millis));
  }
  if (credential->session_token.empty()) {
    if (!signature.security_token.empty()) return unrecognized();
    return base::Ok{};
  }
  const std::string token = signature.expires.empty() ? std::string(signature.security_token)
                                                      : percent_decode(signature.security_token);
  if (!equal_secrets(token, credential->session_token)) return unrecognized();
  if (credential->expires_millis <= now_millis)
    return framework_error("ExpiredTokenException", messages::kExpiredToken);
  return base::Ok{};
}

// Keys that nobody made are not looked for: a look-up takes a lock.
bool may_be_known(const IdentityRules& rules, std::string_view access_key_id) {
  constexpr std::size_t kKeyIdLength = 20;
  if (rules.credentials == nullptr) return false;
  return rules.authorizer != nullptr || access_key_id.size() == kKeyIdLength;
}

}  // namespace

Result<base::Ok> identify(const IdentityRules& rules, const SignatureInput& input, RequestContext* context,
                          std::string_view service) {
  STATOR_ASSIGN(const Signature signature, read_signature(input));
  std::optional<Credential> credential;
  if (may_be_known(rules, signature.access_key_id))
    credential = rules.credentials->find_credential(signature.access_key_id);
  if (rules.authorizer != nullptr) {
    if (!service.empty() && signature.service != service)
      return framework_error("InvalidSignatureException", fmt::format(messages::kCredentialService, service));
    STATOR_TRY(verify(signature, credential, input, context->clock->unix_millis()));
    context->authorizer = rules.authorizer;
  }
  context->is_signed = true;
  context->access_key_id = signature.access_key_id;
  context->account = rules.account;
  context->region = rules.region;
  context->shared_data = rules.shared_data;
  if (credential) context->principal = credential->principal;
  if (rules.shared_data) return base::Ok{};
  if (credential) {
    context->account = credential->principal->account;
  } else if (is_account_id(signature.access_key_id)) {
    context->account = signature.access_key_id;
  }
  if (!signature.region.empty()) context->region = signature.region;
  return base::Ok{};
}

}  // namespace stator::aws
