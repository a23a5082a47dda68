// What a PartiQL statement asks for, described as policies see it
// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html).
#pragma once

#include <string_view>

#include "services/dynamodb/common/table_access.h"
#include "services/dynamodb/shapes/statement.h"

namespace stator::services::dynamodb {

// `enclosing` is the operation whose statements these are, empty for ExecuteStatement. AccessDeniedException
// if it is not allowed; a text that is no statement is left to the operation, which refuses it.
aws::Result<base::Ok> authorize_statement(Service& service, const aws::RequestContext& context,
                                          std::string_view enclosing, const StatementParameters& request);

}  // namespace stator::services::dynamodb
