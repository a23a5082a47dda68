#include "services/streams/ops/get_shard_iterator.h"

#include <fmt/format.h>

#include "messages/streams.h"
#include "services/streams/common/errors.h"
#include "services/streams/common/shard_iterator.h"
#include "services/streams/common/stream_arn.h"

namespace stator::services::streams {

namespace {

// The sequence number to begin at; 0 where the type needs none.
aws::Result<std::uint64_t> start_sequence(const GetShardIteratorRequest& request) {
  const ShardIteratorType type = request.shard_iterator_type->get();
  const std::string_view type_name = kShardIteratorTypes[static_cast<std::size_t>(type)];
  const bool wanted =
      type == ShardIteratorType::kAtSequenceNumber || type == ShardIteratorType::kAfterSequenceNumber;
  const auto& text = request.sequence_number;
  if (wanted && !text) return aws::validation_error(fmt::format(messages::kSequenceNumberMissing, type_name));
  if (!wanted && text)
    return aws::validation_error(fmt::format(messages::kSequenceNumberSuperfluous, type_name));
  if (!wanted) return 0;
  const auto sequence = db::stream::parse_sequence_number(*text);
  if (!sequence) return aws::validation_error(fmt::format(messages::kBadSequenceNumber, *text));
  return *sequence;
}

db::stream::StartAt start_at(ShardIteratorType type) {
  switch (type) {
    case ShardIteratorType::kTrimHorizon:
      return db::stream::StartAt::kTrimHorizon;
    case ShardIteratorType::kLatest:
      return db::stream::StartAt::kLatest;
    case ShardIteratorType::kAtSequenceNumber:
      return db::stream::StartAt::kAtSequence;
    case ShardIteratorType::kAfterSequenceNumber:
      break;
  }
  return db::stream::StartAt::kAfterSequence;
}

}  // namespace

base::Task<aws::Result<GetShardIteratorResponse>> get_shard_iterator(db::stream::Streams& streams,
                                                                     const aws::RequestContext& context,
                                                                     GetShardIteratorRequest& request) {
  STATOR_CO_ASSIGN(const std::uint64_t sequence, start_sequence(request));
  const std::string& arn = *request.stream_arn;
  auto stream = co_await find_stream(streams, context, arn);
  if (!stream.ok()) co_return std::move(stream).error();
  const auto shard = db::stream::parse_shard_id(*request.shard_id);
  if (!shard) co_return to_aws_error({db::stream::FailureKind::kNoShard}, arn);
  auto position =
      co_await streams.position(*stream, *shard, start_at(request.shard_iterator_type->get()), sequence);
  if (!position.ok()) {
    db::stream::Failure failure = std::move(position).error();
    if (failure.kind == db::stream::FailureKind::kBadSequence) failure.message = *request.sequence_number;
    co_return to_aws_error(failure, arn);
  }
  co_return GetShardIteratorResponse{shard_iterator_text({arn, *position}, context.clock->unix_micros())};
}

}  // namespace stator::services::streams
