#include "services/streams/ops/get_records.h"

#include "services/streams/common/errors.h"
#include "services/streams/common/shard_iterator.h"
#include "services/streams/common/stream_arn.h"

namespace stator::services::streams {

base::Task<aws::Result<GetRecordsResponse>> get_records(db::stream::Streams& streams,
                                                        const aws::RequestContext& context,
                                                        GetRecordsRequest& request) {
  const std::int64_t now = context.clock->unix_micros();
  STATOR_CO_ASSIGN(const ShardIterator iterator, parse_shard_iterator(*request.shard_iterator, now));
  auto stream = co_await find_stream(streams, context, iterator.stream_arn);
  if (!stream.ok()) co_return std::move(stream).error();
  const auto admitted = streams.admit_reader(*stream, iterator.position);
  if (!admitted.ok()) co_return to_aws_error(admitted.error(), iterator.stream_arn);
  constexpr auto kDefaultLimit = static_cast<std::int64_t>(db::stream::kMaxPageRecords);
  const auto limit = static_cast<std::size_t>(request.limit.value_or(kDefaultLimit));
  auto page = co_await streams.read(*stream, iterator.position, limit);
  if (!page.ok()) co_return to_aws_error(page.error(), iterator.stream_arn);
  GetRecordsResponse response;
  if (page->next) response.next_shard_iterator = shard_iterator_text({iterator.stream_arn, *page->next}, now);
  auto source = std::make_unique<const RecordSource>(RecordSource{std::move(*stream), std::move(*page)});
  for (const db::stream::Record& record : source->page.records)
    response.records.push_back({&source->stream, &record});
  response.source = std::move(source);
  co_return response;
}

}  // namespace stator::services::streams
