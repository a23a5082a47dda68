// UpdateTimeToLive's rules (119): from a schema and what is asked to the next schema. Pure.
#pragma once

#include <string_view>

#include "db/model/error.h"
#include "db/table/schema.h"

namespace stator::db::table {

// The next schema is ENABLING or DISABLING, with a raised epoch: from then on writers do, or do not, maintain
// the time index. AWS allows one change an hour; here the next one may come as soon as the one before is
// done. Errors: kValidation (in that state already, another attribute, a change under way), kResourceInUse
// (table busy).
Result<TableSchema> plan_time_to_live(const TableSchema& current, bool enable, std::string_view attribute);

}  // namespace stator::db::table
