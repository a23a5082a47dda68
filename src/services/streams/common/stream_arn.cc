#include "services/streams/common/stream_arn.h"

#include <fmt/format.h>

#include "aws/arn.h"
#include "messages/streams.h"
#include "services/streams/common/errors.h"

namespace stator::services::streams {

aws::Result<StreamName> parse_stream_arn(const aws::RequestContext& context, std::string_view text) {
  constexpr std::string_view kTable = "table/", kStream = "/stream/";
  const auto malformed = [text] { return aws::validation_error(fmt::format(messages::kBadStreamArn, text)); };
  const auto arn = aws::parse_arn(text);
  if (!arn || arn->service != "dynamodb" || !arn->resource.starts_with(kTable)) return malformed();
  const std::string_view name = arn->resource.substr(kTable.size());
  const std::size_t at = name.find(kStream);
  if (at == 0 || at == std::string_view::npos || at + kStream.size() == name.size()) return malformed();
  if (!aws::is_within_reach(*arn, context)) return stream_not_found(text);
  return StreamName{std::string(name.substr(0, at)), std::string(name.substr(at + kStream.size()))};
}

base::Task<aws::Result<db::stream::Stream>> find_stream(db::stream::Streams& streams,
                                                        const aws::RequestContext& context, std::string arn) {
  STATOR_CO_ASSIGN(StreamName name, parse_stream_arn(context, arn));
  db::table::Scope scope = scope_of(context);
  auto stream = co_await streams.find(std::move(scope), std::move(name.table_name), std::move(name.label));
  if (!stream.ok()) co_return to_aws_error(stream.error(), arn);
  co_return std::move(*stream);
}

}  // namespace stator::services::streams
