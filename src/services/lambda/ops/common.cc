#include "services/lambda/ops/common.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "aws/arn.h"
#include "aws/authorizer.h"
#include "base/base64.h"
#include "functions/package.h"
#include "services/lambda/messages.h"

namespace stator::services::lambda {

namespace {

constexpr char kUserFault[] = R"("Type":"User")";

aws::Error user_error(std::string code, std::string message, int status, bool capital = false) {
  aws::Error error{std::move(code), std::move(message), aws::ErrorOrigin::kModel, status, capital};
  error.members = kUserFault;
  return error;
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t colon = text.find(':');
    parts.emplace_back(text.substr(0, colon));
    if (colon == std::string_view::npos) return parts;
    text.remove_prefix(colon + 1);
  }
}

}  // namespace

std::string time_text(std::int64_t unix_millis) {
  const std::time_t seconds = unix_millis / 1000;
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}+0000", fmt::gmtime(seconds), unix_millis % 1000);
}

bool Page::takes(const std::string& marker) {
  if (limit_-- == 0) {
    next_marker_ = last_;
    return false;
  }
  last_ = marker;
  return true;
}

aws::Error invalid_parameter(std::string message) {
  return user_error("InvalidParameterValueException", std::move(message), 400);
}

aws::Result<base::Ok> check_architectures(const std::optional<std::vector<std::string>>& given,
                                          std::string_view member) {
  if (!given) return base::Ok{};
  const auto is_known = [](const std::string& name) { return name == "x86_64" || name == "arm64"; };
  if (std::ranges::all_of(*given, is_known)) return base::Ok{};
  return aws::validation_error(fmt::format(messages::kBadArchitecture, fmt::join(*given, ", "), member));
}

aws::Error not_found(std::string message) {
  return user_error("ResourceNotFoundException", std::move(message), 404, true);
}

aws::Error to_aws_error(const functions::Failure& failure) {
  using functions::FailureKind;
  switch (failure.kind) {
    case FailureKind::kNotFound:
      return not_found(failure.message);
    case FailureKind::kExists:
      return user_error("ResourceConflictException", failure.message, 409);
    case FailureKind::kInvalid:
      return invalid_parameter(failure.message);
    case FailureKind::kTooMany: {
      aws::Error error = user_error("TooManyRequestsException", failure.message, 429);
      error.members += R"(,"Reason":"ReservedFunctionConcurrentInvocationLimitExceeded")";
      return error;
    }
    case FailureKind::kTooLarge:
      return user_error("RequestTooLargeException", failure.message, 413);
    case FailureKind::kDenied:
      return user_error("AccessDeniedException", failure.message, 403);
    case FailureKind::kPolicyTooLong:
      return user_error("PolicyLengthExceededException", failure.message, 400);
    case FailureKind::kChanged:
      return user_error("PreconditionFailedException", failure.message, 412);
    case FailureKind::kBusy:
    case FailureKind::kInternal:
      break;
  }
  aws::log_internal_error("lambda", failure.message);
  aws::Error error{"ServiceException", messages::kServiceError, aws::ErrorOrigin::kModel,
                   failure.kind == FailureKind::kBusy ? 503 : 500, true};
  error.members = R"("Type":"Service")";
  return error;
}

aws::Result<FunctionName> parse_name(const aws::RequestContext& context, const std::string& text,
                                     const std::optional<std::string>& qualifier) {
  std::vector<std::string> parts = split(text);
  FunctionName found;
  if (aws::looks_like_arn(text)) {
    const auto arn = aws::parse_arn(text);
    if (!arn || arn->service != "lambda")
      return invalid_parameter(fmt::format(messages::kBadFunctionArn, text));
    if (arn->account != context.account || arn->region != context.region)
      return not_found(fmt::format(messages::kNoFunction, text));
    parts = split(arn->resource);
  } else if (parts.size() >= 3 && parts[1] == "function") {
    if (parts[0] != context.account) return not_found(fmt::format(messages::kNoFunction, text));
    parts.erase(parts.begin());
  }
  if (parts.size() > 1 && parts[0] == "function") parts.erase(parts.begin());
  found.name = parts[0];
  if (parts.size() > 1) found.qualifier = parts[1];
  if (!qualifier || qualifier->empty()) return found;
  if (!found.qualifier.empty() && found.qualifier != *qualifier)
    return invalid_parameter(messages::kTwoQualifiers);
  found.qualifier = *qualifier;
  return found;
}

base::Task<aws::Result<Found>> find_function(Service& service, const aws::RequestContext& context,
                                             const std::string& text,
                                             const std::optional<std::string>& qualifier) {
  STATOR_CO_ASSIGN(const FunctionName name, parse_name(context, text, qualifier));
  auto function = co_await service.registry.find(scope_of(context), name.name);
  if (!function.ok()) {
    if (function.error().kind == functions::FailureKind::kNotFound && !name.qualifier.empty())
      co_return not_found(function.error().message + ":" + name.qualifier);
    co_return to_aws_error(function.error());
  }
  const functions::Configuration* configuration = function->find(name.qualifier);
  if (configuration == nullptr)
    co_return not_found(fmt::format(messages::kNoFunction, function->arn() + ":" + name.qualifier));
  Found found;
  found.configuration = *configuration;
  found.function = std::move(*function);
  co_return found;
}

FunctionConfiguration describe(const functions::Function& function,
                               const functions::Configuration& configuration, bool qualified) {
  FunctionConfiguration shown;
  shown.function_name = function.name;
  shown.function_arn = function.arn();
  if (qualified) shown.function_arn += ":" + configuration.version;
  shown.runtime = configuration.runtime;
  shown.role = configuration.role;
  shown.handler = configuration.handler;
  shown.code_size = configuration.code_bytes;
  shown.description = configuration.description;
  shown.timeout = configuration.timeout_seconds;
  shown.memory_size = configuration.memory_megabytes;
  shown.last_modified = time_text(configuration.modified_millis);
  shown.code_sha256 = configuration.code_sha256;
  shown.version = configuration.version;
  if (!configuration.layers.empty()) {
    auto& layers = shown.layers.emplace();
    for (const functions::LayerReference& layer : configuration.layers)
      layers.push_back({layer.arn, layer.code_bytes});
  }
  if (configuration.has_environment) shown.environment.emplace().variables = configuration.environment;
  shown.tracing_config.mode = "PassThrough";
  shown.revision_id = configuration.revision;
  shown.state = "Active";
  shown.last_update_status = "Successful";
  shown.package_type = "Zip";
  shown.architectures = {configuration.architecture};
  shown.ephemeral_storage.size = configuration.tmp_megabytes;
  shown.snap_start = {"None", "Off"};
  shown.logging_config = {"Text", function.log_group()};
  return shown;
}

aws::Result<base::Ok> check_role(const Service& service, const aws::RequestContext& context,
                                 const functions::Function& function, const std::string& role_arn) {
  if (context.authorizer == nullptr) return base::Ok{};
  const auto arn = aws::parse_arn(role_arn);
  if (!arn || arn->account != context.account)
    return user_error("AccessDeniedException", messages::kRoleElsewhere, 403, true);
  authz::Facts facts;
  facts.set("iam:PassedToService", "lambda.amazonaws.com");
  facts.set("iam:AssociatedResourceArn", function.arn());
  STATOR_TRY(aws::authorize(context, {"iam:PassRole", role_arn, std::move(facts)}));
  auto checked = service.roles.check(function, role_arn);
  if (!checked.ok()) return to_aws_error(checked.error());
  return base::Ok{};
}

}  // namespace stator::services::lambda
