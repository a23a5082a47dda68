// A table as DescribeTable and its siblings show it (rule 50).
#pragma once

#include "db/table/database.h"
#include "services/dynamodb/shapes/table.h"

namespace stator::services::dynamodb {

TableDescription describe(const db::table::TableDescription& table);
// What the table, or that global index of it, keeps warm.
WarmThroughputDescription describe_warm(const db::table::TableSchema& table,
                                        const db::table::IndexSchema* index = nullptr);

}  // namespace stator::services::dynamodb
