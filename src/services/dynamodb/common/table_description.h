// A table as DescribeTable and its siblings show it (rule 50).
#pragma once

#include "db/table/database.h"
#include "services/dynamodb/shapes/table.h"

namespace stator::services::dynamodb {

TableDescription describe(const db::table::TableDescription& table);

}  // namespace stator::services::dynamodb
