#include "functions/alarm_actions.h"

#include <fmt/format.h>

#include "functions/function_arn.h"
#include "functions/messages.h"
#include "identity/service_trust.h"

namespace stator::functions {
namespace {

using monitoring::alarms::ActionFailure;

constexpr std::string_view kService = "lambda.alarms.cloudwatch.amazonaws.com";

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html
bool allows_alarm(const Function& function, const std::string& function_arn, const std::string& qualifier,
                  const std::string& alarm_arn, const std::string& account) {
  const std::string document = function.policy_document(qualifier);
  auto policy = authz::parse_policy(document, authz::DocumentKind::kResource);
  if (document.empty() || !policy.ok()) return false;
  authz::Facts facts;
  facts.set("aws:SourceArn", alarm_arn);
  facts.set("aws:SourceAccount", account);
  return identity::allows_service(std::move(policy).value(), kService, "lambda:InvokeFunction", function_arn,
                                  facts);
}

ActionFailure to_action_failure(const Failure& failure) {
  return {failure.kind == FailureKind::kBusy || failure.kind == FailureKind::kInternal, failure.message};
}

}  // namespace

base::Task<base::Result<base::Ok, ActionFailure>> AlarmActions::invoke_function(monitoring::Scope scope,
                                                                                std::string function_arn,
                                                                                std::string alarm_arn,
                                                                                std::string event) {
  const auto arn = parse_function_arn(function_arn);
  if (!arn) co_return ActionFailure{false, fmt::format(messages::kNoFunctionOfAlarm, function_arn)};
  InvocationRequest request;
  request.qualifier = arn->qualifier;
  auto function = co_await registry_.find(arn->scope, arn->name);
  if (!function.ok()) co_return to_action_failure(function.error());
  if (enforced_ && !allows_alarm(*function, function_arn, request.qualifier, alarm_arn, scope.account))
    co_return ActionFailure{false, fmt::format(messages::kAlarmNotAllowed, kService)};
  request.payload = std::move(event);
  auto queued = co_await invoker_.invoke(arn->scope, arn->name, std::move(request));
  if (!queued.ok()) co_return to_action_failure(queued.error());
  co_return base::Ok{};
}

}  // namespace stator::functions
