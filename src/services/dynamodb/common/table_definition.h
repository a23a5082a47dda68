// CreateTable's and UpdateTable's rules that need no table (rules 39-47 and 54), and from their shapes to the
// database's own.
#pragma once

#include <string>
#include <vector>

#include "aws/error.h"
#include "aws/request_context.h"
#include "db/table/database.h"
#include "services/dynamodb/shapes/table.h"

namespace stator::services::dynamodb {

// The table that a CreateTable asks for. Ids, times and states are left to the database.
aws::Result<db::table::TableSchema> table_definition(const aws::RequestContext& context,
                                                     CreateTableRequest& request);

// What an UpdateTable asks for.
aws::Result<db::table::TableUpdate> table_update(UpdateTableRequest& request);

}  // namespace stator::services::dynamodb
