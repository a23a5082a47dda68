#include "services/cloudwatch/service.h"

#include "services/cloudwatch/authorization.h"
#include "services/cloudwatch/ops/alarms.h"
#include "services/cloudwatch/ops/dashboards.h"
#include "services/cloudwatch/ops/get_metric_data.h"
#include "services/cloudwatch/ops/get_metric_statistics.h"
#include "services/cloudwatch/ops/insight_rules.h"
#include "services/cloudwatch/ops/list_metrics.h"
#include "services/cloudwatch/ops/put_metric_data.h"
#include "services/cloudwatch/ops/tags.h"

namespace stator::services::cloudwatch {
namespace {

using aws::protocol::operation;
using aws::protocol::Operation;
using aws::protocol::operation_without_output;
using aws::protocol::Report;

constexpr Operation kOperations[] = {
    operation_without_output<CloudWatch, PutMetricDataRequest, put_metric_data>(
        "PutMetricData", "cloudwatch:PutMetricData", kPutMetricDataInput, Report::kParameters),
    operation<CloudWatch, GetMetricDataRequest, GetMetricDataResponse, get_metric_data>(
        "GetMetricData", "cloudwatch:GetMetricData", kGetMetricDataInput, kGetMetricDataOutput,
        Report::kInvalidParameters),
    operation<CloudWatch, GetMetricStatisticsRequest, GetMetricStatisticsResponse, get_metric_statistics>(
        "GetMetricStatistics", "cloudwatch:GetMetricStatistics", kGetMetricStatisticsInput,
        kGetMetricStatisticsOutput, Report::kParameters),
    operation<CloudWatch, ListMetricsRequest, ListMetricsResponse, list_metrics>(
        "ListMetrics", "cloudwatch:ListMetrics", kListMetricsInput, kListMetricsOutput, Report::kParameters),
    operation_without_output<CloudWatch, PutMetricAlarmRequest, put_metric_alarm>(
        "PutMetricAlarm", "cloudwatch:PutMetricAlarm", kPutMetricAlarmInput),
    operation<CloudWatch, DescribeAlarmsRequest, DescribeAlarmsResponse, describe_alarms>(
        "DescribeAlarms", "cloudwatch:DescribeAlarms", kDescribeAlarmsInput, kDescribeAlarmsOutput),
    operation<CloudWatch, DescribeAlarmsForMetricRequest, DescribeAlarmsForMetricResponse,
              describe_alarms_for_metric>("DescribeAlarmsForMetric", "cloudwatch:DescribeAlarmsForMetric",
                                          kDescribeAlarmsForMetricInput, kDescribeAlarmsForMetricOutput),
    operation_without_output<CloudWatch, AlarmNamesRequest, delete_alarms>(
        "DeleteAlarms", "cloudwatch:DeleteAlarms", kAlarmNamesInput),
    operation_without_output<CloudWatch, SetAlarmStateRequest, set_alarm_state>(
        "SetAlarmState", "cloudwatch:SetAlarmState", kSetAlarmStateInput),
    operation_without_output<CloudWatch, AlarmNamesRequest, enable_alarm_actions>(
        "EnableAlarmActions", "cloudwatch:EnableAlarmActions", kAlarmNamesInput),
    operation_without_output<CloudWatch, AlarmNamesRequest, disable_alarm_actions>(
        "DisableAlarmActions", "cloudwatch:DisableAlarmActions", kAlarmNamesInput),
    operation<CloudWatch, DescribeAlarmHistoryRequest, DescribeAlarmHistoryResponse, describe_alarm_history>(
        "DescribeAlarmHistory", "cloudwatch:DescribeAlarmHistory", kDescribeAlarmHistoryInput,
        kDescribeAlarmHistoryOutput),
    operation<CloudWatch, PutDashboardRequest, PutDashboardResponse, put_dashboard>(
        "PutDashboard", "cloudwatch:PutDashboard", kPutDashboardInput, kPutDashboardOutput,
        Report::kParameters),
    operation<CloudWatch, GetDashboardRequest, GetDashboardResponse, get_dashboard>(
        "GetDashboard", "cloudwatch:GetDashboard", kGetDashboardInput, kGetDashboardOutput,
        Report::kParameters),
    operation<CloudWatch, ListDashboardsRequest, ListDashboardsResponse, list_dashboards>(
        "ListDashboards", "cloudwatch:ListDashboards", kListDashboardsInput, kListDashboardsOutput,
        Report::kParameters),
    operation<CloudWatch, DeleteDashboardsRequest, EmptyResponse, delete_dashboards>(
        "DeleteDashboards", "cloudwatch:DeleteDashboards", kDeleteDashboardsInput, kEmptyOutput,
        Report::kParameters),
    operation<CloudWatch, DescribeInsightRulesRequest, DescribeInsightRulesResponse, describe_insight_rules>(
        "DescribeInsightRules", "cloudwatch:DescribeInsightRules", kDescribeInsightRulesInput,
        kDescribeInsightRulesOutput, Report::kParameters),
    operation<CloudWatch, InsightRuleNamesRequest, InsightRuleFailuresResponse, change_insight_rules>(
        "EnableInsightRules", "cloudwatch:EnableInsightRules", kInsightRuleNamesInput,
        kInsightRuleFailuresOutput, Report::kParameters),
    operation<CloudWatch, InsightRuleNamesRequest, InsightRuleFailuresResponse, change_insight_rules>(
        "DisableInsightRules", "cloudwatch:DisableInsightRules", kInsightRuleNamesInput,
        kInsightRuleFailuresOutput, Report::kParameters),
    operation<CloudWatch, GetInsightRuleReportRequest, GetInsightRuleReportResponse, get_insight_rule_report>(
        "GetInsightRuleReport", "cloudwatch:GetInsightRuleReport", kGetInsightRuleReportInput,
        kGetInsightRuleReportOutput, Report::kParameters),
    operation<CloudWatch, TagResourceRequest, EmptyResponse, tag_resource>(
        "TagResource", "cloudwatch:TagResource", kTagResourceInput, kEmptyOutput),
    operation<CloudWatch, UntagResourceRequest, EmptyResponse, untag_resource>(
        "UntagResource", "cloudwatch:UntagResource", kUntagResourceInput, kEmptyOutput),
    operation<CloudWatch, ListTagsForResourceRequest, ListTagsForResourceResponse, list_tags_for_resource>(
        "ListTagsForResource", "cloudwatch:ListTagsForResource", kListTagsForResourceInput,
        kListTagsForResourceOutput),
};

// By the traits of the model (client-cloudwatch 3.1164.0 of the SDK for JavaScript, 2026-11).
constexpr aws::protocol::ErrorCode kErrorCodes[] = {
    {"ConcurrentModificationException", "ConcurrentModificationException", 429, true},
    {"ConflictException", "ConflictException", 409, true},
    {"DashboardInvalidInputError", "InvalidParameterInput"},
    {"DashboardNotFoundError", "ResourceNotFound", 404},
    {"InternalServiceFault", "InternalServiceError", 500, true},
    {"InvalidFormatFault", "InvalidFormat"},
    {"InvalidNextToken", "InvalidNextToken"},
    {"InvalidParameterCombinationException", "InvalidParameterCombination"},
    {"InvalidParameterValueException", "InvalidParameterValue"},
    {"LimitExceededException", "LimitExceededException", 400, true},
    {"LimitExceededFault", "LimitExceeded"},
    {"MissingRequiredParameterException", "MissingParameter"},
    {"ResourceConflict", "ResourceConflict", 409},
    {"ResourceNotFound", "ResourceNotFound", 404},
    {"ResourceNotFoundException", "ResourceNotFoundException", 404, true},
    {"ValidationException", "ValidationError"},
};

constexpr std::string_view kShapeName = "GraniteServiceVersion20100801";
constexpr std::string_view kSigningName = "monitoring";
// As AWS's own monitoring scripts for Linux send it and its first SDK for JavaScript 3 takes it. The model,
// and what clients make of a name, have no version in it.
constexpr std::string_view kModelNamespace = "com.amazonaws.cloudwatch.v2010_08_01#";

}  // namespace

std::span<const Operation> operations() { return kOperations; }

aws::protocol::JsonEndpoint json_endpoint(CloudWatch& service, const aws::IdentityRules& rules,
                                          base::Executor* pool) {
  return {{kShapeName, kModelNamespace, "application/x-amz-json-1.0", kOperations, "", aws::IdForm::kUuid,
           kSigningName, kErrorCodes},
          &service,
          rules,
          pool};
}

aws::protocol::RpcV2Endpoint rpc_v2_endpoint(CloudWatch& service, const aws::IdentityRules& rules,
                                             base::Executor* pool) {
  return {{kShapeName, "com.amazonaws.cloudwatch", kModelNamespace, kSigningName, kOperations, kErrorCodes},
          &service,
          rules,
          pool};
}

aws::protocol::QueryEndpoint query_endpoint(CloudWatch& service, const aws::IdentityRules& rules,
                                            base::Executor* pool) {
  return {{kSigningName, "2010-08-01", "http://monitoring.amazonaws.com/doc/2010-08-01/", false, kOperations,
           kErrorCodes},
          &service,
          rules,
          pool};
}

}  // namespace stator::services::cloudwatch
