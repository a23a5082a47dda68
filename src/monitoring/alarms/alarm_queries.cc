#include "monitoring/alarms/alarm_queries.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "monitoring/alarms/messages.h"
#include "monitoring/math/order.h"
#include "monitoring/math/parser.h"
#include "monitoring/statistic.h"

namespace stator::monitoring::alarms {

namespace {

using Parsed = base::Result<queries::Query, std::string>;

Parsed parse_metric(const MetricQuery& asked) {
  const MetricStat& stat = *asked.stat;
  const auto statistic = Statistic::parse(stat.statistic);
  if (!statistic) return std::string(messages::kBadMetrics);
  if (!is_period(stat.period_seconds)) return std::string(messages::kBadPeriod);
  queries::MetricQuery metric{stat.metric, stat.period_seconds, *statistic, unit_of(stat.unit)};
  normalize(&metric.metric);
  queries::Query query;
  query.what = std::move(metric);
  return query;
}

Parsed parse_expression(const MetricQuery& asked) {
  if (asked.period_seconds && !is_period(*asked.period_seconds)) return std::string(messages::kBadPeriod);
  auto expression = math::parse(asked.expression);
  if (!expression.ok()) return math::text_of_error(asked.id, expression.error());
  if (!expression->searches.empty()) return std::string(messages::kNoSearches);
  queries::Query query;
  query.what = queries::ExpressionQuery{std::move(expression).value(), asked.period_seconds};
  return query;
}

// Ids that are not there, and expressions that need each other.
std::string problem_of_order(const std::vector<queries::Query>& queries) {
  std::vector<math::Query> graph;
  for (const queries::Query& query : queries) {
    const auto* expression = std::get_if<queries::ExpressionQuery>(&query.what);
    graph.push_back({query.id, expression != nullptr ? &expression->expression : nullptr});
  }
  const auto order = math::evaluation_order(graph);
  return order.ok() ? "" : math::text_of_error(queries[order.error().index].id, order.error().error);
}

}  // namespace

base::Result<std::vector<queries::Query>, std::string> parse_queries(const std::vector<MetricQuery>& asked) {
  if (asked.size() > kMaxAlarmQueries) return fmt::format(messages::kTooManyQueries, kMaxAlarmQueries);
  std::vector<queries::Query> parsed;
  std::set<std::string_view> ids;
  std::size_t metrics = 0, returned = 0;
  bool has_period = false;
  for (const MetricQuery& one : asked) {
    if (!math::is_valid_id(one.id) || !ids.insert(one.id).second ||
        one.stat.has_value() == !one.expression.empty())
      return std::string(messages::kBadMetrics);
    Parsed query = one.stat ? parse_metric(one) : parse_expression(one);
    if (!query.ok()) return std::move(query).error();
    query->id = one.id;
    query->returned = one.returns_data.value_or(true);
    metrics += one.stat ? 1 : 0;
    returned += query->returned ? 1 : 0;
    has_period = has_period || one.stat || (query->returned && one.period_seconds);
    parsed.push_back(std::move(query).value());
  }
  if (metrics > kMaxAlarmMetrics) return fmt::format(messages::kTooManyMetrics, kMaxAlarmMetrics);
  if (returned != 1) return std::string(messages::kOneQueryAnswers);
  if (!has_period) return std::string(messages::kNoPeriod);
  if (std::string problem = problem_of_order(parsed); !problem.empty()) return problem;
  return parsed;
}

}  // namespace stator::monitoring::alarms
