// What the errors of one service are called in the protocols that it speaks. A handler returns an Error with
// the name of its shape; the rest comes from the service's table:
//
//   inline constexpr ErrorCode kErrorCodes[] = {
//       {"InvalidParameterValueException", "InvalidParameterValue"},
//       {"ResourceNotFound", "ResourceNotFound", 404},
//   };
//   co_return Error{"ResourceNotFound", text};
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "aws/error.h"

namespace stator::aws::protocol {

// By the traits of the error's shape in the service's model.
struct ErrorCode {
  std::string_view shape;  // `__type` of JSON and CBOR
  std::string_view query;  // <Code> of Query (awsQueryError)
  int status = 400;
  bool capital_message = false;  // the member is "Message", not "message"
};

// All of static storage. An error that is not in it keeps its name, and what its Error says.
using ErrorCodes = std::span<const ErrorCode>;

// Fills in what the table says of the error.
Error complete_error(Error error, ErrorCodes codes);

// The same with its name in Query: that of the table, or what Query calls those errors that all services
// have: "MissingAuthenticationTokenException" is "MissingAuthenticationToken" here, with status 403, and so
// on.
Error query_error(Error error, ErrorCodes codes = {});

// The header by which services that spoke Query before tell the error's name there (awsQueryCompatible).
inline constexpr std::string_view kQueryErrorHeader = "x-amzn-query-error";

// Its value: "InvalidParameterValue;Sender".
std::string query_error_header(const Error& error, ErrorCodes codes);

}  // namespace stator::aws::protocol
