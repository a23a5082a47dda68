// The shapes of CloudWatch's metrics.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/protocol/shape.h"

namespace stator::services::cloudwatch {

using aws::protocol::Enum;
using aws::protocol::Map;
using aws::protocol::Structure;
using aws::protocol::Timestamp;

// In the order of monitoring::kUnits.
enum class StandardUnit : std::int16_t {};
enum class SimpleStatistic { kSampleCount, kAverage, kSum, kMinimum, kMaximum };
inline constexpr std::string_view kStatisticNames[] = {"SampleCount", "Average", "Sum", "Minimum", "Maximum"};
enum class ScanBy { kDescending, kAscending };
enum class RecentlyActive { k3Hours };

struct DimensionShape {
  std::optional<std::string> name;
  std::optional<std::string> value;
};
struct DimensionFilterShape {
  std::optional<std::string> name;
  std::optional<std::string> value;
};
struct MetricShape {
  std::optional<std::string> name_space;
  std::optional<std::string> metric_name;
  std::optional<std::vector<DimensionShape>> dimensions;
};

struct StatisticSet {
  std::optional<double> sample_count;
  std::optional<double> sum;
  std::optional<double> minimum;
  std::optional<double> maximum;
};
struct MetricDatum {
  std::optional<std::string> metric_name;
  std::optional<std::vector<DimensionShape>> dimensions;
  std::optional<Timestamp> timestamp;
  std::optional<double> value;
  std::optional<StatisticSet> statistic_values;
  std::optional<std::vector<double>> values;
  std::optional<std::vector<double>> counts;
  std::optional<Enum<StandardUnit>> unit;
  std::optional<std::int64_t> storage_resolution;
};
// Whom the metrics are about: taken, and not kept (docs/compatibility.md).
struct Entity {
  std::optional<Map<std::string>> key_attributes;
  std::optional<Map<std::string>> attributes;
};
struct EntityMetricData {
  std::optional<Entity> entity;
  std::optional<std::vector<MetricDatum>> metric_data;
};
struct PutMetricDataRequest {
  std::optional<std::string> name_space;
  std::optional<std::vector<MetricDatum>> metric_data;
  std::optional<std::vector<EntityMetricData>> entity_metric_data;
  std::optional<bool> strict_entity_validation;
};

struct GetMetricStatisticsRequest {
  std::optional<std::string> name_space;
  std::optional<std::string> metric_name;
  std::optional<std::vector<DimensionShape>> dimensions;
  std::optional<Timestamp> start_time;
  std::optional<Timestamp> end_time;
  std::optional<std::int64_t> period;
  std::optional<std::vector<Enum<SimpleStatistic>>> statistics;
  std::optional<std::vector<std::string>> extended_statistics;
  std::optional<Enum<StandardUnit>> unit;
};
struct DatapointShape {
  Timestamp timestamp;
  std::optional<double> sample_count;
  std::optional<double> average;
  std::optional<double> sum;
  std::optional<double> minimum;
  std::optional<double> maximum;
  Enum<StandardUnit> unit;
  std::optional<Map<double>> extended_statistics;
};
struct GetMetricStatisticsResponse {
  std::string label;
  std::vector<DatapointShape> datapoints;
};

struct MetricStat {
  std::optional<MetricShape> metric;
  std::optional<std::int64_t> period;
  std::optional<std::string> stat;
  std::optional<Enum<StandardUnit>> unit;
};
struct MetricDataQuery {
  std::optional<std::string> id;
  std::optional<MetricStat> metric_stat;
  std::optional<std::string> expression;
  std::optional<std::string> label;
  std::optional<bool> return_data;
  std::optional<std::int64_t> period;
  std::optional<std::string> account_id;
};
struct LabelOptions {
  std::optional<std::string> timezone;
};
struct GetMetricDataRequest {
  std::optional<std::vector<MetricDataQuery>> metric_data_queries;
  std::optional<Timestamp> start_time;
  std::optional<Timestamp> end_time;
  std::optional<std::string> next_token;
  std::optional<Enum<ScanBy>> scan_by;
  std::optional<std::int64_t> max_datapoints;
  std::optional<LabelOptions> label_options;
};
struct MessageData {
  std::string code;
  std::string value;
};
struct MetricDataResult {
  std::string id;
  std::string label;
  std::vector<Timestamp> timestamps;
  std::vector<double> values;
  std::string status_code;
  std::optional<std::vector<MessageData>> messages;
};
struct GetMetricDataResponse {
  std::vector<MetricDataResult> metric_data_results;
  std::optional<std::string> next_token;
  std::vector<MessageData> messages;
};

struct ListMetricsRequest {
  std::optional<std::string> name_space;
  std::optional<std::string> metric_name;
  std::optional<std::vector<DimensionFilterShape>> dimensions;
  std::optional<std::string> next_token;
  std::optional<Enum<RecentlyActive>> recently_active;
  std::optional<bool> include_linked_accounts;
  std::optional<std::string> owning_account;
};
struct ListMetricsResponse {
  std::vector<MetricShape> metrics;
  std::optional<std::string> next_token;
  std::optional<std::vector<std::string>> owning_accounts;
};

// AWS's limits.
inline constexpr std::int64_t kMaxData = 1000;           // of one PutMetricData
inline constexpr std::int64_t kMaxValues = 150;          // of one datum
inline constexpr std::int64_t kMaxQueries = 500;         // of one GetMetricData
inline constexpr std::int64_t kMaxStatistics = 1440;     // datapoints of one GetMetricStatistics
inline constexpr std::int64_t kMaxDatapoints = 100'800;  // of one page of GetMetricData

extern const Structure kPutMetricDataInput;
extern const Structure kGetMetricStatisticsInput;
extern const Structure kGetMetricStatisticsOutput;
extern const Structure kGetMetricDataInput;
extern const Structure kGetMetricDataOutput;
extern const Structure kListMetricsInput;
extern const Structure kListMetricsOutput;

}  // namespace stator::services::cloudwatch
