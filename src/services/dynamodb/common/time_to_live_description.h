// Time to live of a table, as DescribeTimeToLive and DescribeBackup show it.
#pragma once

#include "db/table/schema.h"
#include "services/dynamodb/shapes/time_to_live.h"

namespace stator::services::dynamodb {

TimeToLiveDescription describe(const db::table::TimeToLive& time_to_live);

}  // namespace stator::services::dynamodb
