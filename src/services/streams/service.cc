#include "services/streams/service.h"

#include "services/streams/authorization.h"
#include "services/streams/ops/describe_stream.h"
#include "services/streams/ops/get_records.h"
#include "services/streams/ops/get_shard_iterator.h"
#include "services/streams/ops/list_streams.h"

namespace stator::services::streams {
namespace {

using aws::protocol::operation;
using aws::protocol::Operation;
using db::stream::Streams;

constexpr Operation kOperations[] = {
    operation<Streams, ListStreamsRequest, ListStreamsResponse, list_streams>(
        "ListStreams", "dynamodb:ListStreams", kListStreamsInput, kListStreamsOutput),
    operation<Streams, DescribeStreamRequest, DescribeStreamResponse, describe_stream>(
        "DescribeStream", "dynamodb:DescribeStream", kDescribeStreamInput, kDescribeStreamOutput),
    operation<Streams, GetShardIteratorRequest, GetShardIteratorResponse, get_shard_iterator>(
        "GetShardIterator", "dynamodb:GetShardIterator", kGetShardIteratorInput, kGetShardIteratorOutput),
    operation<Streams, GetRecordsRequest, GetRecordsResponse, get_records>(
        "GetRecords", "dynamodb:GetRecords", kGetRecordsInput, kGetRecordsOutput),
};

}  // namespace

std::span<const Operation> operations() { return kOperations; }

aws::protocol::JsonEndpoint json_endpoint(Streams& streams, const aws::IdentityRules& rules) {
  return {{.target_prefix = "DynamoDBStreams_20120810",
           .model_namespace = "com.amazonaws.dynamodb.v20120810#",
           .content_type = "application/x-amz-json-1.0",
           .operations = kOperations,
           .signing_name = "dynamodb"},
          &streams,
          rules};
}

}  // namespace stator::services::streams
