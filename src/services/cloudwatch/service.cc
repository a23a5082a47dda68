#include "services/cloudwatch/service.h"

#include "services/cloudwatch/authorization.h"
#include "services/cloudwatch/ops/get_metric_data.h"
#include "services/cloudwatch/ops/get_metric_statistics.h"
#include "services/cloudwatch/ops/list_metrics.h"
#include "services/cloudwatch/ops/put_metric_data.h"

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
};

// By the service's model.
constexpr aws::protocol::ErrorCode kErrorCodes[] = {
    {"InvalidParameterValueException", "InvalidParameterValue"},
    {"InvalidParameterCombinationException", "InvalidParameterCombination"},
    {"MissingRequiredParameterException", "MissingParameter"},
    {"InvalidNextToken", "InvalidNextToken"},
    {"InvalidFormatFault", "InvalidFormat"},
    {"LimitExceededFault", "LimitExceeded"},
    {"ResourceNotFound", "ResourceNotFound", 404},
    {"ResourceNotFoundException", "ResourceNotFoundException", 404},
    {"DashboardNotFoundError", "ResourceNotFound", 404},
    {"DashboardInvalidInputError", "InvalidParameterInput"},
    {"InternalServiceFault", "InternalServiceError", 500, true},
};

constexpr std::string_view kShapeName = "GraniteServiceVersion20100801";
constexpr std::string_view kSigningName = "monitoring";

}  // namespace

std::span<const Operation> operations() { return kOperations; }

aws::protocol::JsonEndpoint json_endpoint(CloudWatch& service, const aws::IdentityRules& rules,
                                          base::Executor* pool) {
  return {{kShapeName, "", "application/x-amz-json-1.0", kOperations, "", aws::IdForm::kUuid, kSigningName,
           kErrorCodes},
          &service,
          rules,
          pool};
}

aws::protocol::RpcV2Endpoint rpc_v2_endpoint(CloudWatch& service, const aws::IdentityRules& rules,
                                             base::Executor* pool) {
  return {{kShapeName, "com.amazonaws.cloudwatch", "com.amazonaws.cloudwatch#", kSigningName, kOperations,
           kErrorCodes},
          &service,
          rules,
          pool};
}

aws::protocol::QueryEndpoint query_endpoint(CloudWatch& service, const aws::IdentityRules& rules) {
  return {{kSigningName, "2010-08-01", "http://monitoring.amazonaws.com/doc/2010-08-01/", false, kOperations,
           kErrorCodes},
          &service,
          rules};
}

}  // namespace stator::services::cloudwatch
