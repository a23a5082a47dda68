// FilterSpecification of an export, and what is stored of it.
#pragma once

#include <optional>

#include "aws/error.h"
#include "db/table/schema.h"
#include "services/dynamodb/shapes/transfer.h"
#include "transfer/jobs.h"

namespace stator::services::dynamodb {

// By the rules of Query where there is a key condition, else by those of Scan. `table`: nullptr where it is
// not there, which is for others to say.
aws::Result<std::optional<transfer::ExportFilter>> export_filter(
    const std::optional<FilterSpecification>& specification, const db::table::TableSchema* table);

}  // namespace stator::services::dynamodb
