#include "services/dynamodb/common/time_to_live_description.h"

namespace stator::services::dynamodb {
namespace {

TimeToLiveStatus to_status(db::table::TimeToLiveStatus status) {
  switch (status) {
    case db::table::TimeToLiveStatus::kDisabled:
      return TimeToLiveStatus::kDisabled;
    case db::table::TimeToLiveStatus::kEnabling:
      return TimeToLiveStatus::kEnabling;
    case db::table::TimeToLiveStatus::kEnabled:
      return TimeToLiveStatus::kEnabled;
    case db::table::TimeToLiveStatus::kDisabling:
      return TimeToLiveStatus::kDisabling;
  }
  return TimeToLiveStatus::kDisabled;
}

}  // namespace

TimeToLiveDescription describe(const db::table::TimeToLive& time_to_live) {
  TimeToLiveDescription description;
  description.status = to_status(time_to_live.status);
  if (time_to_live.status != db::table::TimeToLiveStatus::kDisabled)
    description.attribute_name = time_to_live.attribute;
  return description;
}

}  // namespace stator::services::dynamodb
