// Shard iterators in text: the stream's ARN, "|1|", and base64 of a position and the time of its issue, with
// a checksum, so that a damaged one is noticed (it is no secret and no signature). Rule 116.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "aws/error.h"
#include "db/stream/streams.h"

namespace stator::services::streams {

inline constexpr std::chrono::minutes kIteratorLifetime{15};

struct ShardIterator {
  std::string stream_arn;
  db::stream::Position position;
};

std::string shard_iterator_text(const ShardIterator& iterator, std::int64_t now_micros);

// Errors: ValidationException for a damaged one, ExpiredIteratorException.
aws::Result<ShardIterator> parse_shard_iterator(std::string_view text, std::int64_t now_micros);

}  // namespace stator::services::streams
