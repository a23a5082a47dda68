// What the shapes of metrics and of alarms have in common. For the .cc files of this folder.
#pragma once

#include "monitoring/metric.h"
#include "services/cloudwatch/shapes/metrics.h"

namespace stator::services::cloudwatch {

// ASCII without control characters, and not blanks alone; no colon in front. (AWS: API reference, Dimension,
// PutMetricData.)
constexpr bool is_plain_text(std::string_view text) {
  bool has_mark = false;
  for (const char c : text) {
    if (c < ' ' || c > '~') return false;
    has_mark = has_mark || c != ' ';
  }
  return has_mark;
}
constexpr bool is_plain_name(std::string_view text) { return is_plain_text(text) && text.front() != ':'; }
inline constexpr aws::protocol::Pattern kNamePattern{"[^:].*", is_plain_name};
inline constexpr aws::protocol::Pattern kTextPattern{"[ -~]*", is_plain_text};

inline constexpr auto kText = aws::protocol::string_shape();
inline constexpr auto kNumber = aws::protocol::double_shape();
inline constexpr auto kTime = aws::protocol::timestamp_shape();
inline constexpr auto kFlag = aws::protocol::boolean_shape();
inline constexpr auto kNamespace = aws::protocol::string_shape(1, 255, &kNamePattern);
inline constexpr auto kMetricName = aws::protocol::string_shape(1, 255);
inline constexpr auto kDimensionName = aws::protocol::string_shape(1, 255, &kNamePattern);
inline constexpr auto kDimensionValue = aws::protocol::string_shape(1, 1024, &kTextPattern);
inline constexpr auto kPeriod = aws::protocol::integer_shape(1);
inline constexpr auto kUnit = aws::protocol::enum_shape<StandardUnit>(monitoring::kUnits);

inline constexpr aws::protocol::Member kDimensionMembers[] = {
    aws::protocol::member<&DimensionShape::name>("Name", kDimensionName, aws::protocol::kRequired),
    aws::protocol::member<&DimensionShape::value>("Value", kDimensionValue, aws::protocol::kRequired),
};
inline constexpr Structure kDimensionStructure{"Dimension", kDimensionMembers};
inline constexpr auto kDimension = aws::protocol::structure_shape<DimensionShape>(kDimensionStructure);
inline constexpr auto kDimensions = aws::protocol::list_shape(kDimension, 0, 30);

inline constexpr auto kQueryId = aws::protocol::string_shape(1, 255);
inline constexpr auto kExpression = aws::protocol::string_shape(1, 2048);
inline constexpr auto kLabel = aws::protocol::string_shape(0, 4096);  // our own limit
inline constexpr auto kAccount = aws::protocol::string_shape(1, 255);

inline constexpr aws::protocol::Member kMetricMembers[] = {
    aws::protocol::member<&MetricShape::name_space>("Namespace", kNamespace),
    aws::protocol::member<&MetricShape::metric_name>("MetricName", kMetricName),
    aws::protocol::member<&MetricShape::dimensions>("Dimensions", kDimensions),
};
inline constexpr Structure kMetricStructure{"Metric", kMetricMembers};
inline constexpr auto kMetric = aws::protocol::structure_shape<MetricShape>(kMetricStructure);

inline constexpr aws::protocol::Member kMetricStatMembers[] = {
    aws::protocol::member<&MetricStat::metric>("Metric", kMetric, aws::protocol::kRequired),
    aws::protocol::member<&MetricStat::period>("Period", kPeriod, aws::protocol::kRequired),
    aws::protocol::member<&MetricStat::stat>("Stat", kText, aws::protocol::kRequired),
    aws::protocol::member<&MetricStat::unit>("Unit", kUnit),
};
inline constexpr Structure kMetricStatStructure{"MetricStat", kMetricStatMembers};
inline constexpr auto kMetricStat = aws::protocol::structure_shape<MetricStat>(kMetricStatStructure);
inline constexpr aws::protocol::Member kQueryMembers[] = {
    aws::protocol::member<&MetricDataQuery::id>("Id", kQueryId, aws::protocol::kRequired),
    aws::protocol::member<&MetricDataQuery::metric_stat>("MetricStat", kMetricStat),
    aws::protocol::member<&MetricDataQuery::expression>("Expression", kExpression),
    aws::protocol::member<&MetricDataQuery::label>("Label", kLabel),
    aws::protocol::member<&MetricDataQuery::return_data>("ReturnData", kFlag),
    aws::protocol::member<&MetricDataQuery::period>("Period", kPeriod),
    aws::protocol::member<&MetricDataQuery::account_id>("AccountId", kAccount),
};
inline constexpr Structure kQueryStructure{"MetricDataQuery", kQueryMembers};
inline constexpr auto kQuery = aws::protocol::structure_shape<MetricDataQuery>(kQueryStructure);

}  // namespace stator::services::cloudwatch
