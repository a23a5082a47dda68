// UpdateTimeToLive and DescribeTimeToLive.
#pragma once

#include "services/dynamodb/shapes/common.h"

namespace stator::services::dynamodb {

enum class TimeToLiveStatus { kEnabling, kDisabling, kEnabled, kDisabled };

struct TimeToLiveSpecification {
  std::optional<bool> enabled;
  std::optional<std::string> attribute_name;
};
struct UpdateTimeToLiveRequest {
  std::optional<std::string> table_name;
  std::optional<TimeToLiveSpecification> specification;
};
struct UpdateTimeToLiveResponse {
  TimeToLiveSpecification specification;
};
struct TimeToLiveDescription {
  Enum<TimeToLiveStatus> status = TimeToLiveStatus::kDisabled;
  std::optional<std::string> attribute_name;
};
struct DescribeTimeToLiveResponse {
  TimeToLiveDescription description;
};

extern const TypedShape<TimeToLiveDescription> kTimeToLiveDescription;

extern const Structure kUpdateTimeToLiveInput;
extern const Structure kUpdateTimeToLiveOutput;
extern const Structure kDescribeTimeToLiveOutput;

}  // namespace stator::services::dynamodb
