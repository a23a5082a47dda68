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

}  // namespace

std::span<const Operation> operations() { return kOperations; }

aws::protocol::JsonEndpoint json_endpoint(CloudWatch& service, const aws::IdentityRules& rules,
                                          base::Executor* pool) {
  return {{"GraniteServiceVersion20100801", "", "application/x-amz-json-1.0", kOperations, "",
           aws::IdForm::kUuid, "monitoring"},
          &service,
          rules,
          pool};
}

aws::protocol::QueryEndpoint query_endpoint(CloudWatch& service, const aws::IdentityRules& rules) {
  return {{"monitoring", "2010-08-01", "http://monitoring.amazonaws.com/doc/2010-08-01/", false, kOperations},
          &service,
          rules};
}

}  // namespace stator::services::cloudwatch
