#include "functions/alarm_actions.h"

#include <fmt/format.h>

#include "functions/event_source.h"
#include "functions/function_arn.h"
#include "functions/messages.h"

namespace stator::functions {
namespace {

using monitoring::alarms::ActionFailure;

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html
constexpr std::string_view kService = "lambda.alarms.cloudwatch.amazonaws.com";

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
  if (enforced_ &&
      !may_invoke({std::string(kService), alarm_arn, scope.account}, *function, request.qualifier))
    co_return ActionFailure{false, fmt::format(messages::kAlarmNotAllowed, kService)};
  request.payload = std::move(event);
  auto queued = co_await invoker_.invoke(arn->scope, arn->name, std::move(request));
  if (!queued.ok()) co_return to_action_failure(queued.error());
  co_return base::Ok{};
}

}  // namespace stator::functions
