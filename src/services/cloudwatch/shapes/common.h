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

}  // namespace stator::services::cloudwatch
