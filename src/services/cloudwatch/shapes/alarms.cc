#include "services/cloudwatch/shapes/alarms.h"

#include "services/cloudwatch/shapes/common.h"

namespace stator::services::cloudwatch {
namespace {

using namespace aws::protocol;  // the vocabulary of shape tables

constexpr std::string_view kOperatorNames[] = {
    "GreaterThanOrEqualToThreshold",
    "GreaterThanThreshold",
    "LessThanThreshold",
    "LessThanOrEqualToThreshold",
    "LessThanLowerOrGreaterThanUpperThreshold",
    "LessThanLowerThreshold",
    "GreaterThanUpperThreshold",
};
constexpr std::string_view kAlarmTypeNames[] = {"CompositeAlarm", "MetricAlarm", "LogAlarm"};
constexpr std::string_view kOrderNames[] = {"TimestampDescending", "TimestampAscending"};

constexpr std::int64_t kMaxTypes = 10;  // of a filter; assumed

constexpr auto kStatistic = enum_shape<SimpleStatistic>(kStatisticNames);
constexpr auto kOperator = enum_shape<ComparisonOperator>(kOperatorNames);
constexpr auto kState = enum_shape<State>(monitoring::alarms::kStates);
constexpr auto kHistoryKind = enum_shape<HistoryKind>(monitoring::alarms::kHistoryKinds);
constexpr auto kAlarmType = enum_shape<AlarmType>(kAlarmTypeNames);
constexpr auto kOrder = enum_shape<HistoryOrder>(kOrderNames);
constexpr auto kAlarmTypes = list_shape(kAlarmType, kNoMinimum, kMaxTypes);
constexpr auto kAlarmName = string_shape(1, 255);
constexpr auto kAlarmNames = list_shape(kAlarmName, kNoMinimum, monitoring::alarms::kMaxNames);
constexpr auto kDescription = string_shape(0, 1024);
constexpr auto kResource = string_shape(1, 1024);
constexpr auto kResources = list_shape(kResource, kNoMinimum, monitoring::alarms::kMaxActions);
constexpr auto kWord = string_shape(1, 255);
constexpr auto kReason = string_shape(0, 1023);
constexpr auto kReasonData = string_shape(0, 4000);
constexpr auto kMaxRecords = integer_shape(1, 100);
constexpr auto kInteger = integer_shape();
constexpr auto kAlarmQueries = list_shape(kQuery, kNoMinimum, monitoring::alarms::kMaxAlarmQueries);

constexpr Member kPutMetricAlarmInputMembers[] = {
    member<&PutMetricAlarmRequest::alarm_name>("AlarmName", kAlarmName, kRequired),
    member<&PutMetricAlarmRequest::alarm_description>("AlarmDescription", kDescription),
    member<&PutMetricAlarmRequest::actions_enabled>("ActionsEnabled", kFlag),
    member<&PutMetricAlarmRequest::ok_actions>("OKActions", kResources),
    member<&PutMetricAlarmRequest::alarm_actions>("AlarmActions", kResources),
    member<&PutMetricAlarmRequest::insufficient_data_actions>("InsufficientDataActions", kResources),
    member<&PutMetricAlarmRequest::metric_name>("MetricName", kMetricName),
    member<&PutMetricAlarmRequest::name_space>("Namespace", kNamespace),
    member<&PutMetricAlarmRequest::statistic>("Statistic", kStatistic),
    member<&PutMetricAlarmRequest::extended_statistic>("ExtendedStatistic", kText),
    member<&PutMetricAlarmRequest::dimensions>("Dimensions", kDimensions),
    member<&PutMetricAlarmRequest::period>("Period", kPeriod),
    member<&PutMetricAlarmRequest::unit>("Unit", kUnit),
    member<&PutMetricAlarmRequest::evaluation_periods>("EvaluationPeriods", kPeriod, kRequired),
    member<&PutMetricAlarmRequest::datapoints_to_alarm>("DatapointsToAlarm", kPeriod),
    member<&PutMetricAlarmRequest::threshold>("Threshold", kNumber),
    member<&PutMetricAlarmRequest::comparison_operator>("ComparisonOperator", kOperator, kRequired),
    member<&PutMetricAlarmRequest::treat_missing_data>("TreatMissingData", kWord),
    member<&PutMetricAlarmRequest::evaluate_low_sample_count_percentile>("EvaluateLowSampleCountPercentile",
                                                                         kWord),
    member<&PutMetricAlarmRequest::metrics>("Metrics", kAlarmQueries),
    member<&PutMetricAlarmRequest::tags>("Tags", kTags),
    member<&PutMetricAlarmRequest::threshold_metric_id>("ThresholdMetricId", kWord),
};

constexpr Member kMetricAlarmMembers[] = {
    member<&MetricAlarmShape::alarm_name>("AlarmName", kText),
    member<&MetricAlarmShape::alarm_arn>("AlarmArn", kText),
    member<&MetricAlarmShape::alarm_description>("AlarmDescription", kText),
    member<&MetricAlarmShape::alarm_configuration_updated_timestamp>("AlarmConfigurationUpdatedTimestamp",
                                                                     kTime),
    member<&MetricAlarmShape::actions_enabled>("ActionsEnabled", kFlag),
    member<&MetricAlarmShape::ok_actions>("OKActions", kResources),
    member<&MetricAlarmShape::alarm_actions>("AlarmActions", kResources),
    member<&MetricAlarmShape::insufficient_data_actions>("InsufficientDataActions", kResources),
    member<&MetricAlarmShape::state_value>("StateValue", kState),
    member<&MetricAlarmShape::state_reason>("StateReason", kText),
    member<&MetricAlarmShape::state_reason_data>("StateReasonData", kText),
    member<&MetricAlarmShape::state_updated_timestamp>("StateUpdatedTimestamp", kTime),
    member<&MetricAlarmShape::metric_name>("MetricName", kText),
    member<&MetricAlarmShape::name_space>("Namespace", kText),
    member<&MetricAlarmShape::statistic>("Statistic", kText),
    member<&MetricAlarmShape::extended_statistic>("ExtendedStatistic", kText),
    member<&MetricAlarmShape::dimensions>("Dimensions", kDimensions),
    member<&MetricAlarmShape::period>("Period", kInteger),
    member<&MetricAlarmShape::unit>("Unit", kText),
    member<&MetricAlarmShape::evaluation_periods>("EvaluationPeriods", kInteger),
    member<&MetricAlarmShape::datapoints_to_alarm>("DatapointsToAlarm", kInteger),
    member<&MetricAlarmShape::threshold>("Threshold", kNumber),
    member<&MetricAlarmShape::comparison_operator>("ComparisonOperator", kText),
    member<&MetricAlarmShape::treat_missing_data>("TreatMissingData", kText),
    member<&MetricAlarmShape::evaluate_low_sample_count_percentile>("EvaluateLowSampleCountPercentile",
                                                                    kText),
    member<&MetricAlarmShape::metrics>("Metrics", kAlarmQueries),
    member<&MetricAlarmShape::state_transitioned_timestamp>("StateTransitionedTimestamp", kTime),
};
constexpr Structure kMetricAlarmStructure{"MetricAlarm", kMetricAlarmMembers};
constexpr auto kMetricAlarm = structure_shape<MetricAlarmShape>(kMetricAlarmStructure);
constexpr auto kMetricAlarms = list_shape(kMetricAlarm);

constexpr Member kCompositeAlarmMembers[] = {member<&CompositeAlarmShape::alarm_name>("AlarmName", kText)};
constexpr Structure kCompositeAlarmStructure{"CompositeAlarm", kCompositeAlarmMembers};
constexpr auto kCompositeAlarm = structure_shape<CompositeAlarmShape>(kCompositeAlarmStructure);
constexpr auto kCompositeAlarms = list_shape(kCompositeAlarm);

constexpr Member kDescribeAlarmsInputMembers[] = {
    member<&DescribeAlarmsRequest::alarm_names>("AlarmNames", kAlarmNames),
    member<&DescribeAlarmsRequest::alarm_name_prefix>("AlarmNamePrefix", kAlarmName),
    member<&DescribeAlarmsRequest::alarm_types>("AlarmTypes", kAlarmTypes),
    member<&DescribeAlarmsRequest::children_of_alarm_name>("ChildrenOfAlarmName", kAlarmName),
    member<&DescribeAlarmsRequest::parents_of_alarm_name>("ParentsOfAlarmName", kAlarmName),
    member<&DescribeAlarmsRequest::state_value>("StateValue", kState),
    member<&DescribeAlarmsRequest::action_prefix>("ActionPrefix", kResource),
    member<&DescribeAlarmsRequest::max_records>("MaxRecords", kMaxRecords),
    member<&DescribeAlarmsRequest::next_token>("NextToken", kText),
};
constexpr Member kDescribeAlarmsOutputMembers[] = {
    member<&DescribeAlarmsResponse::composite_alarms>("CompositeAlarms", kCompositeAlarms),
    member<&DescribeAlarmsResponse::metric_alarms>("MetricAlarms", kMetricAlarms),
    member<&DescribeAlarmsResponse::next_token>("NextToken", kText),
};

constexpr Member kDescribeAlarmsForMetricInputMembers[] = {
    member<&DescribeAlarmsForMetricRequest::metric_name>("MetricName", kMetricName, kRequired),
    member<&DescribeAlarmsForMetricRequest::name_space>("Namespace", kNamespace, kRequired),
    member<&DescribeAlarmsForMetricRequest::statistic>("Statistic", kStatistic),
    member<&DescribeAlarmsForMetricRequest::extended_statistic>("ExtendedStatistic", kText),
    member<&DescribeAlarmsForMetricRequest::dimensions>("Dimensions", kDimensions),
    member<&DescribeAlarmsForMetricRequest::period>("Period", kPeriod),
    member<&DescribeAlarmsForMetricRequest::unit>("Unit", kUnit),
};
constexpr Member kDescribeAlarmsForMetricOutputMembers[] = {
    member<&DescribeAlarmsForMetricResponse::metric_alarms>("MetricAlarms", kMetricAlarms),
};

constexpr Member kAlarmNamesInputMembers[] = {
    member<&AlarmNamesRequest::alarm_names>("AlarmNames", kAlarmNames, kRequired),
};

constexpr Member kSetAlarmStateInputMembers[] = {
    member<&SetAlarmStateRequest::alarm_name>("AlarmName", kAlarmName, kRequired),
    member<&SetAlarmStateRequest::state_value>("StateValue", kState, kRequired),
    member<&SetAlarmStateRequest::state_reason>("StateReason", kReason, kRequired),
    member<&SetAlarmStateRequest::state_reason_data>("StateReasonData", kReasonData),
};

constexpr Member kDescribeAlarmHistoryInputMembers[] = {
    member<&DescribeAlarmHistoryRequest::alarm_name>("AlarmName", kAlarmName),
    member<&DescribeAlarmHistoryRequest::alarm_types>("AlarmTypes", kAlarmTypes),
    member<&DescribeAlarmHistoryRequest::history_item_type>("HistoryItemType", kHistoryKind),
    member<&DescribeAlarmHistoryRequest::start_date>("StartDate", kTime),
    member<&DescribeAlarmHistoryRequest::end_date>("EndDate", kTime),
    member<&DescribeAlarmHistoryRequest::max_records>("MaxRecords", kMaxRecords),
    member<&DescribeAlarmHistoryRequest::next_token>("NextToken", kText),
    member<&DescribeAlarmHistoryRequest::scan_by>("ScanBy", kOrder),
};
constexpr Member kHistoryItemMembers[] = {
    member<&AlarmHistoryItem::alarm_name>("AlarmName", kText),
    member<&AlarmHistoryItem::alarm_type>("AlarmType", kAlarmType),
    member<&AlarmHistoryItem::timestamp>("Timestamp", kTime),
    member<&AlarmHistoryItem::history_item_type>("HistoryItemType", kHistoryKind),
    member<&AlarmHistoryItem::history_summary>("HistorySummary", kText),
    member<&AlarmHistoryItem::history_data>("HistoryData", kText),
};
constexpr Structure kHistoryItemStructure{"AlarmHistoryItem", kHistoryItemMembers};
constexpr auto kHistoryItem = structure_shape<AlarmHistoryItem>(kHistoryItemStructure);
constexpr auto kHistoryItems = list_shape(kHistoryItem);
constexpr Member kDescribeAlarmHistoryOutputMembers[] = {
    member<&DescribeAlarmHistoryResponse::alarm_history_items>("AlarmHistoryItems", kHistoryItems),
    member<&DescribeAlarmHistoryResponse::next_token>("NextToken", kText),
};

constexpr Member kTagResourceInputMembers[] = {
    member<&TagResourceRequest::resource_arn>("ResourceARN", kResource, kRequired),
    member<&TagResourceRequest::tags>("Tags", kTags, kRequired),
};
constexpr Member kUntagResourceInputMembers[] = {
    member<&UntagResourceRequest::resource_arn>("ResourceARN", kResource, kRequired),
    member<&UntagResourceRequest::tag_keys>("TagKeys", kTagKeys, kRequired),
};
constexpr Member kListTagsForResourceInputMembers[] = {
    member<&ListTagsForResourceRequest::resource_arn>("ResourceARN", kResource, kRequired),
};
constexpr Member kListTagsForResourceOutputMembers[] = {
    member<&ListTagsForResourceResponse::tags>("Tags", kTags),
};

}  // namespace

constinit const std::span<const std::string_view> kComparisonOperators = kOperatorNames;

constinit const Structure kPutMetricAlarmInput{"PutMetricAlarmInput", kPutMetricAlarmInputMembers};
constinit const Structure kDescribeAlarmsInput{"DescribeAlarmsInput", kDescribeAlarmsInputMembers};
constinit const Structure kDescribeAlarmsOutput{"DescribeAlarmsOutput", kDescribeAlarmsOutputMembers};
constinit const Structure kDescribeAlarmsForMetricInput{"DescribeAlarmsForMetricInput",
                                                        kDescribeAlarmsForMetricInputMembers};
constinit const Structure kDescribeAlarmsForMetricOutput{"DescribeAlarmsForMetricOutput",
                                                         kDescribeAlarmsForMetricOutputMembers};
constinit const Structure kAlarmNamesInput{"AlarmNamesInput", kAlarmNamesInputMembers};
constinit const Structure kSetAlarmStateInput{"SetAlarmStateInput", kSetAlarmStateInputMembers};
constinit const Structure kDescribeAlarmHistoryInput{"DescribeAlarmHistoryInput",
                                                     kDescribeAlarmHistoryInputMembers};
constinit const Structure kDescribeAlarmHistoryOutput{"DescribeAlarmHistoryOutput",
                                                      kDescribeAlarmHistoryOutputMembers};
constinit const Structure kTagResourceInput{"TagResourceInput", kTagResourceInputMembers};
constinit const Structure kUntagResourceInput{"UntagResourceInput", kUntagResourceInputMembers};
constinit const Structure kListTagsForResourceInput{"ListTagsForResourceInput",
                                                    kListTagsForResourceInputMembers};
constinit const Structure kListTagsForResourceOutput{"ListTagsForResourceOutput",
                                                     kListTagsForResourceOutputMembers};
constinit const Structure kEmptyOutput{"EmptyOutput", {}};

}  // namespace stator::services::cloudwatch
