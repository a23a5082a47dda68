// What the operations on PartiQL statements have in common.
#pragma once

#include <string_view>
#include <vector>

#include "aws/request_context.h"
#include "db/statement/ast.h"
#include "db/statement/write.h"
#include "services/dynamodb/common/errors.h"
#include "services/dynamodb/shapes/statement.h"

namespace stator::services::dynamodb {

// The parameters' stored bytes: views into the request. ValidationException for a bad value.
aws::Result<std::vector<std::string_view>> parameter_values(const StatementParameters& request);

// ValidationException for a text that is no statement.
aws::Result<db::statement::Statement> parse_statement(const StatementParameters& request);

// A write bound to its table, with what to answer when its condition fails.
db::Result<std::unique_ptr<db::statement::BoundWrite>> bind_write(const StatementParameters& request,
                                                                  const db::statement::Statement& statement,
                                                                  const db::table::TableSchema& table);

// An INSERT that meets an item is a DuplicateItemException.
aws::Error write_error(const db::statement::BoundWrite& write, db::Error error);

}  // namespace stator::services::dynamodb
