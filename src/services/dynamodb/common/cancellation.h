// TransactionCanceledException: the reasons of all actions in request order, in the text and as members (rule
// 108).
#pragma once

#include <string_view>
#include <vector>

#include "aws/error.h"
#include "aws/request_context.h"
#include "db/transaction/transactions.h"

namespace stator::services::dynamodb {

// "ConditionalCheckFailed", ...; "None" where the action did not cancel.
std::string_view cancellation_code_name(db::transaction::CancellationCode code);

// Counts the reasons, too.
aws::Error transaction_canceled(const aws::RequestContext& context,
                                const std::vector<db::transaction::CancellationReason>& reasons);

}  // namespace stator::services::dynamodb
