#include "services/cloudwatch/ops/get_metric_data.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>

#include "aws/authorizer.h"
#include "messages/requests.h"
#include "monitoring/math/messages.h"
#include "monitoring/math/order.h"
#include "monitoring/math/parser.h"
#include "monitoring/statistic.h"
#include "services/cloudwatch/messages.h"
#include "services/cloudwatch/ops/insight_rules.h"
#include "services/cloudwatch/ops/labels.h"

namespace stator::services::cloudwatch {
namespace {

namespace math = monitoring::math;
namespace queries = monitoring::queries;

std::string place_of(std::size_t query) { return fmt::format("MetricDataQueries.member.{}.", query + 1); }

// The error that a request with these findings gets, a line each.
aws::Result<base::Ok> check_queries(const std::vector<MetricDataQuery>& queries) {
  std::string findings;
  const auto add = [&](std::string text) { findings += (findings.empty() ? "" : "\n") + std::move(text); };
  std::set<std::string_view> ids;
  bool any_returned = false;
  for (std::size_t i = 0; i < queries.size(); ++i) {
    const MetricDataQuery& query = queries[i];
    any_returned = any_returned || query.return_data.value_or(true);
    if (!math::is_valid_id(*query.id)) add(fmt::format(messages::kBadQueryId, *query.id, place_of(i) + "Id"));
    if (!ids.insert(*query.id).second) return invalid_request(messages::kRepeatedId);
    if (query.metric_stat && query.expression) {
      add(fmt::format(messages::kBothGiven, place_of(i) + "MetricStat", place_of(i) + "Expression"));
    } else if (!query.metric_stat && !query.expression) {
      add(messages::kNoValue);
    } else if (query.metric_stat) {
      const MetricStat& stat = *query.metric_stat;
      for (const auto& [part, name] : {std::pair(&stat.metric->name_space, "Namespace"),
                                       std::pair(&stat.metric->metric_name, "MetricName")}) {
        if (!*part)
          add(fmt::format(stator::messages::kParameterRequired, place_of(i) + "MetricStat.Metric." + name));
      }
      const std::string place = place_of(i) + "MetricStat.";
      if (!is_period(*stat.period)) add(fmt::format(messages::kBadPeriod, place + "Period"));
      if (!monitoring::Statistic::parse(*stat.stat))
        add(fmt::format(messages::kBadStatistic, *stat.stat, place + "Stat"));
    } else if (query.period && !is_period(*query.period)) {
      add(fmt::format(messages::kBadPeriod, place_of(i) + "Period"));
    }
  }
  if (!findings.empty()) return invalid_request(std::move(findings));
  if (!any_returned) return invalid_request(messages::kNothingReturned);
  return base::Ok{};
}

// Precondition: they were checked.
aws::Result<std::vector<queries::Query>> parsed(const std::vector<MetricDataQuery>& request) {
  std::vector<queries::Query> made;
  for (const MetricDataQuery& asked : request) {
    queries::Query& query = made.emplace_back();
    query.id = *asked.id;
    query.returned = asked.return_data.value_or(true);
    if (asked.metric_stat) {
      const MetricStat& stat = *asked.metric_stat;
      query.what = queries::MetricQuery{metric_of(*stat.metric), *stat.period,
                                        *monitoring::Statistic::parse(*stat.stat), unit_of(stat.unit)};
      continue;
    }
    auto expression = math::parse(*asked.expression);
    if (!expression.ok()) return invalid_request(math::text_of_error(query.id, expression.error()));
    query.what = queries::ExpressionQuery{std::move(expression).value(), asked.period};
  }
  return made;
}

// "You must have both the cloudwatch:GetMetricData and cloudwatch:GetInsightRuleReport permissions." (AWS:
// user guide, ContributorInsights-GraphReportData.)
aws::Result<base::Ok> authorize_insights(const aws::RequestContext& context,
                                         const std::vector<queries::Query>& all) {
  for (const queries::Query& query : all) {
    const auto* expression = std::get_if<queries::ExpressionQuery>(&query.what);
    if (expression == nullptr) continue;
    for (const math::InsightMetric& insight : expression->expression.insights) {
      const aws::Access access{
          "cloudwatch:GetInsightRuleReport", insight_rule_arn(context, insight.rule), {}};
      STATOR_TRY(aws::authorize(context, access));
    }
  }
  return base::Ok{};
}

// Whether the server's own metrics are asked for; a SEARCH may be for any.
bool wants_own(const std::vector<queries::Query>& all) {
  return std::any_of(all.begin(), all.end(), [](const queries::Query& query) {
    if (const auto* metric = std::get_if<queries::MetricQuery>(&query.what))
      return is_own(metric->metric.name_space);
    return !std::get<queries::ExpressionQuery>(query.what).expression.searches.empty();
  });
}

aws::Error to_aws_error(const std::vector<MetricDataQuery>& request, const queries::QueryFailure& failure) {
  if (const auto* store = std::get_if<monitoring::Failure>(&failure)) return cloudwatch::to_aws_error(*store);
  const auto& expression = std::get<queries::ExpressionFailure>(failure);
  return invalid_request(math::text_of_error(*request[expression.query].id, expression.error));
}

// The part of the name by which this metric differs from the others: its name, and the values of its
// dimensions where several have the name.
std::string default_label(const std::vector<MetricDataQuery>& queries, const MetricDataQuery& query) {
  const MetricShape& metric = *query.metric_stat->metric;
  const auto same_name = std::count_if(queries.begin(), queries.end(), [&](const MetricDataQuery& other) {
    return other.metric_stat && other.metric_stat->metric->metric_name == metric.metric_name;
  });
  std::string label;
  if (same_name > 1 && metric.dimensions)
    for (const DimensionShape& dimension : *metric.dimensions) label += *dimension.value + " ";
  return label + metric.metric_name.value_or("");
}

// As the request says, or by the rules above. Each of an array has its own besides, unless the label is
// dynamic: then it is applied to each (AWS: user guide, "Use dynamic labels"; grafana/grafana#26794, #51714).
class Labels {
 public:
  // All outlive this.
  Labels(const aws::RequestContext& context, const std::vector<MetricDataQuery>& request, std::int64_t zone)
      : context_(context), request_(request), zone_(zone) {}

  std::string of(const queries::Found& found, std::size_t index) const {
    const MetricDataQuery& query = request_[found.query];
    const math::Series& series = found.series[index];
    const std::string given = query.label.value_or("");
    if (is_dynamic(given))
      return expanded(given, own(query, series, found.is_array), series, found.sources[index].get());
    if (!found.is_array) return query.label ? given : own(query, series, false);
    return given.empty() ? series.label : given + " " + series.label;
  }

 private:
  std::string own(const MetricDataQuery& query, const math::Series& series, bool is_array) const {
    if (is_array) return series.label;
    return query.metric_stat ? default_label(request_, query) : *query.id;
  }

  std::string expanded(const std::string& label, const std::string& default_label, const math::Series& series,
                       const queries::Source* source) const {
    LabelFacts facts;
    facts.default_label = default_label;
    facts.points = series.points;
    if (source != nullptr) {
      const auto& stat = request_[source->query].metric_stat;
      facts.metric = &source->metric;
      facts.statistic = stat ? *stat->stat : source->statistic;
      facts.period_seconds = source->period_seconds;
    }
    facts.account = context_.account;
    facts.region = context_.region;
    facts.now_seconds = context_.clock->unix_seconds();
    facts.zone_seconds = zone_;
    return expand_label(label, facts);
  }

  const aws::RequestContext& context_;
  const std::vector<MetricDataQuery>& request_;
  std::int64_t zone_;
};

// In seconds; nothing for what is none.
std::optional<std::int64_t> zone_of(const std::optional<LabelOptions>& options) {
  return options && options->timezone ? parse_zone(*options->timezone) : 0;
}

// Tokens hold the number of datapoints that were returned before.
std::optional<std::size_t> offset_of(const std::optional<std::string>& token) {
  constexpr std::size_t kMaxOffset = std::size_t{1} << 40;
  if (!token) return 0;
  std::size_t offset = 0;
  const auto [end, error] = std::from_chars(token->data(), token->data() + token->size(), offset);
  const bool whole = error == std::errc() && end == token->data() + token->size();
  if (!whole || offset == 0 || offset > kMaxOffset) return std::nullopt;
  return offset;
}

// The results, as far as they are on the page: the datapoints from `offset` on, at most `limit`.
class Page {
 public:
  Page(std::size_t offset, std::size_t limit, bool ascending)
      : offset_(offset), room_(limit), end_(offset + limit), ascending_(ascending) {}

  // Datapoints of results before this page that were not kept.
  void pass(std::size_t points) { before_ += points; }
  // False: the page is full, and there is more.
  bool add(std::string id, std::string label, std::vector<math::Point> points, bool dropped_points) {
    const std::size_t count = points.size();
    const std::size_t skipped = std::min(count, offset_ > before_ ? offset_ - before_ : 0);
    before_ += count;
    // What was whole on an earlier page is not repeated.
    if (skipped == count && offset_ > 0 && before_ <= offset_) return true;
    const std::size_t taken = std::min(count - skipped, room_);
    if (taken == 0 && count > skipped) return more();
    if (!ascending_) std::reverse(points.begin(), points.end());
    MetricDataResult& result = response_.metric_data_results.emplace_back();
    result.id = std::move(id);
    result.label = std::move(label);
    for (std::size_t i = skipped; i < skipped + taken; ++i) {
      result.timestamps.push_back(time_of(points[i].unix_seconds));
      result.values.push_back(points[i].value);
    }
    room_ -= taken;
    const bool whole = skipped + taken == count;
    result.status_code = whole ? "Complete" : "PartialData";
    if (dropped_points)
      result.messages.emplace().push_back({"ArithmeticError", math::messages::kDroppedPoints});
    return whole || more();
  }

  GetMetricDataResponse take() { return std::move(response_); }

 private:
  bool more() {
    response_.next_token = std::to_string(end_);
    return false;
  }

  std::size_t offset_;
  std::size_t room_;
  std::size_t end_;
  bool ascending_;
  std::size_t before_ = 0;  // datapoints of the results so far
  GetMetricDataResponse response_;
};

}  // namespace

base::Task<aws::Result<GetMetricDataResponse>> get_metric_data(CloudWatch& service,
                                                               const aws::RequestContext& context,
                                                               GetMetricDataRequest& request) {
  const std::vector<MetricDataQuery>& asked = *request.metric_data_queries;
  STATOR_CO_TRY(check_queries(asked));
  STATOR_CO_ASSIGN(std::vector<queries::Query> wanted, parsed(asked));
  STATOR_CO_TRY(authorize_insights(context, wanted));
  const auto range = time_range(*request.start_time, *request.end_time);
  if (!range.ok()) co_return invalid_request(range.error());
  const auto offset = offset_of(request.next_token);
  if (!offset) co_return aws::Error{"InvalidNextToken", messages::kBadNextToken};
  const auto zone = zone_of(request.label_options);
  if (!zone) co_return invalid_request(fmt::format(messages::kBadZone, *request.label_options->timezone));
  const auto limit = static_cast<std::size_t>(request.max_datapoints.value_or(kMaxDatapoints));
  if (wants_own(wanted)) co_await service.feed.flush();
  const queries::Range times{range->begin, range->end};
  // One more than the page has says that there is another.
  const queries::Part part{*offset, *offset + limit + 1};
  auto found = co_await service.queries.run(scope_of(context), std::move(wanted), times, part);
  if (!found.ok()) co_return to_aws_error(asked, found.error());
  const bool ascending = request.scan_by && request.scan_by->get() == ScanBy::kAscending;
  Page page(*offset, limit, ascending);
  const Labels labels(context, asked, *zone);
  bool room = true;
  for (queries::Found& each : *found) {
    page.pass(each.omitted);
    for (std::size_t i = 0; i < each.series.size() && room; ++i) {
      std::string label = labels.of(each, i);
      room = page.add(*asked[each.query].id, std::move(label), std::move(each.series[i].points),
                      each.dropped_points);
    }
  }
  co_return page.take();
}

}  // namespace stator::services::cloudwatch
