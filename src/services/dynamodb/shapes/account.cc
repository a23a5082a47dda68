#include "services/dynamodb/shapes/account.h"

namespace stator::services::dynamodb {
namespace {

using namespace aws::protocol;  // the vocabulary of shape tables

constexpr Member kLimitsMembers[] = {
    member<&DescribeLimitsResponse::account_max_read_capacity_units>("AccountMaxReadCapacityUnits",
                                                                     kLongCount),
    member<&DescribeLimitsResponse::account_max_write_capacity_units>("AccountMaxWriteCapacityUnits",
                                                                      kLongCount),
    member<&DescribeLimitsResponse::table_max_read_capacity_units>("TableMaxReadCapacityUnits", kLongCount),
    member<&DescribeLimitsResponse::table_max_write_capacity_units>("TableMaxWriteCapacityUnits", kLongCount),
};

constexpr Member kEndpointMembers[] = {
    member<&dynamodb::Endpoint::address>("Address", kText),
    member<&dynamodb::Endpoint::cache_period_in_minutes>("CachePeriodInMinutes", kLongCount),
};
constexpr Structure kEndpointStructure{"Endpoint", kEndpointMembers};
constexpr auto kEndpoint = structure_shape<dynamodb::Endpoint>(kEndpointStructure);
constexpr auto kEndpoints = list_shape(kEndpoint);
constexpr Member kEndpointsMembers[] = {
    member<&DescribeEndpointsResponse::endpoints>("Endpoints", kEndpoints)};

}  // namespace

constinit const Structure kNoInput{"NoInput", {}};
constinit const Structure kDescribeLimitsOutput{"DescribeLimitsOutput", kLimitsMembers};
constinit const Structure kDescribeEndpointsOutput{"DescribeEndpointsResponse", kEndpointsMembers};

}  // namespace stator::services::dynamodb
