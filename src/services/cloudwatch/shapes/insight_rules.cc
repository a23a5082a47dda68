#include "services/cloudwatch/shapes/insight_rules.h"

#include <algorithm>

#include "services/cloudwatch/shapes/common.h"

namespace stator::services::cloudwatch {
namespace {

using namespace aws::protocol;  // the vocabulary of shape tables

constexpr bool is_printable(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}
constexpr Pattern kPrintable{"[\\x20-\\x7E]+", is_printable};
constexpr auto kRuleName = string_shape(1, 128, &kPrintable);
// Ours: AWS has no limit here. It has one of 100 rules (CloudWatch service quotas).
constexpr std::int64_t kMaxRuleNames = 1000;
constexpr auto kRuleNames = list_shape(kRuleName, kNoMinimum, kMaxRuleNames);
constexpr auto kWord = string_shape(1, 32, &kPrintable);
constexpr auto kWords = list_shape(kWord);
constexpr auto kCount = integer_shape();
constexpr auto kLong = long_shape();
constexpr auto kMaxResults = integer_shape(1, 500);
constexpr auto kTexts = list_shape(kText);

constexpr Member kDescribeMembers[] = {
    member<&DescribeInsightRulesRequest::next_token>("NextToken", kText),
    member<&DescribeInsightRulesRequest::max_results>("MaxResults", kMaxResults),
};
constexpr Member kRuleMembers[] = {
    member<&InsightRule::name>("Name", kText),
    member<&InsightRule::state>("State", kText),
    member<&InsightRule::schema>("Schema", kText),
    member<&InsightRule::definition>("Definition", kText),
    member<&InsightRule::managed_rule>("ManagedRule", kFlag),
};
constexpr Structure kRuleStructure{"InsightRule", kRuleMembers};
constexpr auto kRule = structure_shape<InsightRule>(kRuleStructure);
constexpr auto kRules = list_shape(kRule);
constexpr Member kDescribeOutputMembers[] = {
    member<&DescribeInsightRulesResponse::next_token>("NextToken", kText),
    member<&DescribeInsightRulesResponse::insight_rules>("InsightRules", kRules),
};

constexpr Member kNamesMembers[] = {
    member<&InsightRuleNamesRequest::rule_names>("RuleNames", kRuleNames, kRequired),
};
constexpr Member kFailureMembers[] = {
    member<&PartialFailure::failure_resource>("FailureResource", kText),
    member<&PartialFailure::exception_type>("ExceptionType", kText),
    member<&PartialFailure::failure_code>("FailureCode", kText),
    member<&PartialFailure::failure_description>("FailureDescription", kText),
};
constexpr Structure kFailureStructure{"PartialFailure", kFailureMembers};
constexpr auto kFailure = structure_shape<PartialFailure>(kFailureStructure);
constexpr auto kFailures = list_shape(kFailure);
constexpr Member kFailuresMembers[] = {
    member<&InsightRuleFailuresResponse::failures>("Failures", kFailures),
};

constexpr Member kReportMembers[] = {
    member<&GetInsightRuleReportRequest::rule_name>("RuleName", kRuleName, kRequired),
    member<&GetInsightRuleReportRequest::start_time>("StartTime", kTime, kRequired),
    member<&GetInsightRuleReportRequest::end_time>("EndTime", kTime, kRequired),
    member<&GetInsightRuleReportRequest::period>("Period", kPeriod, kRequired),
    member<&GetInsightRuleReportRequest::max_contributor_count>("MaxContributorCount", kCount),
    member<&GetInsightRuleReportRequest::metrics>("Metrics", kWords),
    member<&GetInsightRuleReportRequest::order_by>("OrderBy", kWord),
};
constexpr Member kPointMembers[] = {
    member<&InsightRuleContributorDatapoint::timestamp>("Timestamp", kTime),
    member<&InsightRuleContributorDatapoint::approximate_value>("ApproximateValue", kNumber),
};
constexpr Structure kPointStructure{"InsightRuleContributorDatapoint", kPointMembers};
constexpr auto kPoint = structure_shape<InsightRuleContributorDatapoint>(kPointStructure);
constexpr auto kPoints = list_shape(kPoint);
constexpr Member kContributorMembers[] = {
    member<&InsightRuleContributor::keys>("Keys", kTexts),
    member<&InsightRuleContributor::approximate_aggregate_value>("ApproximateAggregateValue", kNumber),
    member<&InsightRuleContributor::datapoints>("Datapoints", kPoints),
};
constexpr Structure kContributorStructure{"InsightRuleContributor", kContributorMembers};
constexpr auto kContributor = structure_shape<InsightRuleContributor>(kContributorStructure);
constexpr auto kContributors = list_shape(kContributor);
constexpr Member kMetricPointMembers[] = {
    member<&InsightRuleMetricDatapoint::timestamp>("Timestamp", kTime),
    member<&InsightRuleMetricDatapoint::unique_contributors>("UniqueContributors", kNumber),
    member<&InsightRuleMetricDatapoint::max_contributor_value>("MaxContributorValue", kNumber),
    member<&InsightRuleMetricDatapoint::sample_count>("SampleCount", kNumber),
    member<&InsightRuleMetricDatapoint::average>("Average", kNumber),
    member<&InsightRuleMetricDatapoint::sum>("Sum", kNumber),
    member<&InsightRuleMetricDatapoint::minimum>("Minimum", kNumber),
    member<&InsightRuleMetricDatapoint::maximum>("Maximum", kNumber),
};
constexpr Structure kMetricPointStructure{"InsightRuleMetricDatapoint", kMetricPointMembers};
constexpr auto kMetricPoint = structure_shape<InsightRuleMetricDatapoint>(kMetricPointStructure);
constexpr auto kMetricPoints = list_shape(kMetricPoint);
constexpr Member kReportOutputMembers[] = {
    member<&GetInsightRuleReportResponse::key_labels>("KeyLabels", kTexts),
    member<&GetInsightRuleReportResponse::aggregation_statistic>("AggregationStatistic", kText),
    member<&GetInsightRuleReportResponse::aggregate_value>("AggregateValue", kNumber),
    member<&GetInsightRuleReportResponse::approximate_unique_count>("ApproximateUniqueCount", kLong),
    member<&GetInsightRuleReportResponse::contributors>("Contributors", kContributors),
    member<&GetInsightRuleReportResponse::metric_datapoints>("MetricDatapoints", kMetricPoints),
};

}  // namespace

constinit const Structure kDescribeInsightRulesInput{"DescribeInsightRulesInput", kDescribeMembers};
constinit const Structure kDescribeInsightRulesOutput{"DescribeInsightRulesOutput", kDescribeOutputMembers};
constinit const Structure kInsightRuleNamesInput{"InsightRuleNamesInput", kNamesMembers};
constinit const Structure kInsightRuleFailuresOutput{"InsightRuleFailuresOutput", kFailuresMembers};
constinit const Structure kGetInsightRuleReportInput{"GetInsightRuleReportInput", kReportMembers};
constinit const Structure kGetInsightRuleReportOutput{"GetInsightRuleReportOutput", kReportOutputMembers};

}  // namespace stator::services::cloudwatch
