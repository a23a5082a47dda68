#include "services/streams/ops/list_streams.h"

#include "services/streams/common/errors.h"
#include "services/streams/common/stream_arn.h"

namespace stator::services::streams {

base::Task<aws::Result<ListStreamsResponse>> list_streams(db::stream::Streams& streams,
                                                          const aws::RequestContext& context,
                                                          ListStreamsRequest& request) {
  constexpr std::int64_t kDefaultLimit = 100;
  db::table::StreamRegistry::ListRequest wanted;
  wanted.scope = scope_of(context);
  wanted.table_name = request.table_name.value_or("");
  if (request.exclusive_start_stream_arn) {
    STATOR_CO_ASSIGN(StreamName after, parse_stream_arn(context, *request.exclusive_start_stream_arn));
    wanted.after_table_name = std::move(after.table_name);
    wanted.after_label = std::move(after.label);
  }
  const auto limit = static_cast<std::size_t>(request.limit.value_or(kDefaultLimit));
  wanted.limit = limit + 1;  // one more shows whether there is more
  auto found = co_await streams.list(std::move(wanted));
  if (!found.ok()) co_return to_aws_error(found.error(), "");
  ListStreamsResponse response;
  for (const db::stream::Stream& stream : *found) {
    if (response.streams.size() == limit) {
      response.last_evaluated_stream_arn = response.streams.back().stream_arn;
      break;
    }
    response.streams.push_back({stream.arn(), stream.table_name, stream.label});
  }
  co_return response;
}

}  // namespace stator::services::streams
