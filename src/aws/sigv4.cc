#include "aws/sigv4.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <string>

#include "messages/requests.h"

namespace stator::aws {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";

Error missing_token() {
  return {"MissingAuthenticationTokenException", std::string(messages::kMissingToken),
          ErrorOrigin::kFramework};
}

Error incomplete(std::string message) {
  return {"IncompleteSignatureException", std::move(message), ErrorOrigin::kFramework};
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// Takes what stands before `separator` off the front; all of it if there is none.
std::string_view next_part(std::string_view* text, char separator) {
  const std::size_t at = text->find(separator);
  const std::string_view part = text->substr(0, at);
  *text = at == std::string_view::npos ? std::string_view() : text->substr(at + 1);
  return part;
}

// The five elements of a credential, cut at '/' or at its percent-encoded form.
bool split_credential(std::string_view credential, std::array<std::string_view, 5>* parts) {
  const bool is_encoded = credential.find('%') != std::string_view::npos;
  std::size_t count = 0;
  while (true) {
    std::size_t length = credential.find('/');
    std::size_t separator = 1;
    const std::size_t encoded =
        is_encoded ? std::min(credential.find("%2F"), credential.find("%2f")) : std::string_view::npos;
    if (encoded < length) {
      length = encoded;
      separator = 3;
    }
    if (count == parts->size()) return false;
    (*parts)[count++] = credential.substr(0, length);
    if (length == std::string_view::npos) break;
    credential.remove_prefix(length + separator);
  }
  return count == parts->size();
}

// Wider than AWS's own names, since people make some up: "local", "US_TEST". Empty: the server's own region.
bool is_region_name(std::string_view text) {
  constexpr std::size_t kMaxLength = 64;
  return text.size() <= kMaxLength && std::ranges::all_of(text, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                  c == '_' || c == '.';
         });
}

Result<Signature> finish(std::string_view credential, std::string_view signed_headers,
                         std::string_view signature, std::string_view date) {
  std::array<std::string_view, 5> parts;
  if (!split_credential(credential, &parts)) {
    return incomplete(std::string(messages::kCredentialParts) + std::string(credential) + "'");
  }
  if (!is_region_name(parts[2])) {
    return Error{"InvalidSignatureException", fmt::format(messages::kCredentialRegion, parts[2]),
                 ErrorOrigin::kFramework};
  }
  return Signature{parts[0], parts[1], parts[2], parts[3], signed_headers, signature, date, {}, {}};
}

// Of "Name=value"; what lacks the '=' has an empty value. False: it has another name.
bool take_named(std::string_view part, std::string_view name, std::string_view* value) {
  if (!part.starts_with(name)) return false;
  part.remove_prefix(name.size());
  if (!part.empty() && part.front() != '=') return false;
  *value = part.substr(part.empty() ? 0 : 1);
  return true;
}

Result<Signature> read_header(const SignatureInput& input) {
  std::string_view rest = trim(input.authorization);
  rest.remove_prefix(kAlgorithm.size());
  std::string_view credential, signed_headers, signature;
  while (!rest.empty()) {
    const std::string_view part = trim(next_part(&rest, ','));
    if (take_named(part, "Credential", &credential) || take_named(part, "SignedHeaders", &signed_headers))
      continue;
    take_named(part, "Signature", &signature);
  }
  std::string missing;
  if (credential.empty()) missing += messages::kHeaderNeedsCredential;
  if (signature.empty()) missing += messages::kHeaderNeedsSignature;
  if (signed_headers.empty()) missing += messages::kHeaderNeedsSignedHeaders;
  if (input.amz_date.empty()) missing += messages::kHeaderNeedsDate;
  if (!missing.empty()) return incomplete(missing + "Authorization=" + std::string(input.authorization));
  STATOR_ASSIGN(Signature out, finish(credential, signed_headers, signature, input.amz_date));
  if (input.request != nullptr)
    out.security_token = input.request->header("X-Amz-Security-Token").value_or("");
  if (!input.policy.empty()) out.security_token = input.policy_token;
  return out;
}

Result<Signature> read_query(std::string_view query) {
  struct Parameter {
    std::string_view name;
    std::string_view value;
  };
  enum { kCredential, kSignature, kSignedHeaders, kDate, kRequired, kExpires = kRequired, kToken, kCount };
  std::array<Parameter, kCount> parameters = {{{"X-Amz-Credential", {}},
                                               {"X-Amz-Signature", {}},
                                               {"X-Amz-SignedHeaders", {}},
                                               {"X-Amz-Date", {}},
                                               {"X-Amz-Expires", {}},
                                               {"X-Amz-Security-Token", {}}}};
  while (!query.empty()) {
    std::string_view value = next_part(&query, '&');
    const std::string_view name = next_part(&value, '=');
    for (Parameter& parameter : parameters) {
      if (parameter.name == name) parameter.value = value;
    }
  }
  std::string missing;
  for (const Parameter& parameter : std::span(parameters).first(kRequired)) {
    if (!parameter.value.empty()) continue;
    missing.append(messages::kQueryNeeds).append(parameter.name).append("'. ");
  }
  if (!missing.empty()) return incomplete(missing + std::string(messages::kQueryReexamine));
  STATOR_ASSIGN(Signature out, finish(parameters[kCredential].value, parameters[kSignedHeaders].value,
                                      parameters[kSignature].value, parameters[kDate].value));
  constexpr std::string_view kDefaultExpires = "900";
  out.expires = parameters[kExpires].value.empty() ? kDefaultExpires : parameters[kExpires].value;
  out.security_token = parameters[kToken].value;
  return out;
}

bool is_presigned(std::string_view query) {
  while (!query.empty()) {
    std::string_view value = next_part(&query, '&');
    if (next_part(&value, '=') == "X-Amz-Algorithm") return true;
  }
  return false;
}

}  // namespace

Result<Signature> read_signature(const SignatureInput& input) {
  const bool presigned = is_presigned(input.query);
  if (input.authorization.empty()) return presigned ? read_query(input.query) : missing_token();
  if (presigned) {
    return Error{"InvalidSignatureException", std::string(messages::kTwoAuthentications),
                 ErrorOrigin::kFramework};
  }
  const std::string_view scheme = trim(input.authorization).substr(0, kAlgorithm.size());
  return scheme == kAlgorithm ? read_header(input) : missing_token();
}

}  // namespace stator::aws
