// What an operation reports beside its result: capacity (rule 103) and the sizes of item collections (rule
// 97).
#pragma once

#include <optional>

#include "aws/request_context.h"
#include "db/table/database.h"
#include "services/dynamodb/shapes/common.h"

namespace stator::services::dynamodb {

using CapacityMode = std::optional<Enum<ReturnConsumedCapacity>>;
using MetricsMode = std::optional<Enum<ReturnItemCollectionMetrics>>;

bool wants_capacity(const CapacityMode& mode);
bool wants_metrics(const MetricsMode& mode);

enum class Units { kRead, kWrite };

// Counts what was consumed, and reports it: nothing unless asked for; places are broken down for INDEXES.
std::optional<ConsumedCapacity> report_capacity(const aws::RequestContext& context, Units units,
                                                const CapacityMode& mode,
                                                const db::table::ConsumedCapacity& consumed);

// The list of a transaction: one part a table, with the units split into reads and writes.
std::optional<std::vector<ConsumedCapacity>> report_transaction_capacity(
    const aws::RequestContext& context, Units units, const CapacityMode& mode,
    const std::vector<db::table::ConsumedCapacity>& consumed);

ItemCollectionMetrics report_metrics(const db::table::ItemCollectionMetrics& metrics);

}  // namespace stator::services::dynamodb
