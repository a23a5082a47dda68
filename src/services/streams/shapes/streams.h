// The shapes of DynamoDB Streams. Enumerators stand in the order of the API's model.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "aws/protocol/shape.h"
#include "db/stream/streams.h"

namespace stator::services::streams {

using aws::protocol::Enum;
using aws::protocol::Structure;
using aws::protocol::Timestamp;
using aws::protocol::TypedShape;

enum class ShardIteratorType { kTrimHorizon, kLatest, kAtSequenceNumber, kAfterSequenceNumber };
enum class ShardFilterType { kChildShards };
enum class StreamStatus { kEnabling, kEnabled, kDisabling, kDisabled };
enum class StreamViewType { kNewImage, kOldImage, kNewAndOldImages, kKeysOnly };
enum class KeyType { kHash, kRange };

extern const std::string_view kShardIteratorTypes[4];

struct ListStreamsRequest {
  std::optional<std::string> table_name;
  std::optional<std::int64_t> limit;
  std::optional<std::string> exclusive_start_stream_arn;
};
struct StreamSummary {
  std::string stream_arn;
  std::string table_name;
  std::string stream_label;
};
struct ListStreamsResponse {
  std::vector<StreamSummary> streams;
  std::optional<std::string> last_evaluated_stream_arn;
};

struct ShardFilter {
  std::optional<Enum<ShardFilterType>> type;
  std::optional<std::string> shard_id;
};
struct DescribeStreamRequest {
  std::optional<std::string> stream_arn;
  std::optional<std::int64_t> limit;
  std::optional<std::string> exclusive_start_shard_id;
  std::optional<ShardFilter> shard_filter;
};
struct KeySchemaElement {
  std::string attribute_name;
  Enum<KeyType> key_type;
};
struct SequenceNumberRange {
  std::string starting_sequence_number;
  std::optional<std::string> ending_sequence_number;
};
struct Shard {
  std::string shard_id;
  SequenceNumberRange sequence_number_range;
  std::optional<std::string> parent_shard_id;
};
struct StreamDescription {
  std::string stream_arn;
  std::string stream_label;
  Enum<StreamStatus> stream_status;
  Enum<StreamViewType> stream_view_type;
  Timestamp creation_request_date_time;
  std::string table_name;
  std::vector<KeySchemaElement> key_schema;
  std::vector<Shard> shards;
  std::optional<std::string> last_evaluated_shard_id;
};
struct DescribeStreamResponse {
  StreamDescription stream_description;
};

struct GetShardIteratorRequest {
  std::optional<std::string> stream_arn;
  std::optional<std::string> shard_id;
  std::optional<Enum<ShardIteratorType>> shard_iterator_type;
  std::optional<std::string> sequence_number;
};
struct GetShardIteratorResponse {
  std::string shard_iterator;
};

struct GetRecordsRequest {
  std::optional<std::string> shard_iterator;
  std::optional<std::int64_t> limit;
};
// The records that a response shows, and what they view into.
struct RecordSource {
  db::stream::Stream stream;
  db::stream::RecordPage page;
};
struct StreamRecord {
  const db::stream::Stream* stream = nullptr;
  const db::stream::Record* record = nullptr;
};
struct GetRecordsResponse {
  std::unique_ptr<const RecordSource> source;
  std::vector<StreamRecord> records;
  std::optional<std::string> next_shard_iterator;
};

extern const Structure kListStreamsInput;
extern const Structure kListStreamsOutput;
extern const Structure kDescribeStreamInput;
extern const Structure kDescribeStreamOutput;
extern const Structure kGetShardIteratorInput;
extern const Structure kGetShardIteratorOutput;
extern const Structure kGetRecordsInput;
extern const Structure kGetRecordsOutput;

}  // namespace stator::services::streams
