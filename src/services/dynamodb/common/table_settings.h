// Settings that CreateTable, UpdateTable and restores have in common, from their shapes to the database's
// own.
#pragma once

#include <optional>
#include <string>

#include "aws/error.h"
#include "db/table/schema.h"
#include "services/dynamodb/shapes/table.h"

namespace stator::services::dynamodb {

// `index`: its name in errors; nullptr for a table.
aws::Result<db::table::Throughput> to_throughput(const ProvisionedThroughput& request,
                                                 const std::string* index = nullptr);

// An object without members is as good as none (on_demand_throughput.case).
bool has_maximum(const std::optional<OnDemandThroughput>& request);
// Rule 49, of what is created: at least 1. `index`: nullptr for a table; how AWS's error names an index is
// assumed.
aws::Result<std::optional<db::table::OnDemandThroughput>> to_on_demand(
    const std::optional<OnDemandThroughput>& request, const std::string* index = nullptr);
aws::Error on_demand_of_provisioned(const OnDemandThroughput& request);

db::table::WarmThroughput to_warm(const std::optional<WarmThroughput>& request);
db::table::BillingMode to_billing(BillingMode mode);

// Whether a new index of a table with this capacity mode has the throughput that it needs, and no other.
aws::Result<base::Ok> check_index_throughput(const GlobalSecondaryIndex& request, const std::string& name,
                                             db::table::BillingMode billing);

aws::Result<base::Ok> check_sse(const SseSpecification& request);

}  // namespace stator::services::dynamodb
