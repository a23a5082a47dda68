#include "aws/identity_rules.h"

#include <algorithm>

namespace stator::aws {
namespace {

bool is_account_id(std::string_view text) {
  constexpr std::size_t kAccountDigits = 12;
  return text.size() == kAccountDigits &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Result<base::Ok> identify(const IdentityRules& rules, const SignatureInput& input, RequestContext* context) {
  STATOR_ASSIGN(const Signature signature, read_signature(input));
  context->is_signed = true;
  context->access_key_id = signature.access_key_id;
  context->account = rules.account;
  context->region = rules.region;
  context->shared_data = rules.shared_data;
  if (rules.shared_data) return base::Ok{};
  if (is_account_id(signature.access_key_id)) context->account = signature.access_key_id;
  if (!signature.region.empty()) context->region = signature.region;
  return base::Ok{};
}

}  // namespace stator::aws
