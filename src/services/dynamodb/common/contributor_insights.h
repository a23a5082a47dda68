// What is said of the contributor insights of a table or index.
#pragma once

#include "aws/error.h"
#include "db/table/schema.h"
#include "services/dynamodb/shapes/table_features.h"

namespace stator::services::dynamodb {

// The index id of a global index of this name, 0 without one: insights are of tables and global indexes.
// Error: ResourceNotFoundException.
aws::Result<std::uint16_t> insights_place(const db::table::TableSchema& table,
                                          const std::optional<std::string>& index_name);

// `insights`: nullptr where they were never enabled.
ContributorInsightsStatus status_of(const db::table::Insights* insights);
std::optional<Enum<ContributorInsightsMode>> mode_of(const db::table::Insights* insights);

}  // namespace stator::services::dynamodb
