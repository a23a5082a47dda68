// What the operations of DynamoDB Streams ask for: their actions on a stream.
#pragma once

#include "aws/arn.h"
#include "aws/authorizer.h"
#include "aws/protocol/operation.h"
#include "services/streams/common/shard_iterator.h"
#include "services/streams/common/stream_arn.h"

namespace stator::services::streams {

// Requests name the stream, or have an iterator that does; ListStreams is about all of them.
template <typename Request>
aws::Result<base::Ok> authorize(db::stream::Streams& streams, const aws::RequestContext& context,
                                const aws::protocol::Operation& operation, const Request& request) {
  aws::Access access{std::string(operation.action), "*", {}};
  if constexpr (requires { request.stream_arn; }) {
    access.resource = *request.stream_arn;
  } else if constexpr (requires { request.shard_iterator; }) {
    STATOR_ASSIGN(const ShardIterator iterator,
                  parse_shard_iterator(*request.shard_iterator, context.clock->unix_micros()));
    access.resource = iterator.stream_arn;
  }
  // However the request spells it, policies see one ARN of a stream. What is no ARN is left to the operation.
  if (context.authorizer != nullptr && access.resource != "*") {
    const auto name = parse_stream_arn(context, access.resource);
    if (name.ok()) {
      access.resource_policy = streams.resource_policy(scope_of(context), name->table_name, name->label);
      access.resource = "arn:aws:dynamodb:" + context.region + ":" + context.account + ":table/" +
                        name->table_name + "/stream/" + name->label;
    }
  }
  return aws::authorize(context, access);
}

template <typename Request>
std::optional<std::string> foreign_account(db::stream::Streams&, const aws::RequestContext& context,
                                           const Request& request) {
  if constexpr (requires { request.stream_arn; }) {
    return aws::foreign_account_of(*request.stream_arn, "dynamodb", context);
  } else if constexpr (requires { request.shard_iterator; }) {
    const auto iterator = parse_shard_iterator(*request.shard_iterator, context.clock->unix_micros());
    if (iterator.ok()) return aws::foreign_account_of(iterator->stream_arn, "dynamodb", context);
  }
  return std::nullopt;
}

}  // namespace stator::services::streams
