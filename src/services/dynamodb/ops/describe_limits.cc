#include "services/dynamodb/ops/describe_limits.h"

namespace stator::services::dynamodb {

// AWS's initial quotas of an account (Quotas in Amazon DynamoDB: provisioned throughput).
base::Task<aws::Result<DescribeLimitsResponse>> describe_limits(db::table::Database&,
                                                                const aws::RequestContext&, NoParameters&) {
  constexpr std::int64_t kAccountUnits = 80'000, kTableUnits = 40'000;
  co_return DescribeLimitsResponse{kAccountUnits, kAccountUnits, kTableUnits, kTableUnits};
}

}  // namespace stator::services::dynamodb
