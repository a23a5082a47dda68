// Any request with something like a signature: it is read or refused with a message; and nobody makes a
// signature that is verified, without the secret.
#include <cstddef>
#include <cstdint>
#include <string>

#include "aws/identity_rules.h"
#include "aws/sigv4.h"
#include "base/check.h"
#include "fuzz_request.h"

using namespace stator;

namespace {
constexpr std::int64_t kNow = 1'767'225'600'000;  // 2026-01-01

aws::SignatureInput input_of(const net::Request& request) {
  const auto date = request.header("X-Amz-Date");
  return {request.header("Authorization").value_or(""), date ? *date : request.header("Date").value_or(""),
          request.query, &request};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  fuzz::FuzzRequest from(&input);
  const net::Request& request = from.request();
  const auto signature = aws::read_signature(input_of(request));
  if (!signature.ok()) {
    STATOR_CHECK(!signature.error().code.empty() && !signature.error().message.empty());
    return 0;
  }
  STATOR_CHECK(!signature->access_key_id.empty() || signature->signature.size() <= size);
  STATOR_CHECK(!aws::verify_signature(*signature, request, "a secret that nobody knows", kNow).ok());
  aws::RequestContext context;
  const aws::IdentityRules rules;
  if (aws::identify(rules, input_of(request), &context).ok()) {
    STATOR_CHECK(context.is_signed && context.account.size() == 12 && !context.region.empty());
  }
  return 0;
}
