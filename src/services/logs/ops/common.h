// What the operations share: names, errors, tokens.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aws/error.h"
#include "aws/request_context.h"
#include "telemetry/logs.h"

namespace stator::services::logs {

inline telemetry::Scope scope_of(const aws::RequestContext& context) {
  return {context.account, context.region};
}

aws::Error invalid_parameter(std::string message);
aws::Error to_aws_error(const telemetry::Failure& failure, bool of_stream);

// "arn:aws:logs:eu-west-1:000000000000:log-group:NAME", and the name in one: no ":*" at its end.
std::string group_arn(const aws::RequestContext& context, std::string_view group);
aws::Result<std::string> group_of_arn(const aws::RequestContext& context, std::string_view arn);
// Of a request that has a name or an identifier, which is a name or an ARN.
aws::Result<std::string> group_of(const aws::RequestContext& context, const std::optional<std::string>& name,
                                  const std::optional<std::string>& identifier);

// Tokens that carry a name.
std::string name_token(std::string_view name);
aws::Result<std::string> name_of_token(const std::optional<std::string>& token);

// Tokens that carry numbers, each of them twenty digits.
std::string number_token(std::initializer_list<std::uint64_t> numbers);
// Nothing unless it holds exactly `count` numbers.
std::optional<std::vector<std::uint64_t>> numbers_of_token(std::string_view token, std::size_t count);

}  // namespace stator::services::logs
