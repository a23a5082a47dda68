#include "services/dynamodb/shapes/table_features.h"

namespace stator::services::dynamodb {
namespace {

using namespace aws::protocol;  // the vocabulary of shape tables

constexpr std::string_view kInsightsStatuses[] = {"ENABLING", "ENABLED", "DISABLING", "DISABLED", "FAILED"};
constexpr auto kInsightsStatus = enum_shape<ContributorInsightsStatus>(kInsightsStatuses);

constexpr Member kInsightsMembers[] = {
    member<&DescribeContributorInsightsRequest::table_name>("TableName", kTableName,
                                                            kRequired | kReportedAlone),
    member<&DescribeContributorInsightsRequest::index_name>("IndexName", kIndexName),
};
constexpr Member kInsightsOutputMembers[] = {
    member<&DescribeContributorInsightsResponse::table_name>("TableName", kText),
    member<&DescribeContributorInsightsResponse::index_name>("IndexName", kText),
    member<&DescribeContributorInsightsResponse::status>("ContributorInsightsStatus", kInsightsStatus),
};
constexpr Structure kSummaryStructure{"ContributorInsightsSummary", kInsightsOutputMembers};
constexpr auto kSummary = structure_shape<DescribeContributorInsightsResponse>(kSummaryStructure);
constexpr auto kSummaries = list_shape(kSummary);

constexpr auto kMaxResults = integer_shape(kNoMinimum, 100);
constexpr Member kListInsightsMembers[] = {
    member<&ListContributorInsightsRequest::table_name>("TableName", kTableName),
    member<&ListContributorInsightsRequest::next_token>("NextToken", kText),
    member<&ListContributorInsightsRequest::max_results>("MaxResults", kMaxResults),
};
constexpr Member kListInsightsOutputMembers[] = {
    member<&ListContributorInsightsResponse::summaries>("ContributorInsightsSummaries", kSummaries),
};

constexpr Member kDestinationMembers[] = {member<&KinesisDestination::stream_arn>("StreamArn", kText)};
constexpr Structure kDestinationStructure{"KinesisDataStreamDestination", kDestinationMembers};
constexpr auto kDestination = structure_shape<KinesisDestination>(kDestinationStructure);
constexpr auto kDestinations = list_shape(kDestination);
constexpr Member kKinesisOutputMembers[] = {
    member<&DescribeKinesisDestinationResponse::table_name>("TableName", kText),
    member<&DescribeKinesisDestinationResponse::destinations>("KinesisDataStreamDestinations", kDestinations),
};

constexpr Member kDescribeGlobalTableMembers[] = {
    member<&DescribeGlobalTableRequest::global_table_name>("GlobalTableName", kNewTableName, kRequired),
};
constexpr auto kGlobalTablesLimit = integer_shape(1);
constexpr Member kListGlobalTablesMembers[] = {
    member<&ListGlobalTablesRequest::exclusive_start_global_table_name>("ExclusiveStartGlobalTableName",
                                                                        kNewTableName),
    member<&ListGlobalTablesRequest::limit>("Limit", kGlobalTablesLimit),
    member<&ListGlobalTablesRequest::region_name>("RegionName", kText),
};
constexpr Member kGlobalTableMembers[] = {
    member<&GlobalTable::global_table_name>("GlobalTableName", kText),
};
constexpr Structure kGlobalTableStructure{"GlobalTable", kGlobalTableMembers};
constexpr auto kGlobalTable = structure_shape<GlobalTable>(kGlobalTableStructure);
constexpr auto kGlobalTables = list_shape(kGlobalTable);
constexpr Member kListGlobalTablesOutputMembers[] = {
    member<&ListGlobalTablesResponse::global_tables>("GlobalTables", kGlobalTables),
};

}  // namespace

constinit const Structure kDescribeContributorInsightsInput{"DescribeContributorInsightsInput",
                                                            kInsightsMembers};
constinit const Structure kDescribeContributorInsightsOutput{"DescribeContributorInsightsOutput",
                                                             kInsightsOutputMembers};
constinit const Structure kListContributorInsightsInput{"ListContributorInsightsInput", kListInsightsMembers};
constinit const Structure kListContributorInsightsOutput{"ListContributorInsightsOutput",
                                                         kListInsightsOutputMembers};
constinit const Structure kDescribeKinesisDestinationOutput{"DescribeKinesisStreamingDestinationOutput",
                                                            kKinesisOutputMembers};
constinit const Structure kDescribeGlobalTableInput{"DescribeGlobalTableInput", kDescribeGlobalTableMembers};
constinit const Structure kListGlobalTablesInput{"ListGlobalTablesInput", kListGlobalTablesMembers};
constinit const Structure kListGlobalTablesOutput{"ListGlobalTablesOutput", kListGlobalTablesOutputMembers};

}  // namespace stator::services::dynamodb
