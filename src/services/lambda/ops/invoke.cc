#include "services/lambda/ops/invoke.h"

#include <fmt/format.h>

#include "aws/request_id.h"
#include "base/base64.h"
#include "base/json_parser.h"
#include "services/lambda/messages.h"

namespace stator::services::lambda {

namespace {

constexpr std::int64_t kTaken = 202, kChecked = 204, kAnswered = 200;

aws::Error bad_json() {
  aws::Error error{"InvalidRequestContentException", messages::kPayloadNoJson, aws::ErrorOrigin::kModel, 400};
  error.members = R"("Type":"User")";
  return error;
}

aws::Result<base::Ok> check_payload(const std::string& payload, bool waits) {
  const std::size_t limit = waits ? functions::kMaxRequestBytes : functions::kMaxAsyncRequestBytes;
  if (payload.size() > limit)
    return to_aws_error(
        {functions::FailureKind::kTooLarge, fmt::format(messages::kPayloadTooLarge, payload.size(),
                                                        waits ? "RequestResponse" : "Event", limit)});
  base::JsonParser parser;
  if (!payload.empty() && !parser.parse(payload)) return bad_json();
  return base::Ok{};
}

}  // namespace

base::Task<aws::Result<InvokeResponse>> invoke(Service& service, const aws::RequestContext& context,
                                               InvokeRequest& request) {
  const InvocationType type =
      request.invocation_type ? request.invocation_type->get() : InvocationType::kRequestResponse;
  STATOR_CO_ASSIGN(const FunctionName name, parse_name(context, *request.function_name, request.qualifier));
  auto found = co_await find_function(service, context, *request.function_name, request.qualifier);
  if (!found.ok()) co_return std::move(found).error();
  std::string payload = request.payload.value_or("");
  STATOR_CO_TRY(check_payload(payload, type != InvocationType::kEvent));
  InvokeResponse response;
  if (type == InvocationType::kDryRun) {
    response.status_code = kChecked;
    co_return response;
  }
  functions::InvocationRequest wanted;
  wanted.payload = payload.empty() ? "{}" : std::move(payload);
  wanted.qualifier = name.qualifier;
  wanted.request_id = aws::uuid_of(context.request_id);
  if (request.client_context && !base::append_base64_decoded(*request.client_context, wanted.client_context))
    co_return bad_json();
  if (type == InvocationType::kEvent) {
    auto queued =
        co_await service.async_invoker.invoke(scope_of(context), found->function.name, std::move(wanted));
    if (!queued.ok()) co_return to_aws_error(queued.error());
    response.status_code = kTaken;
    co_return response;
  }
  response.executed_version = found->configuration.version;
  auto outcome = co_await service.invoker.invoke(std::move(found->function), std::move(wanted));
  if (!outcome.ok()) co_return to_aws_error(outcome.error());
  response.status_code = kAnswered;
  response.payload = std::move(outcome->payload);
  if (!outcome->function_error.empty()) response.function_error = outcome->function_error;
  if (request.log_type && request.log_type->get() == LogType::kTail)
    base::append_base64(outcome->log_tail, response.log_result.emplace());
  co_return response;
}

}  // namespace stator::services::lambda
