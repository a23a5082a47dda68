#include "services/dynamodb/ops/describe_endpoints.h"

namespace stator::services::dynamodb {

// The only endpoint is the one that was asked, by the name that the client knows.
base::Task<aws::Result<DescribeEndpointsResponse>> describe_endpoints(db::table::Database&,
                                                                      const aws::RequestContext& context,
                                                                      NoParameters&) {
  constexpr std::int64_t kCacheMinutes = 1440;
  DescribeEndpointsResponse response;
  response.endpoints.push_back({std::string(context.host), kCacheMinutes});
  co_return response;
}

}  // namespace stator::services::dynamodb
