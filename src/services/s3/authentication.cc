#include "services/s3/authentication.h"

#include <fmt/format.h>

#include <algorithm>

#include "authz/policy.h"
#include "aws/percent.h"
#include "aws/protocol/iso_time.h"
#include "aws/protocol/uri.h"
#include "aws/router.h"
#include "base/ascii.h"
#include "services/s3/common/messages.h"
#include "services/s3/common/text.h"

namespace stator::services::s3 {

namespace {

constexpr std::int64_t kMaxExpirySeconds = 604'800;
constexpr std::size_t kAccountDigits = 12;
constexpr std::string_view kSigningName = "s3";

Error malformed_query(std::string message) {
  return {400, "AuthorizationQueryParametersError", std::move(message), {}};
}

Error expired(std::vector<std::pair<std::string, std::string>> details, std::int64_t expires_seconds,
              const base::Clock& clock) {
  Error error{403, "AccessDenied", messages::kExpired, std::move(details)};
  error.details.emplace_back("Expires", aws::protocol::iso_time(expires_seconds * 1000));
  error.details.emplace_back("ServerTime", aws::protocol::iso_time(clock.unix_micros() / 1'000'000 * 1000));
  return error;
}

// The names that S3 gives to what the other protocols call otherwise.
Error refusal(const aws::Error& error) {
  if (error.code == "UnrecognizedClientException") return {403, "InvalidAccessKeyId", error.message, {}};
  if (error.code == "InvalidSignatureException") return {403, "SignatureDoesNotMatch", error.message, {}};
  if (error.code == "ExpiredTokenException") return {400, "ExpiredToken", error.message, {}};
  return {400, "AuthorizationHeaderMalformed", error.message, {}};
}

// S3 asks for more than other services: every header of its own that is there has to be signed. Without that,
// whoever has a presigned URL for an upload could make it a copy of any object of the signer's.
Result<base::Ok> check_signed_headers(const net::Request& request) {
  const auto signature = aws::read_signature(aws::signature_input(request));
  if (!signature.ok()) return base::Ok{};  // to be said by who verifies it
  const std::string list = ";" + aws::percent_decode(signature->signed_headers) + ";";
  std::string unsigned_headers;
  for (const net::Header& header : request.headers) {
    const std::string name = base::lower_ascii(header.name);
    const bool must = name == "host" || (name.starts_with("x-amz-") && name != "x-amz-content-sha256");
    if (!must || list.find(";" + name + ";") != list.npos) continue;
    unsigned_headers.append(unsigned_headers.empty() ? "" : ", ").append(name);
  }
  if (unsigned_headers.empty()) return base::Ok{};
  return Error{403, "AccessDenied", messages::kHeadersNotSigned, {{"HeadersNotSigned", unsigned_headers}}};
}

class Query {
 public:
  explicit Query(std::string_view text) : parameters_(aws::protocol::query_parameters(text)) {}

  std::string_view find(std::string_view name) const {
    for (const auto& [candidate, value] : parameters_) {
      if (candidate == name) return value;
    }
    return {};
  }

 private:
  const std::vector<std::pair<std::string, std::string>> parameters_;
};

Result<base::Ok> check_expiry(const Query& query, const base::Clock& clock) {
  const std::string_view expires = query.find("X-Amz-Expires");
  if (expires.empty()) return malformed_query(messages::kPresignedParameters);
  if (expires.starts_with('-')) return malformed_query(messages::kNegativeExpires);
  const auto seconds = parse_number(expires);
  if (!seconds) return malformed_query(messages::kExpiresNoNumber);
  if (*seconds > kMaxExpirySeconds) return malformed_query(messages::kExpiresTooLong);
  const auto signed_at = parse_amz_date(query.find("X-Amz-Date"));
  if (!signed_at) return malformed_query(messages::kBadDate);
  const std::int64_t ends = *signed_at + static_cast<std::int64_t>(*seconds);
  if (clock.unix_seconds() <= ends) return base::Ok{};
  return expired({{"X-Amz-Expires", std::string(expires)}}, ends, clock);
}

Error unsupported_mechanism() { return invalid_request(messages::kUnsupportedAuthorization); }

// Buckets may be public, where policies decide.
Result<base::Ok> authenticate_nobody(const aws::IdentityRules& rules, aws::RequestContext* context) {
  if (rules.authorizer == nullptr) return access_denied();
  context->authorizer = rules.authorizer;
  context->account = rules.account;
  context->region = rules.region;
  return base::Ok{};
}

// By a signature of version 2, which nobody verifies.
void identify_v2(const aws::IdentityRules& rules, std::string_view key, aws::RequestContext* context) {
  context->is_signed = true;
  context->access_key_id = key;
  context->account = rules.account;
  context->region = rules.region;
  const bool is_account = key.size() == kAccountDigits && key.find_first_not_of("0123456789") == key.npos;
  if (!rules.shared_data && is_account) context->account = key;
}

// The older form of presigned URLs, which SDKs still make by default.
Result<base::Ok> authenticate_v2(const aws::IdentityRules& rules, const Query& query,
                                 aws::RequestContext* context) {
  const auto ends = parse_number(query.find("Expires"));
  if (!ends || query.find("Signature").empty())
    return Error{403, "AccessDenied", messages::kOldPresignedParameters, {}};
  if (context->clock->unix_seconds() > static_cast<std::int64_t>(*ends))
    return expired({}, static_cast<std::int64_t>(*ends), *context->clock);
  identify_v2(rules, query.find("AWSAccessKeyId"), context);
  return base::Ok{};
}

Error lacks_field(std::string_view name) {
  return invalid_argument(fmt::format(messages::kFormNeedsField, name), name, "");
}

}  // namespace

Result<base::Ok> authenticate_form(const aws::IdentityRules& rules, const Form& form,
                                   aws::RequestContext* context) {
  const std::string_view policy = form.field_or_empty("policy");
  if (policy.empty()) return authenticate_nobody(rules, context);
  const std::string_view signature = form.field_or_empty("x-amz-signature");
  if (signature.empty()) {
    if (form.field_or_empty("awsaccesskeyid").empty()) return lacks_field("AWSAccessKeyId");
    if (form.field_or_empty("signature").empty()) return lacks_field("Signature");
    if (rules.authorizer != nullptr) return unsupported_mechanism();
    identify_v2(rules, form.field_or_empty("awsaccesskeyid"), context);
    return base::Ok{};
  }
  for (const std::string_view name : {"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date"}) {
    if (form.field_or_empty(base::lower_ascii(name)).empty()) return lacks_field(name);
  }
  const std::string authorization =
      fmt::format("{} Credential={},SignedHeaders={},Signature={}", form.field_or_empty("x-amz-algorithm"),
                  form.field_or_empty("x-amz-credential"), "policy", signature);
  const aws::SignatureInput input{authorization, form.field_or_empty("x-amz-date"),          {}, nullptr,
                                  policy,        form.field_or_empty("x-amz-security-token")};
  auto identified = aws::identify(rules, input, context, "s3");
  if (identified.ok()) return base::Ok{};
  if (identified.error().code == "InvalidSignatureException")
    return Error{403, "SignatureDoesNotMatch", messages::kWrongSignature, {}};
  return refusal(identified.error());
}

Result<base::Ok> authenticate(const aws::IdentityRules& rules, const net::Request& request,
                              aws::RequestContext* context) {
  const std::string_view authorization = aws::header_or_empty(request, "authorization");
  const Query query(request.query);
  const bool presigned = !query.find("X-Amz-Algorithm").empty();
  if (authorization.empty() && !presigned) {
    if (query.find("AWSAccessKeyId").empty()) return authenticate_nobody(rules, context);
    // As in regions of AWS that were opened after 2013: the older form is not verified.
    if (rules.authorizer != nullptr) return unsupported_mechanism();
    return authenticate_v2(rules, query, context);
  }
  if (authorization.starts_with("AWS ")) return unsupported_mechanism();
  if (rules.authorizer != nullptr) {
    STATOR_TRY(check_signed_headers(request));
  }
  auto identified = aws::identify(rules, aws::signature_input(request), context, kSigningName);
  if (!identified.ok()) {
    if (rules.authorizer != nullptr) return refusal(identified.error());
    if (presigned) return malformed_query(std::move(identified.error().message));
    return Error{400, "AuthorizationHeaderMalformed", std::move(identified.error().message), {}};
  }
  if (!presigned) return base::Ok{};
  return check_expiry(query, *context->clock);
}

}  // namespace stator::services::s3
