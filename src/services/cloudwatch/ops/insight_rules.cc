#include "services/cloudwatch/ops/insight_rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/base64.h"
#include "services/cloudwatch/messages.h"

namespace stator::services::cloudwatch {
namespace {

namespace insights = monitoring::insights;
using Point = InsightRuleMetricDatapoint;

constexpr std::int64_t kDefaultRules = 500;
constexpr std::int64_t kDefaultContributors = 10, kMaxContributors = 100;
constexpr std::int64_t kMinute = 60;
// (AWS: API reference, InsightRule.)
constexpr std::string_view kSchema = R"({"Name": "ServiceLogRule", "Version": 1})";

struct MetricName {
  std::string_view name;
  std::optional<double> Point::*member;
};
constexpr MetricName kMetrics[] = {
    {"UniqueContributors", &Point::unique_contributors},
    {"MaxContributorValue", &Point::max_contributor_value},
    {"SampleCount", &Point::sample_count},
    {"Sum", &Point::sum},
    {"Minimum", &Point::minimum},
    {"Maximum", &Point::maximum},
    {"Average", &Point::average},
};

aws::Result<std::vector<MetricName>> metrics_of(const GetInsightRuleReportRequest& request) {
  std::vector<MetricName> wanted;
  if (!request.metrics) return wanted;
  for (const std::string& name : *request.metrics) {
    const auto* known = std::find_if(std::begin(kMetrics), std::end(kMetrics),
                                     [&](const MetricName& each) { return each.name == name; });
    if (known == std::end(kMetrics)) return invalid_value(fmt::format(messages::kBadInsightMetric, name));
    // Each once, for every point has as many.
    const bool repeated = std::ranges::find(wanted, known->name, &MetricName::name) != wanted.end();
    if (!repeated) wanted.push_back(*known);
  }
  return wanted;
}

// SUM and MAXIMUM, however they are written.
aws::Result<insights::Order> order_of(const std::optional<std::string>& asked) {
  if (!asked) return insights::Order::kSum;
  std::string upper = *asked;
  for (char& c : upper)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (upper == "SUM") return insights::Order::kSum;
  if (upper == "MAXIMUM") return insights::Order::kMaximum;
  return invalid_value(fmt::format(messages::kBadInsightOrder, *asked));
}

aws::Error no_rule(std::string_view name) {
  return {"ResourceNotFoundException", fmt::format(messages::kNoInsightRule, name)};
}

}  // namespace

std::string insight_rule_arn(const aws::RequestContext& context, std::string_view name) {
  return fmt::format("arn:aws:cloudwatch:{}:{}:insight-rule/{}", context.region, context.account, name);
}

base::Task<aws::Result<DescribeInsightRulesResponse>> describe_insight_rules(
    CloudWatch& service, const aws::RequestContext& context, DescribeInsightRulesRequest& request) {
  std::string after;
  if (request.next_token &&
      (request.next_token->empty() || !base::append_base64_decoded(*request.next_token, after)))
    co_return invalid_value(messages::kBadNextToken);
  const auto limit = static_cast<std::size_t>(request.max_results.value_or(kDefaultRules));
  DescribeInsightRulesResponse response;
  for (insights::Rule& rule : service.insights.rules(scope_of(context))) {
    if (rule.name <= after) continue;
    if (response.insight_rules.size() == limit) {
      base::append_base64(response.insight_rules.back().name, response.next_token.emplace());
      break;
    }
    InsightRule& shown = response.insight_rules.emplace_back();
    shown.state = "ENABLED";
    shown.schema = kSchema;
    shown.definition = rule.definition();
    shown.name = std::move(rule.name);
  }
  co_return response;
}

// "You cannot disable or enable built-in rules." (AWS: API reference, EnableInsightRules.)
base::Task<aws::Result<InsightRuleFailuresResponse>> change_insight_rules(CloudWatch& service,
                                                                          const aws::RequestContext& context,
                                                                          InsightRuleNamesRequest& request) {
  const std::vector<insights::Rule> rules = service.insights.rules(scope_of(context));  // by name
  InsightRuleFailuresResponse response;
  for (std::string& name : *request.rule_names) {
    PartialFailure& failure = response.failures.emplace_back();
    if (std::ranges::binary_search(rules, name, {}, &insights::Rule::name)) {
      failure.exception_type = failure.failure_code = "InvalidParameterValueException";
      failure.failure_description = messages::kManagedInsightRule;
    } else {
      failure.exception_type = failure.failure_code = "ResourceNotFoundException";
      failure.failure_description = fmt::format(messages::kNoInsightRule, name);
    }
    failure.failure_resource = std::move(name);
  }
  co_return response;
}

base::Task<aws::Result<GetInsightRuleReportResponse>> get_insight_rule_report(
    CloudWatch& service, const aws::RequestContext& context, GetInsightRuleReportRequest& request) {
  STATOR_CO_ASSIGN(const std::vector<MetricName> metrics, metrics_of(request));
  STATOR_CO_ASSIGN(const insights::Order order, order_of(request.order_by));
  const std::int64_t limit = request.max_contributor_count.value_or(kDefaultContributors);
  if (limit < 1 || limit > kMaxContributors)
    co_return invalid_value(fmt::format(messages::kBadContributorCount, kMaxContributors));
  if (*request.period % kMinute != 0) co_return invalid_value(messages::kBadInsightPeriod);
  const auto range = time_range(*request.start_time, *request.end_time);
  if (!range.ok()) co_return invalid_value(range.error());
  std::optional<insights::Rule> rule = service.insights.find_rule(scope_of(context), *request.rule_name);
  if (!rule) co_return no_rule(*request.rule_name);
  GetInsightRuleReportResponse response;
  response.key_labels = rule->key_names;
  response.aggregation_statistic = rule->is_sum() ? "SUM" : "COUNT";
  const insights::Span span{range->begin, range->end, *request.period};
  auto report =
      co_await service.insights.report(*std::move(rule), span, static_cast<std::size_t>(limit), order);
  if (!report.ok()) co_return to_aws_error(report.error());
  response.aggregate_value = report->sum;
  response.approximate_unique_count = static_cast<std::int64_t>(report->unique);
  for (insights::Contributor& each : report->contributors) {
    InsightRuleContributor& shown = response.contributors.emplace_back();
    shown.keys = std::move(each.keys);
    shown.approximate_aggregate_value = each.value;
    for (const auto& [second, value] : each.points) shown.datapoints.push_back({time_of(second), value});
  }
  if (metrics.empty()) co_return response;
  for (const insights::Totals& totals : report->totals) {
    Point& point = response.metric_datapoints.emplace_back();
    point.timestamp = time_of(totals.unix_seconds);
    for (const MetricName& metric : metrics) point.*metric.member = insights::value_of(totals, metric.name);
  }
  co_return response;
}

}  // namespace stator::services::cloudwatch
