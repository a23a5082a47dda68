// DescribeLimits and DescribeEndpoints.
#pragma once

#include "services/dynamodb/shapes/common.h"

namespace stator::services::dynamodb {

struct NoParameters {};

struct DescribeLimitsResponse {
  std::int64_t account_max_read_capacity_units = 0;
  std::int64_t account_max_write_capacity_units = 0;
  std::int64_t table_max_read_capacity_units = 0;
  std::int64_t table_max_write_capacity_units = 0;
};

struct Endpoint {
  std::string address;  // host, and port where there is one
  std::int64_t cache_period_in_minutes = 0;
};
struct DescribeEndpointsResponse {
  std::vector<Endpoint> endpoints;
};

extern const Structure kNoInput;
extern const Structure kDescribeLimitsOutput;
extern const Structure kDescribeEndpointsOutput;

}  // namespace stator::services::dynamodb
