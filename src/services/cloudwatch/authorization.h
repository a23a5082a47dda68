// What the operations of CloudWatch ask for: their actions on alarms and dashboards. Metrics are no
// resources: policies limit who may report them by the condition key cloudwatch:namespace.
#pragma once

#include "aws/authorizer.h"
#include "aws/protocol/operation.h"
#include "services/cloudwatch/ops/common.h"
#include "services/cloudwatch/ops/insight_rules.h"
#include "services/cloudwatch/shapes/alarms.h"
#include "services/cloudwatch/shapes/dashboards.h"

namespace stator::services::cloudwatch {

inline aws::Result<base::Ok> authorize(CloudWatch&, const aws::RequestContext& context,
                                       const aws::protocol::Operation& operation,
                                       const PutMetricDataRequest& request) {
  aws::Access access{std::string(operation.action), "*", {}};
  access.facts.set("cloudwatch:namespace", *request.name_space);
  return aws::authorize(context, access);
}

// Of requests that name an alarm, alarms or its ARN. Those that may do so and do not are about all of them.
template <typename Request>
concept AlarmRequest = requires(const Request& request) {
  request.alarm_name;
}
|| requires(const Request& request) { request.alarm_names; }
|| requires(const Request& request) { request.resource_arn; };

template <AlarmRequest Request>
aws::Result<base::Ok> authorize(CloudWatch&, const aws::RequestContext& context,
                                const aws::protocol::Operation& operation, const Request& request) {
  std::vector<std::string> resources;
  if constexpr (requires { request.resource_arn; }) {
    resources.push_back(*request.resource_arn);
  } else if constexpr (requires { request.alarm_names; }) {
    if (request.alarm_names) {
      for (const std::string& name : *request.alarm_names)
        resources.push_back(monitoring::alarms::alarm_arn(scope_of(context), name));
    }
  } else if (request.alarm_name) {
    resources.push_back(monitoring::alarms::alarm_arn(scope_of(context), *request.alarm_name));
  }
  if (resources.empty()) resources.push_back(monitoring::alarms::alarm_arn(scope_of(context), "*"));
  for (std::string& resource : resources) {
    const aws::Access access{std::string(operation.action), std::move(resource), {}};
    STATOR_TRY(aws::authorize(context, access));
  }
  return base::Ok{};
}

// (AWS: service authorization reference, CloudWatch: all but the list are about insight rules.)
inline aws::Result<base::Ok> authorize(CloudWatch&, const aws::RequestContext& context,
                                       const aws::protocol::Operation& operation,
                                       const GetInsightRuleReportRequest& request) {
  return aws::authorize(context,
                        {std::string(operation.action), insight_rule_arn(context, *request.rule_name), {}});
}
inline aws::Result<base::Ok> authorize(CloudWatch&, const aws::RequestContext& context,
                                       const aws::protocol::Operation& operation,
                                       const InsightRuleNamesRequest& request) {
  for (const std::string& name : *request.rule_names) {
    STATOR_TRY(aws::authorize(context, {std::string(operation.action), insight_rule_arn(context, name), {}}));
  }
  return base::Ok{};
}

// Dashboards are in no region. ListDashboards is about none in particular.
inline aws::Result<base::Ok> authorize_dashboard(const aws::RequestContext& context,
                                                 const aws::protocol::Operation& operation,
                                                 const std::string& name) {
  return aws::authorize(
      context,
      {std::string(operation.action), monitoring::dashboards::dashboard_arn(context.account, name), {}});
}

template <typename Request>
concept DashboardRequest = requires(const Request& request) {
  request.dashboard_name;
};

template <DashboardRequest Request>
aws::Result<base::Ok> authorize(CloudWatch&, const aws::RequestContext& context,
                                const aws::protocol::Operation& operation, const Request& request) {
  return authorize_dashboard(context, operation, *request.dashboard_name);
}

inline aws::Result<base::Ok> authorize(CloudWatch&, const aws::RequestContext& context,
                                       const aws::protocol::Operation& operation,
                                       const DeleteDashboardsRequest& request) {
  for (const std::string& name : *request.dashboard_names) {
    STATOR_TRY(authorize_dashboard(context, operation, name));
  }
  return base::Ok{};
}

}  // namespace stator::services::cloudwatch
