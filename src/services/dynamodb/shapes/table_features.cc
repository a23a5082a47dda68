#include "services/dynamodb/shapes/table_features.h"

namespace stator::services::dynamodb {
namespace {

using namespace aws::protocol;  // the vocabulary of shape tables

constexpr std::string_view kInsightsStatuses[] = {"ENABLING", "ENABLED", "DISABLING", "DISABLED", "FAILED"};
constexpr auto kInsightsStatus = enum_shape<ContributorInsightsStatus>(kInsightsStatuses);
constexpr std::string_view kInsightsActions[] = {"ENABLE", "DISABLE"};
constexpr auto kInsightsAction = enum_shape<ContributorInsightsAction>(kInsightsActions);
constexpr std::string_view kInsightsModes[] = {"ACCESSED_AND_THROTTLED_KEYS", "THROTTLED_KEYS"};
constexpr auto kInsightsMode = enum_shape<ContributorInsightsMode>(kInsightsModes);
constexpr auto kRuleNames = list_shape(kText);
constexpr Member kFailureMembers[] = {
    member<&FailureException::exception_name>("ExceptionName", kText),
    member<&FailureException::exception_description>("ExceptionDescription", kText),
};
constexpr Structure kFailureStructure{"FailureException", kFailureMembers};
constexpr auto kFailure = structure_shape<FailureException>(kFailureStructure);

constexpr Member kInsightsMembers[] = {
    member<&DescribeContributorInsightsRequest::table_name>("TableName", kTableName,
                                                            kRequired | kReportedAlone),
    member<&DescribeContributorInsightsRequest::index_name>("IndexName", kIndexName),
};
constexpr Member kInsightsOutputMembers[] = {
    member<&DescribeContributorInsightsResponse::table_name>("TableName", kText),
    member<&DescribeContributorInsightsResponse::index_name>("IndexName", kText),
    member<&DescribeContributorInsightsResponse::rules>("ContributorInsightsRuleList", kRuleNames),
    member<&DescribeContributorInsightsResponse::status>("ContributorInsightsStatus", kInsightsStatus),
    member<&DescribeContributorInsightsResponse::last_update_date_time>("LastUpdateDateTime", kTime),
    member<&DescribeContributorInsightsResponse::failure>("FailureException", kFailure),
    member<&DescribeContributorInsightsResponse::mode>("ContributorInsightsMode", kInsightsMode),
};
constexpr Member kUpdateInsightsMembers[] = {
    member<&UpdateContributorInsightsRequest::table_name>("TableName", kTableName,
                                                          kRequired | kReportedAlone),
    member<&UpdateContributorInsightsRequest::index_name>("IndexName", kIndexName),
    member<&UpdateContributorInsightsRequest::action>("ContributorInsightsAction", kInsightsAction,
                                                      kRequired),
    member<&UpdateContributorInsightsRequest::mode>("ContributorInsightsMode", kInsightsMode),
};
constexpr Member kSummaryMembers[] = {
    member<&ContributorInsightsSummary::table_name>("TableName", kText),
    member<&ContributorInsightsSummary::index_name>("IndexName", kText),
    member<&ContributorInsightsSummary::status>("ContributorInsightsStatus", kInsightsStatus),
    member<&ContributorInsightsSummary::mode>("ContributorInsightsMode", kInsightsMode),
};
constexpr Structure kSummaryStructure{"ContributorInsightsSummary", kSummaryMembers};
constexpr auto kSummary = structure_shape<ContributorInsightsSummary>(kSummaryStructure);
constexpr auto kSummaries = list_shape(kSummary);

constexpr auto kMaxResults = integer_shape(kNoMinimum, 100);
constexpr Member kListInsightsMembers[] = {
    member<&ListContributorInsightsRequest::table_name>("TableName", kTableName),
    member<&ListContributorInsightsRequest::next_token>("NextToken", kText),
    member<&ListContributorInsightsRequest::max_results>("MaxResults", kMaxResults),
};
constexpr Member kListInsightsOutputMembers[] = {
    member<&ListContributorInsightsResponse::summaries>("ContributorInsightsSummaries", kSummaries),
    member<&ListContributorInsightsResponse::next_token>("NextToken", kText),
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
constinit const Structure kUpdateContributorInsightsInput{"UpdateContributorInsightsInput",
                                                          kUpdateInsightsMembers};
constinit const Structure kUpdateContributorInsightsOutput{"UpdateContributorInsightsOutput",
                                                           kSummaryMembers};
constinit const Structure kListContributorInsightsInput{"ListContributorInsightsInput", kListInsightsMembers};
constinit const Structure kListContributorInsightsOutput{"ListContributorInsightsOutput",
                                                         kListInsightsOutputMembers};
constinit const Structure kDescribeKinesisDestinationOutput{"DescribeKinesisStreamingDestinationOutput",
                                                            kKinesisOutputMembers};
constinit const Structure kDescribeGlobalTableInput{"DescribeGlobalTableInput", kDescribeGlobalTableMembers};
constinit const Structure kListGlobalTablesInput{"ListGlobalTablesInput", kListGlobalTablesMembers};
constinit const Structure kListGlobalTablesOutput{"ListGlobalTablesOutput", kListGlobalTablesOutputMembers};

}  // namespace stator::services::dynamodb
