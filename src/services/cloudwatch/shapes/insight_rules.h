// The shapes of CloudWatch's insight rules.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "services/cloudwatch/shapes/metrics.h"

namespace stator::services::cloudwatch {

struct DescribeInsightRulesRequest {
  std::optional<std::string> next_token;
  std::optional<std::int64_t> max_results;
};
struct InsightRule {
  std::string name;
  std::string state;
  std::string schema;
  std::string definition;
  bool managed_rule = true;
};
struct DescribeInsightRulesResponse {
  std::optional<std::string> next_token;
  std::vector<InsightRule> insight_rules;
};

// Of EnableInsightRules and DisableInsightRules.
struct InsightRuleNamesRequest {
  std::optional<std::vector<std::string>> rule_names;
};
struct PartialFailure {
  std::string failure_resource;
  std::string exception_type;
  std::string failure_code;
  std::string failure_description;
};
struct InsightRuleFailuresResponse {
  std::vector<PartialFailure> failures;
};

struct GetInsightRuleReportRequest {
  std::optional<std::string> rule_name;
  std::optional<Timestamp> start_time;
  std::optional<Timestamp> end_time;
  std::optional<std::int64_t> period;
  std::optional<std::int64_t> max_contributor_count;
  std::optional<std::vector<std::string>> metrics;
  std::optional<std::string> order_by;
};
struct InsightRuleContributorDatapoint {
  Timestamp timestamp;
  double approximate_value = 0;
};
struct InsightRuleContributor {
  std::vector<std::string> keys;
  double approximate_aggregate_value = 0;
  std::vector<InsightRuleContributorDatapoint> datapoints;
};
struct InsightRuleMetricDatapoint {
  Timestamp timestamp;
  std::optional<double> unique_contributors;
  std::optional<double> max_contributor_value;
  std::optional<double> sample_count;
  std::optional<double> average;
  std::optional<double> sum;
  std::optional<double> minimum;
  std::optional<double> maximum;
};
struct GetInsightRuleReportResponse {
  std::vector<std::string> key_labels;
  std::string aggregation_statistic;
  double aggregate_value = 0;
  std::int64_t approximate_unique_count = 0;
  std::vector<InsightRuleContributor> contributors;
  std::vector<InsightRuleMetricDatapoint> metric_datapoints;
};

extern const Structure kDescribeInsightRulesInput;
extern const Structure kDescribeInsightRulesOutput;
extern const Structure kInsightRuleNamesInput;
extern const Structure kInsightRuleFailuresOutput;
extern const Structure kGetInsightRuleReportInput;
extern const Structure kGetInsightRuleReportOutput;

}  // namespace stator::services::cloudwatch
