// A table as DescribeTable and its siblings show it (rule 50).
#pragma once

#include "db/table/database.h"
#include "services/dynamodb/shapes/table.h"

namespace stator::services::dynamodb {

TableDescription describe(const db::table::TableDescription& table);

// Parts of it.
inline Timestamp time_of(std::int64_t unix_micros) { return {unix_micros / 1000}; }
BillingMode describe_billing(db::table::BillingMode billing);
std::vector<KeySchemaElement> describe_keys(const db::model::KeySchema& keys);
Projection describe_projection(const db::table::ProjectionSpec& projection);
// Precondition: it is a vector index.
VectorIndex describe_vector_index(const db::table::IndexSchema& index);
// Nothing where no maximum is set, and no stream is on, and no key is used.
std::optional<OnDemandThroughput> describe_on_demand(
    const std::optional<db::table::OnDemandThroughput>& units);
std::optional<StreamSpecification> describe_stream(const db::table::TableSchema& table);
std::optional<SseDescription> describe_sse(const db::table::TableSchema& table);
// What the table, or that global index of it, keeps warm.
WarmThroughputDescription describe_warm(const db::table::TableSchema& table,
                                        const db::table::IndexSchema* index = nullptr);

}  // namespace stator::services::dynamodb
