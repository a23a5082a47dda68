// Insight rules: those that DynamoDB makes where contributor insights are enabled. There are no others, so
// nothing makes or deletes one by name.
#pragma once

#include "base/task.h"
#include "services/cloudwatch/ops/common.h"
#include "services/cloudwatch/shapes/insight_rules.h"

namespace stator::services::cloudwatch {

base::Task<aws::Result<DescribeInsightRulesResponse>> describe_insight_rules(
    CloudWatch& service, const aws::RequestContext& context, DescribeInsightRulesRequest& request);
base::Task<aws::Result<InsightRuleFailuresResponse>> change_insight_rules(CloudWatch& service,
                                                                          const aws::RequestContext& context,
                                                                          InsightRuleNamesRequest& request);
base::Task<aws::Result<GetInsightRuleReportResponse>> get_insight_rule_report(
    CloudWatch& service, const aws::RequestContext& context, GetInsightRuleReportRequest& request);

// arn:aws:cloudwatch:<region>:<account>:insight-rule/<name>
std::string insight_rule_arn(const aws::RequestContext& context, std::string_view name);

}  // namespace stator::services::cloudwatch
