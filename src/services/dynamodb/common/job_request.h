// What an export or an import was asked for, to know the request again by its client token.
#pragma once

#include <string>

#include "aws/protocol/json_writer.h"
#include "base/digest.h"
#include "services/dynamodb/shapes/common.h"

namespace stator::services::dynamodb {

// Of all but the token, as it was sent. `structure` describes `request`.
template <typename Request>
std::string digest_of_request(const Structure& structure, Request& request) {
  std::optional<std::string> token;
  std::swap(token, request.client_token);
  std::string text;
  aws::protocol::write_json(structure, &request, &text);
  std::swap(token, request.client_token);
  return base::to_hex(base::digest_of(base::DigestKind::kSha256, text));
}

}  // namespace stator::services::dynamodb
