#include "aws/protocol/error_codes.h"

#include <algorithm>
#include <utility>

namespace stator::aws::protocol {
namespace {

// What all services have.
constexpr ErrorCode kCommonCodes[] = {
    {"MissingAuthenticationTokenException", "MissingAuthenticationToken", 403},
    {"UnrecognizedClientException", "InvalidClientTokenId", 403},
    {"InvalidSignatureException", "SignatureDoesNotMatch", 403},
    {"IncompleteSignatureException", "IncompleteSignature", 400},
    {"ExpiredTokenException", "ExpiredToken", 403},
    {"AccessDeniedException", "AccessDenied", 403},
    {"UnknownOperationException", "InvalidAction", 400},
    {"ValidationException", "ValidationError", 400},
    {"SerializationException", "MalformedInput", 400},
    {"InternalServerError", "InternalFailure", 500},
};

const ErrorCode* find(ErrorCodes codes, std::string_view shape) {
  const auto found =
      std::find_if(codes.begin(), codes.end(), [&](const ErrorCode& code) { return code.shape == shape; });
  return found == codes.end() ? nullptr : &*found;
}

}  // namespace

Error complete_error(Error error, ErrorCodes codes) {
  if (const ErrorCode* code = find(codes, error.code)) {
    error.status = code->status;
    error.capital_message = code->capital_message;
  }
  return error;
}

Error query_error(Error error, ErrorCodes codes) {
  const ErrorCode* code = find(codes, error.code);
  if (code == nullptr) code = find(kCommonCodes, error.code);
  if (code == nullptr) return error;
  error.code = code->query;
  error.status = code->status;
  return error;
}

std::string query_error_header(const Error& error, ErrorCodes codes) {
  const Error named = query_error({error.code, "", error.origin, error.status}, codes);
  return named.code + (named.status < 500 ? ";Sender" : ";Receiver");
}

}  // namespace stator::aws::protocol
