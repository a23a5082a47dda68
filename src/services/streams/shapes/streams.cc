#include "services/streams/shapes/streams.h"

#include "aws/protocol/json_cursor.h"
#include "db/stream/record_json.h"

namespace stator::services::streams {

constinit const std::string_view kShardIteratorTypes[4] = {"TRIM_HORIZON", "LATEST", "AT_SEQUENCE_NUMBER",
                                                           "AFTER_SEQUENCE_NUMBER"};

namespace {

using namespace aws::protocol;  // the vocabulary of shape tables

// Records are only written.
aws::Result<base::Ok> read_no_record(const JsonCursor&, void*) { return base::Ok{}; }
void write_record(const void* value, std::string* out) {
  const auto* shown = static_cast<const StreamRecord*>(value);
  db::stream::write_record(*shown->stream, *shown->record, out);
}
constexpr Foreign kRecordFunctions{read_no_record, write_record, write_record};

constexpr bool is_table_name(std::string_view name) {
  return name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-") ==
         std::string_view::npos;
}
constexpr Pattern kTableNamePattern{"[a-zA-Z0-9_.-]+", is_table_name};

constexpr std::string_view kShardFilterTypes[] = {"CHILD_SHARDS"};
constexpr std::string_view kStatuses[] = {"ENABLING", "ENABLED", "DISABLING", "DISABLED"};
constexpr std::string_view kViews[] = {"NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY"};
constexpr std::string_view kKeyTypes[] = {"HASH", "RANGE"};

constexpr auto kText = string_shape();
constexpr auto kTableName = string_shape(3, 255, &kTableNamePattern);
constexpr auto kStreamArn = string_shape(37, 1024);
constexpr auto kShardId = string_shape(28, 65);
constexpr auto kSequenceNumber = string_shape(21, 40);
constexpr auto kShardIterator = string_shape(1, 2048);
constexpr auto kStreamLimit = integer_shape(1, 100);
constexpr auto kShardLimit = integer_shape(1, 100);
constexpr auto kRecordLimit = integer_shape(1, 1000);
constexpr auto kTime = timestamp_shape();
constexpr auto kIteratorType = enum_shape<ShardIteratorType>(kShardIteratorTypes);
constexpr auto kFilterType = enum_shape<ShardFilterType>(kShardFilterTypes);
constexpr auto kStatus = enum_shape<StreamStatus>(kStatuses);
constexpr auto kView = enum_shape<StreamViewType>(kViews);
constexpr auto kKeyType = enum_shape<KeyType>(kKeyTypes);

constexpr Member kSummaryMembers[] = {
    member<&StreamSummary::stream_arn>("StreamArn", kText),
    member<&StreamSummary::table_name>("TableName", kText),
    member<&StreamSummary::stream_label>("StreamLabel", kText),
};
constexpr Structure kSummaryStructure{"Stream", kSummaryMembers};
constexpr auto kSummary = structure_shape<StreamSummary>(kSummaryStructure);
constexpr auto kSummaries = list_shape(kSummary);

constexpr Member kFilterMembers[] = {
    member<&ShardFilter::type>("Type", kFilterType),
    member<&ShardFilter::shard_id>("ShardId", kShardId),
};
constexpr Structure kFilterStructure{"ShardFilter", kFilterMembers};
constexpr auto kFilter = structure_shape<ShardFilter>(kFilterStructure);

constexpr Member kKeyMembers[] = {
    member<&KeySchemaElement::attribute_name>("AttributeName", kText),
    member<&KeySchemaElement::key_type>("KeyType", kKeyType),
};
constexpr Structure kKeyStructure{"KeySchemaElement", kKeyMembers};
constexpr auto kKey = structure_shape<KeySchemaElement>(kKeyStructure);
constexpr auto kKeys = list_shape(kKey);

constexpr Member kRangeMembers[] = {
    member<&SequenceNumberRange::starting_sequence_number>("StartingSequenceNumber", kText),
    member<&SequenceNumberRange::ending_sequence_number>("EndingSequenceNumber", kText),
};
constexpr Structure kRangeStructure{"SequenceNumberRange", kRangeMembers};
constexpr auto kRange = structure_shape<SequenceNumberRange>(kRangeStructure);

constexpr Member kShardMembers[] = {
    member<&Shard::shard_id>("ShardId", kText),
    member<&Shard::sequence_number_range>("SequenceNumberRange", kRange),
    member<&Shard::parent_shard_id>("ParentShardId", kText),
};
constexpr Structure kShardStructure{"Shard", kShardMembers};
constexpr auto kShard = structure_shape<Shard>(kShardStructure);
constexpr auto kShards = list_shape(kShard);

constexpr Member kDescriptionMembers[] = {
    member<&StreamDescription::stream_arn>("StreamArn", kText),
    member<&StreamDescription::stream_label>("StreamLabel", kText),
    member<&StreamDescription::stream_status>("StreamStatus", kStatus),
    member<&StreamDescription::stream_view_type>("StreamViewType", kView),
    member<&StreamDescription::creation_request_date_time>("CreationRequestDateTime", kTime),
    member<&StreamDescription::table_name>("TableName", kText),
    member<&StreamDescription::key_schema>("KeySchema", kKeys),
    member<&StreamDescription::shards>("Shards", kShards),
    member<&StreamDescription::last_evaluated_shard_id>("LastEvaluatedShardId", kText),
};
constexpr Structure kDescriptionStructure{"StreamDescription", kDescriptionMembers};
constexpr auto kDescription = structure_shape<StreamDescription>(kDescriptionStructure);

constexpr auto kRecord = foreign_shape<StreamRecord>(kRecordFunctions);
constexpr auto kRecords = list_shape(kRecord);

constexpr Member kListStreamsMembers[] = {
    member<&ListStreamsRequest::table_name>("TableName", kTableName),
    member<&ListStreamsRequest::limit>("Limit", kStreamLimit),
    member<&ListStreamsRequest::exclusive_start_stream_arn>("ExclusiveStartStreamArn", kStreamArn),
};
constexpr Member kListStreamsOutputMembers[] = {
    member<&ListStreamsResponse::streams>("Streams", kSummaries),
    member<&ListStreamsResponse::last_evaluated_stream_arn>("LastEvaluatedStreamArn", kText),
};
constexpr Member kDescribeStreamMembers[] = {
    member<&DescribeStreamRequest::stream_arn>("StreamArn", kStreamArn, kRequired),
    member<&DescribeStreamRequest::limit>("Limit", kShardLimit),
    member<&DescribeStreamRequest::exclusive_start_shard_id>("ExclusiveStartShardId", kShardId),
    member<&DescribeStreamRequest::shard_filter>("ShardFilter", kFilter),
};
constexpr Member kDescribeStreamOutputMembers[] = {
    member<&DescribeStreamResponse::stream_description>("StreamDescription", kDescription),
};
constexpr Member kGetShardIteratorMembers[] = {
    member<&GetShardIteratorRequest::stream_arn>("StreamArn", kStreamArn, kRequired),
    member<&GetShardIteratorRequest::shard_id>("ShardId", kShardId, kRequired),
    member<&GetShardIteratorRequest::shard_iterator_type>("ShardIteratorType", kIteratorType, kRequired),
    member<&GetShardIteratorRequest::sequence_number>("SequenceNumber", kSequenceNumber),
};
constexpr Member kGetShardIteratorOutputMembers[] = {
    member<&GetShardIteratorResponse::shard_iterator>("ShardIterator", kText),
};
constexpr Member kGetRecordsMembers[] = {
    member<&GetRecordsRequest::shard_iterator>("ShardIterator", kShardIterator, kRequired),
    member<&GetRecordsRequest::limit>("Limit", kRecordLimit),
};
constexpr Member kGetRecordsOutputMembers[] = {
    member<&GetRecordsResponse::records>("Records", kRecords),
    member<&GetRecordsResponse::next_shard_iterator>("NextShardIterator", kText),
};

}  // namespace

constinit const Structure kListStreamsInput{"ListStreamsInput", kListStreamsMembers};
constinit const Structure kListStreamsOutput{"ListStreamsOutput", kListStreamsOutputMembers};
constinit const Structure kDescribeStreamInput{"DescribeStreamInput", kDescribeStreamMembers};
constinit const Structure kDescribeStreamOutput{"DescribeStreamOutput", kDescribeStreamOutputMembers};
constinit const Structure kGetShardIteratorInput{"GetShardIteratorInput", kGetShardIteratorMembers};
constinit const Structure kGetShardIteratorOutput{"GetShardIteratorOutput", kGetShardIteratorOutputMembers};
constinit const Structure kGetRecordsInput{"GetRecordsInput", kGetRecordsMembers};
constinit const Structure kGetRecordsOutput{"GetRecordsOutput", kGetRecordsOutputMembers};

}  // namespace stator::services::streams
