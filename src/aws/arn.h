// Amazon resource names: arn:partition:service:region:account:resource.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aws/request_context.h"

namespace stator::aws {

// Views into the text that was parsed.
struct Arn {
  std::string_view partition;
  std::string_view service;
  std::string_view region;
  std::string_view account;
  std::string_view resource;  // may hold colons and slashes itself
};

inline bool looks_like_arn(std::string_view text) { return text.substr(0, 4) == "arn:"; }

// Nothing if one of the six parts is missing. Region and account may be empty, as in ARNs of S3.
std::optional<Arn> parse_arn(std::string_view text);

// Does the ARN name something in the account and region that the request sees?
bool is_within_reach(const Arn& arn, const RequestContext& context);

// Another account of this region that the text, an ARN of the service, names. Nothing for other texts.
std::optional<std::string> foreign_account_of(std::string_view text, std::string_view service,
                                              const RequestContext& context);
// "000000000000"
bool is_account_id(std::string_view text);

}  // namespace stator::aws
