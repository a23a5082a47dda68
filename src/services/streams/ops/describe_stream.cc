#include "services/streams/ops/describe_stream.h"

#include <fmt/format.h>

#include "messages/streams.h"
#include "services/streams/common/errors.h"
#include "services/streams/common/stream_arn.h"

namespace stator::services::streams {

namespace {

StreamViewType view_of(const db::stream::Stream& stream) {
  switch (stream.view) {
    case db::table::StreamViewType::kKeysOnly:
      return StreamViewType::kKeysOnly;
    case db::table::StreamViewType::kNewImage:
      return StreamViewType::kNewImage;
    case db::table::StreamViewType::kOldImage:
      return StreamViewType::kOldImage;
    case db::table::StreamViewType::kNewAndOldImages:
      break;
  }
  return StreamViewType::kNewAndOldImages;
}

StreamStatus status_of(const db::stream::Stream& stream) {
  if (stream.enabled()) return StreamStatus::kEnabled;
  return stream.closed ? StreamStatus::kDisabled : StreamStatus::kDisabling;
}

StreamDescription description_of(const db::stream::Stream& stream) {
  StreamDescription out;
  out.stream_arn = stream.arn();
  out.stream_label = stream.label;
  out.stream_status = status_of(stream);
  out.stream_view_type = view_of(stream);
  out.creation_request_date_time = {stream.created_micros / 1000};
  out.table_name = stream.table_name;
  for (const db::model::KeyAttribute& key : stream.keys.partition)
    out.key_schema.push_back({key.name, KeyType::kHash});
  for (const db::model::KeyAttribute& key : stream.keys.sort)
    out.key_schema.push_back({key.name, KeyType::kRange});
  return out;
}

Shard shape_of(const db::stream::Shard& shard) {
  Shard out;
  out.shard_id = shard_id(shard.name);
  out.sequence_number_range.starting_sequence_number = db::stream::sequence_number(shard.first_sequence);
  if (shard.last_sequence)
    out.sequence_number_range.ending_sequence_number = db::stream::sequence_number(*shard.last_sequence);
  if (shard.parent) out.parent_shard_id = shard_id(*shard.parent);
  return out;
}

aws::Result<std::uint64_t> shard_number(const std::string& id) {
  const auto shard = db::stream::parse_shard_id(id);
  if (!shard) return aws::validation_error(fmt::format(messages::kBadShardId, id));
  return shard->number;
}

aws::Result<db::stream::ShardRequest> shard_request(const DescribeStreamRequest& request) {
  constexpr std::int64_t kDefaultLimit = 100;
  db::stream::ShardRequest out;
  out.limit = static_cast<std::size_t>(request.limit.value_or(kDefaultLimit));
  if (request.exclusive_start_shard_id) {
    STATOR_ASSIGN(out.after, shard_number(*request.exclusive_start_shard_id));
  }
  if (request.shard_filter) {
    if (!request.shard_filter->type) return aws::validation_error(messages::kFilterTypeMissing);
    if (!request.shard_filter->shard_id) return aws::validation_error(messages::kFilterShardMissing);
    STATOR_ASSIGN(out.parent, shard_number(*request.shard_filter->shard_id));
  }
  return out;
}

}  // namespace

base::Task<aws::Result<DescribeStreamResponse>> describe_stream(db::stream::Streams& streams,
                                                                const aws::RequestContext& context,
                                                                DescribeStreamRequest& request) {
  STATOR_CO_ASSIGN(db::stream::ShardRequest wanted, shard_request(request));
  auto stream = co_await find_stream(streams, context, *request.stream_arn);
  if (!stream.ok()) co_return std::move(stream).error();
  const auto admitted = streams.admit_description(*stream);
  if (!admitted.ok()) co_return to_aws_error(admitted.error(), *request.stream_arn);
  auto page = co_await streams.shards(*stream, wanted);
  if (!page.ok()) co_return to_aws_error(page.error(), *request.stream_arn);
  DescribeStreamResponse response{description_of(*stream)};
  StreamDescription& description = response.stream_description;
  for (const db::stream::Shard& shard : page->shards) description.shards.push_back(shape_of(shard));
  if (page->has_more) description.last_evaluated_shard_id = description.shards.back().shard_id;
  co_return response;
}

}  // namespace stator::services::streams
