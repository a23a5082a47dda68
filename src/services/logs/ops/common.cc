#include "services/logs/ops/common.h"

#include <fmt/format.h>

#include <charconv>

#include "aws/arn.h"
#include "base/base64.h"
#include "services/logs/messages.h"

namespace stator::services::logs {

namespace {
constexpr std::size_t kNumberDigits = 20;
constexpr std::string_view kGroupPrefix = "log-group:";
constexpr std::string_view kAllStreams = ":*";

std::optional<aws::Arn> group_arn_of(std::string_view text) {
  auto arn = aws::parse_arn(text);
  if (!arn || arn->service != "logs" || !arn->resource.starts_with(kGroupPrefix)) return std::nullopt;
  return arn;
}

// Of the service's model: not what constraints answer.
aws::Error bad_resource_arn() { return {"ValidationException", messages::kBadResourceArn}; }

aws::Result<std::string> name_in(const aws::RequestContext& context, const aws::Arn& arn) {
  if (!aws::is_within_reach(arn, context)) return aws::Error{"ResourceNotFoundException", messages::kNoGroup};
  return std::string(arn.resource.substr(kGroupPrefix.size()));
}
}  // namespace

aws::Error invalid_parameter(std::string message) {
  return {"InvalidParameterException", std::move(message)};
}

aws::Error to_aws_error(const telemetry::Failure& failure, bool of_stream) {
  switch (failure.kind) {
    case telemetry::FailureKind::kNoGroup:
      return {"ResourceNotFoundException", messages::kNoGroup};
    case telemetry::FailureKind::kNoStream:
      return {"ResourceNotFoundException", messages::kNoStream};
    case telemetry::FailureKind::kExists:
      return {"ResourceAlreadyExistsException", of_stream ? messages::kStreamExists : messages::kGroupExists};
    case telemetry::FailureKind::kInvalid:
      return invalid_parameter(failure.message);
    case telemetry::FailureKind::kTooManyTags:
      return {"TooManyTagsException", fmt::format(messages::kTooManyTags, telemetry::kMaxTags)};
    case telemetry::FailureKind::kBusy:
      return {"ServiceUnavailableException", messages::kBusy, aws::ErrorOrigin::kModel, 503};
    case telemetry::FailureKind::kInternal:
      break;
  }
  aws::log_internal_error("logs", failure.message);
  return aws::internal_error();
}

std::string group_arn(const aws::RequestContext& context, std::string_view group) {
  return fmt::format("arn:aws:logs:{}:{}:{}{}", context.region, context.account, kGroupPrefix, group);
}

aws::Result<std::string> group_of_arn(const aws::RequestContext& context, std::string_view text) {
  if (text.ends_with(kAllStreams)) return bad_resource_arn();
  const auto arn = group_arn_of(text);
  if (!arn) return bad_resource_arn();
  return name_in(context, *arn);
}

aws::Result<std::string> group_of(const aws::RequestContext& context, const std::optional<std::string>& name,
                                  const std::optional<std::string>& identifier) {
  if (name && identifier) return invalid_parameter(messages::kBothGroupsNamed);
  if (name) return *name;
  if (!identifier) return invalid_parameter(messages::kNoGroupNamed);
  if (!aws::looks_like_arn(*identifier)) return *identifier;
  std::string_view text = *identifier;
  if (text.ends_with(kAllStreams)) text.remove_suffix(kAllStreams.size());
  const auto arn = group_arn_of(text);
  if (!arn) return invalid_parameter(messages::kBadArn);
  return name_in(context, *arn);
}

std::string name_token(std::string_view name) {
  std::string token;
  base::append_base64(name, token);
  return token;
}

aws::Result<std::string> name_of_token(const std::optional<std::string>& token) {
  std::string name;
  if (token && !base::append_base64_decoded(*token, name)) return invalid_parameter(messages::kBadToken);
  return name;
}

std::string number_token(std::initializer_list<std::uint64_t> numbers) {
  std::string token;
  for (const std::uint64_t number : numbers) token += fmt::format("{:020}", number);
  return token;
}

std::optional<std::vector<std::uint64_t>> numbers_of_token(std::string_view token, std::size_t count) {
  if (token.size() != count * kNumberDigits) return std::nullopt;
  std::vector<std::uint64_t> numbers;
  for (std::size_t i = 0; i < count; ++i) {
    const char* begin = token.data() + i * kNumberDigits;
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(begin, begin + kNumberDigits, number);
    if (error != std::errc() || end != begin + kNumberDigits) return std::nullopt;
    numbers.push_back(number);
  }
  return numbers;
}

}  // namespace stator::services::logs
