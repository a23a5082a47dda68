#include "services/cloudwatch/ops/get_metric_data.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>

#include "monitoring/statistic.h"
#include "services/cloudwatch/messages.h"

namespace stator::services::cloudwatch {
namespace {

// What a query found: values by the second at which their periods begin, in ascending order.
struct Series {
  std::string id;
  std::string label;
  std::vector<std::pair<std::int64_t, double>> points;
};

std::string place_of(std::size_t query) { return fmt::format("MetricDataQueries.member.{}.", query + 1); }

bool is_query_id(std::string_view id) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return !id.empty() && id.front() >= 'a' && id.front() <= 'z' &&
         std::all_of(id.begin(), id.end(),
                     [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '_'; });
}

// The error that a request with these findings gets, a line each.
aws::Result<base::Ok> check_queries(const std::vector<MetricDataQuery>& queries) {
  std::string findings;
  const auto add = [&](std::string text) { findings += (findings.empty() ? "" : "\n") + std::move(text); };
  std::set<std::string_view> ids;
  bool any_returned = false;
  for (std::size_t i = 0; i < queries.size(); ++i) {
    const MetricDataQuery& query = queries[i];
    any_returned = any_returned || query.return_data.value_or(true);
    if (!is_query_id(*query.id)) add(fmt::format(messages::kBadQueryId, *query.id, place_of(i) + "Id"));
    if (!ids.insert(*query.id).second) return invalid_request(messages::kRepeatedId);
    if (query.metric_stat && query.expression) {
      add(fmt::format(messages::kBothGiven, place_of(i) + "MetricStat", place_of(i) + "Expression"));
    } else if (!query.metric_stat && !query.expression) {
      add(messages::kNoValue);
    } else if (query.metric_stat) {
      const MetricStat& stat = *query.metric_stat;
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

base::Task<aws::Result<Series>> read_metric(CloudWatch& service, const aws::RequestContext& context,
                                            const MetricDataQuery& query, TimeRange range) {
  const MetricStat& wanted = *query.metric_stat;
  monitoring::ReadRequest read;
  read.metric = metric_of(*wanted.metric);
  read.period = *wanted.period;
  read.begin = rounded_begin(range.begin, read.period, context.clock->unix_seconds());
  read.end = range.end;
  read.unit = unit_of(wanted.unit);
  Series series;
  series.id = *query.id;
  auto found = co_await service.metrics.read(scope_of(context), std::move(read));
  if (!found.ok()) co_return to_aws_error(found.error());
  const auto statistic = *monitoring::Statistic::parse(*wanted.stat);
  std::vector<monitoring::Datapoint>& points = *found;
  for (std::size_t i = 0; i < points.size(); ++i) {
    // Without a unit, all of one moment count together.
    while (i + 1 < points.size() && points[i + 1].unix_seconds == points[i].unix_seconds) {
      points[i + 1].values.add(points[i].values);
      ++i;
    }
    if (const auto value = statistic.of(points[i].values))
      series.points.emplace_back(points[i].unix_seconds, *value);
  }
  co_return series;
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

// Tokens hold the number of datapoints that were returned before.
std::optional<std::size_t> offset_of(const std::optional<std::string>& token) {
  if (!token) return 0;
  std::size_t offset = 0;
  const auto [end, error] = std::from_chars(token->data(), token->data() + token->size(), offset);
  if (error != std::errc() || end != token->data() + token->size() || offset == 0) return std::nullopt;
  return offset;
}

// The datapoints from `offset` on, at most `limit`.
GetMetricDataResponse page_of(std::vector<Series> all, std::size_t offset, std::size_t limit,
                              bool ascending) {
  GetMetricDataResponse response;
  std::size_t before = 0, room = limit;
  for (Series& series : all) {
    const std::size_t count = series.points.size();
    const std::size_t skipped = std::min(count, offset > before ? offset - before : 0);
    before += count;
    // What was returned whole on an earlier page is not repeated.
    if (skipped == count && offset > 0 && before <= offset) continue;
    if (!ascending) std::reverse(series.points.begin(), series.points.end());
    const std::size_t taken = std::min(count - skipped, room);
    if (taken == 0 && count > skipped) {
      response.next_token = std::to_string(offset + limit);
      break;
    }
    MetricDataResult& result = response.metric_data_results.emplace_back();
    result.id = std::move(series.id);
    result.label = std::move(series.label);
    for (std::size_t i = skipped; i < skipped + taken; ++i) {
      result.timestamps.push_back(time_of(series.points[i].first));
      result.values.push_back(series.points[i].second);
    }
    room -= taken;
    const bool whole = skipped + taken == count;
    result.status_code = whole ? "Complete" : "PartialData";
    if (!whole) {
      response.next_token = std::to_string(offset + limit);
      break;
    }
  }
  return response;
}

}  // namespace

base::Task<aws::Result<GetMetricDataResponse>> get_metric_data(CloudWatch& service,
                                                               const aws::RequestContext& context,
                                                               GetMetricDataRequest& request) {
  const std::vector<MetricDataQuery>& queries = *request.metric_data_queries;
  STATOR_CO_TRY(check_queries(queries));
  const auto range = time_range(*request.start_time, *request.end_time);
  if (!range.ok()) co_return invalid_request(range.error());
  const auto offset = offset_of(request.next_token);
  if (!offset) co_return aws::Error{"InvalidNextToken", messages::kBadNextToken};
  const std::int64_t limit = request.max_datapoints.value_or(kMaxDatapoints);
  const bool own = std::any_of(queries.begin(), queries.end(), [](const MetricDataQuery& query) {
    return query.metric_stat && is_own(query.metric_stat->metric->name_space.value_or(""));
  });
  if (own) co_await service.feed.flush();
  std::vector<Series> all;
  for (const MetricDataQuery& query : queries) {
    if (query.expression) co_return invalid_request(messages::kNoExpressions);
    auto series = co_await read_metric(service, context, query, *range);
    if (!series.ok()) co_return std::move(series).error();
    series->label = query.label.value_or(default_label(queries, query));
    if (query.return_data.value_or(true)) all.push_back(std::move(*series));
  }
  const bool ascending = request.scan_by && request.scan_by->get() == ScanBy::kAscending;
  co_return page_of(std::move(all), *offset, static_cast<std::size_t>(limit), ascending);
}

}  // namespace stator::services::cloudwatch
