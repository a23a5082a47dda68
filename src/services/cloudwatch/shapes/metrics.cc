#include "services/cloudwatch/shapes/metrics.h"

#include "services/cloudwatch/shapes/common.h"

namespace stator::services::cloudwatch {
namespace {

using namespace aws::protocol;  // the vocabulary of shape tables

constexpr std::string_view kScanByNames[] = {"TimestampDescending", "TimestampAscending"};
constexpr std::string_view kRecentlyActiveNames[] = {"PT3H"};

constexpr auto kSimpleStatistic = enum_shape<SimpleStatistic>(kStatisticNames);
constexpr auto kScanBy = enum_shape<ScanBy>(kScanByNames);
constexpr auto kRecentlyActive = enum_shape<RecentlyActive>(kRecentlyActiveNames);
constexpr auto kStatistics = list_shape(kSimpleStatistic, 1, 5);
constexpr auto kExtendedStatistics = list_shape(kText, 1, 10);
constexpr auto kValues = list_shape(kNumber, 0, kMaxValues);
constexpr auto kNumbers = list_shape(kNumber);
constexpr auto kTimes = list_shape(kTime);
constexpr auto kNumbersByName = map_shape(kText, kNumber);
constexpr auto kTexts = map_shape(kText, kText);
constexpr auto kPageLimit = integer_shape(1, kMaxDatapoints);
constexpr auto kAccounts = list_shape(kText);

constexpr Member kSetMembers[] = {
    member<&StatisticSet::sample_count>("SampleCount", kNumber, kRequired),
    member<&StatisticSet::sum>("Sum", kNumber, kRequired),
    member<&StatisticSet::minimum>("Minimum", kNumber, kRequired),
    member<&StatisticSet::maximum>("Maximum", kNumber, kRequired),
};
constexpr Structure kSetStructure{"StatisticSet", kSetMembers};
constexpr auto kSet = structure_shape<StatisticSet>(kSetStructure);

constexpr Member kDatumMembers[] = {
    member<&MetricDatum::metric_name>("MetricName", kMetricName, kRequired),
    member<&MetricDatum::dimensions>("Dimensions", kDimensions),
    member<&MetricDatum::timestamp>("Timestamp", kTime),
    member<&MetricDatum::value>("Value", kNumber),
    member<&MetricDatum::statistic_values>("StatisticValues", kSet),
    member<&MetricDatum::values>("Values", kValues),
    member<&MetricDatum::counts>("Counts", kValues),
    member<&MetricDatum::unit>("Unit", kUnit),
    member<&MetricDatum::storage_resolution>("StorageResolution", kPeriod),
};
constexpr Structure kDatumStructure{"MetricDatum", kDatumMembers};
constexpr auto kDatum = structure_shape<MetricDatum>(kDatumStructure);
constexpr auto kData = list_shape(kDatum, 1, kMaxData);

constexpr Member kEntityMembers[] = {
    member<&Entity::key_attributes>("KeyAttributes", kTexts),
    member<&Entity::attributes>("Attributes", kTexts),
};
constexpr Structure kEntityStructure{"Entity", kEntityMembers};
constexpr auto kEntity = structure_shape<Entity>(kEntityStructure);
constexpr Member kEntityDataMembers[] = {
    member<&EntityMetricData::entity>("Entity", kEntity),
    member<&EntityMetricData::metric_data>("MetricData", kData),
};
constexpr Structure kEntityDataStructure{"EntityMetricData", kEntityDataMembers};
constexpr auto kEntityData = structure_shape<EntityMetricData>(kEntityDataStructure);
constexpr auto kEntitiesData = list_shape(kEntityData, 0, 2);

constexpr Member kPutMetricDataInputMembers[] = {
    member<&PutMetricDataRequest::name_space>("Namespace", kNamespace, kRequired),
    member<&PutMetricDataRequest::metric_data>("MetricData", kData),
    member<&PutMetricDataRequest::entity_metric_data>("EntityMetricData", kEntitiesData),
    member<&PutMetricDataRequest::strict_entity_validation>("StrictEntityValidation", kFlag),
};

constexpr Member kGetMetricStatisticsInputMembers[] = {
    member<&GetMetricStatisticsRequest::name_space>("Namespace", kNamespace, kRequired),
    member<&GetMetricStatisticsRequest::metric_name>("MetricName", kMetricName, kRequired),
    member<&GetMetricStatisticsRequest::dimensions>("Dimensions", kDimensions),
    member<&GetMetricStatisticsRequest::start_time>("StartTime", kTime, kRequired),
    member<&GetMetricStatisticsRequest::end_time>("EndTime", kTime, kRequired),
    member<&GetMetricStatisticsRequest::period>("Period", kPeriod, kRequired),
    member<&GetMetricStatisticsRequest::statistics>("Statistics", kStatistics),
    member<&GetMetricStatisticsRequest::extended_statistics>("ExtendedStatistics", kExtendedStatistics),
    member<&GetMetricStatisticsRequest::unit>("Unit", kUnit),
};

constexpr Member kDatapointMembers[] = {
    member<&DatapointShape::timestamp>("Timestamp", kTime),
    member<&DatapointShape::sample_count>("SampleCount", kNumber),
    member<&DatapointShape::average>("Average", kNumber),
    member<&DatapointShape::sum>("Sum", kNumber),
    member<&DatapointShape::minimum>("Minimum", kNumber),
    member<&DatapointShape::maximum>("Maximum", kNumber),
    member<&DatapointShape::unit>("Unit", kUnit),
    member<&DatapointShape::extended_statistics>("ExtendedStatistics", kNumbersByName),
};
constexpr Structure kDatapointStructure{"Datapoint", kDatapointMembers};
constexpr auto kDatapoint = structure_shape<DatapointShape>(kDatapointStructure);
constexpr auto kDatapoints = list_shape(kDatapoint);
constexpr Member kGetMetricStatisticsOutputMembers[] = {
    member<&GetMetricStatisticsResponse::label>("Label", kText),
    member<&GetMetricStatisticsResponse::datapoints>("Datapoints", kDatapoints),
};

constexpr auto kMetrics = list_shape(kMetric);

constexpr auto kQueries = list_shape(kQuery, 1, kMaxQueries);
constexpr Member kLabelOptionsMembers[] = {member<&LabelOptions::timezone>("Timezone", kText)};
constexpr Structure kLabelOptionsStructure{"LabelOptions", kLabelOptionsMembers};
constexpr auto kLabelOptions = structure_shape<LabelOptions>(kLabelOptionsStructure);
constexpr Member kGetMetricDataInputMembers[] = {
    member<&GetMetricDataRequest::metric_data_queries>("MetricDataQueries", kQueries, kRequired),
    member<&GetMetricDataRequest::start_time>("StartTime", kTime, kRequired),
    member<&GetMetricDataRequest::end_time>("EndTime", kTime, kRequired),
    member<&GetMetricDataRequest::next_token>("NextToken", kText),
    member<&GetMetricDataRequest::scan_by>("ScanBy", kScanBy),
    member<&GetMetricDataRequest::max_datapoints>("MaxDatapoints", kPageLimit),
    member<&GetMetricDataRequest::label_options>("LabelOptions", kLabelOptions),
};

constexpr Member kMessageMembers[] = {
    member<&MessageData::code>("Code", kText),
    member<&MessageData::value>("Value", kText),
};
constexpr Structure kMessageStructure{"MessageData", kMessageMembers};
constexpr auto kMessage = structure_shape<MessageData>(kMessageStructure);
constexpr auto kMessages = list_shape(kMessage);
constexpr Member kResultMembers[] = {
    member<&MetricDataResult::id>("Id", kText),
    member<&MetricDataResult::label>("Label", kText),
    member<&MetricDataResult::timestamps>("Timestamps", kTimes),
    member<&MetricDataResult::values>("Values", kNumbers),
    member<&MetricDataResult::status_code>("StatusCode", kText),
    member<&MetricDataResult::messages>("Messages", kMessages),
};
constexpr Structure kResultStructure{"MetricDataResult", kResultMembers};
constexpr auto kResult = structure_shape<MetricDataResult>(kResultStructure);
constexpr auto kResults = list_shape(kResult);
constexpr Member kGetMetricDataOutputMembers[] = {
    member<&GetMetricDataResponse::metric_data_results>("MetricDataResults", kResults),
    member<&GetMetricDataResponse::next_token>("NextToken", kText),
    member<&GetMetricDataResponse::messages>("Messages", kMessages),
};

constexpr Member kFilterMembers[] = {
    member<&DimensionFilterShape::name>("Name", kDimensionName, kRequired),
    member<&DimensionFilterShape::value>("Value", kDimensionValue),
};
constexpr Structure kFilterStructure{"DimensionFilter", kFilterMembers};
constexpr auto kFilter = structure_shape<DimensionFilterShape>(kFilterStructure);
constexpr auto kFilters = list_shape(kFilter, 0, 10);
constexpr Member kListMetricsInputMembers[] = {
    member<&ListMetricsRequest::name_space>("Namespace", kNamespace),
    member<&ListMetricsRequest::metric_name>("MetricName", kMetricName),
    member<&ListMetricsRequest::dimensions>("Dimensions", kFilters),
    member<&ListMetricsRequest::next_token>("NextToken", kText),
    member<&ListMetricsRequest::recently_active>("RecentlyActive", kRecentlyActive),
    member<&ListMetricsRequest::include_linked_accounts>("IncludeLinkedAccounts", kFlag),
    member<&ListMetricsRequest::owning_account>("OwningAccount", kAccount),
};
constexpr Member kListMetricsOutputMembers[] = {
    member<&ListMetricsResponse::metrics>("Metrics", kMetrics),
    member<&ListMetricsResponse::next_token>("NextToken", kText),
    member<&ListMetricsResponse::owning_accounts>("OwningAccounts", kAccounts),
};

}  // namespace

constinit const Structure kPutMetricDataInput{"PutMetricDataInput", kPutMetricDataInputMembers};
constinit const Structure kGetMetricStatisticsInput{"GetMetricStatisticsInput",
                                                    kGetMetricStatisticsInputMembers};
constinit const Structure kGetMetricStatisticsOutput{"GetMetricStatisticsOutput",
                                                     kGetMetricStatisticsOutputMembers};
constinit const Structure kGetMetricDataInput{"GetMetricDataInput", kGetMetricDataInputMembers};
constinit const Structure kGetMetricDataOutput{"GetMetricDataOutput", kGetMetricDataOutputMembers};
constinit const Structure kListMetricsInput{"ListMetricsInput", kListMetricsInputMembers};
constinit const Structure kListMetricsOutput{"ListMetricsOutput", kListMetricsOutputMembers};

}  // namespace stator::services::cloudwatch
