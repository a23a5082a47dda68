#include "db/table/time_to_live.h"

#include <fmt/core.h>

#include "db/table/table_update.h"
#include "messages/tables.h"

namespace stator::db::table {

Result<TableSchema> plan_time_to_live(const TableSchema& current, bool enable, std::string_view attribute) {
  const TimeToLive& now = current.time_to_live;
  // An index build must not meet a raised fence.
  if (current.status != TableStatus::kActive) return in_use(current);
  const bool on = now.maintained();
  if (enable && on && now.attribute == attribute) return validation_error(messages::kTimeToLiveEnabled);
  if (!enable && !on) return validation_error(messages::kTimeToLiveDisabled);
  if (on && now.attribute != attribute)
    return validation_error(fmt::format(messages::kTimeToLiveOtherAttribute, now.attribute));
  if (now.status == TimeToLiveStatus::kEnabling || now.status == TimeToLiveStatus::kDisabling)
    return validation_error(messages::kTimeToLiveTooSoon);

  TableSchema next = current;
  ++next.epoch;
  if (enable) {
    next.time_to_live.status = TimeToLiveStatus::kEnabling;
    next.time_to_live.attribute = std::string(attribute);
    ++next.time_to_live.index_id;
  } else {
    next.time_to_live.status = TimeToLiveStatus::kDisabling;
  }
  return next;
}

}  // namespace stator::db::table
