#include "services/lambda/ops/event_invoke.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/arn.h"
#include "functions/destinations.h"
#include "services/lambda/messages.h"

namespace stator::services::lambda {
namespace {

using functions::EventInvoke;
using functions::Failure;
using functions::FailureKind;
using functions::Function;

std::string shown_arn(const Function& function, const std::string& qualifier) {
  return function.arn() + ":" + (qualifier.empty() ? functions::kLatest : qualifier);
}

// $LATEST is what is meant without a qualifier.
std::string kept_qualifier(const std::string& qualifier) {
  return qualifier == functions::kLatest ? "" : qualifier;
}

EventInvokeConfiguration shown(const Function& function, const EventInvoke& config) {
  EventInvokeConfiguration out;
  out.last_modified.unix_millis = config.modified_millis;
  out.function_arn = shown_arn(function, config.qualifier);
  out.maximum_retry_attempts = config.max_retries;
  out.maximum_event_age_in_seconds = config.max_age_seconds;
  auto& success = out.destination_config.on_success.emplace();
  auto& failure = out.destination_config.on_failure.emplace();
  if (!config.on_success.empty()) success.destination = config.on_success;
  if (!config.on_failure.empty()) failure.destination = config.on_failure;
  return out;
}

Failure none(const Function& function, const std::string& qualifier) {
  return {FailureKind::kNotFound,
          fmt::format(messages::kNoEventInvokeConfig, shown_arn(function, qualifier))};
}

functions::Result<base::Ok> check_destination(const Function& function, const std::string& text,
                                              bool of_failures) {
  if (text.empty()) return base::Ok{};
  const auto arn = aws::parse_arn(text);
  const Failure invalid{FailureKind::kInvalid, fmt::format(messages::kBadDestination, text)};
  if (!arn) return invalid;
  if (text == function.arn() || text.starts_with(function.arn() + ":"))
    return Failure{FailureKind::kInvalid, messages::kOwnDestination};
  if (arn->service == "s3" && (!of_failures || !functions::bucket_of(text))) return invalid;
  constexpr std::string_view kServices[] = {"lambda", "s3", "sqs", "sns", "events"};
  if (std::find(std::begin(kServices), std::end(kServices), arn->service) == std::end(kServices))
    return invalid;
  return base::Ok{};
}

functions::Result<base::Ok> apply(const Function& function, const EventInvokeRequest& request,
                                  EventInvoke* config) {
  if (request.maximum_retry_attempts) config->max_retries = request.maximum_retry_attempts;
  if (request.maximum_event_age_in_seconds) config->max_age_seconds = request.maximum_event_age_in_seconds;
  if (!request.destination_config) return base::Ok{};
  const DestinationConfig& destinations = *request.destination_config;
  if (destinations.on_success) config->on_success = destinations.on_success->destination.value_or("");
  if (destinations.on_failure) config->on_failure = destinations.on_failure->destination.value_or("");
  STATOR_TRY(check_destination(function, config->on_success, false));
  return check_destination(function, config->on_failure, true);
}

base::Task<aws::Result<EventInvokeConfiguration>> store(Service& service, const aws::RequestContext& context,
                                                        const EventInvokeRequest& request, bool merges) {
  const bool says_nothing =
      !request.maximum_retry_attempts && !request.maximum_event_age_in_seconds && !request.destination_config;
  if (says_nothing && !merges) co_return invalid_parameter(messages::kNothingToInvokeWith);
  STATOR_CO_ASSIGN(const FunctionName name, parse_name(context, *request.function_name, request.qualifier));
  const std::string qualifier = kept_qualifier(name.qualifier);
  EventInvoke stored;
  const auto change = [&](Function& function) -> functions::Result<base::Ok> {
    if (function.find(qualifier) == nullptr)
      return Failure{FailureKind::kNotFound,
                     fmt::format(messages::kNoFunction, function.arn() + ":" + qualifier)};
    const EventInvoke* before = function.event_invoke(qualifier);
    if (merges && before == nullptr) return none(function, qualifier);
    EventInvoke config = merges ? *before : EventInvoke{};
    config.qualifier = qualifier;
    config.modified_millis = service.registry.clock().unix_millis();
    STATOR_TRY(apply(function, request, &config));
    std::erase_if(function.event_invokes, [&](const auto& each) { return each.qualifier == qualifier; });
    stored = config;
    function.event_invokes.push_back(std::move(config));
    return base::Ok{};
  };
  auto changed = co_await service.registry.change(scope_of(context), name.name, change);
  if (!changed.ok()) co_return to_aws_error(changed.error());
  co_return shown(*changed, stored);
}

}  // namespace

base::Task<aws::Result<EventInvokeConfiguration>> put_event_invoke(Service& service,
                                                                   const aws::RequestContext& context,
                                                                   EventInvokeRequest& request) {
  auto stored = co_await store(service, context, request, false);
  co_return stored;
}

base::Task<aws::Result<EventInvokeConfiguration>> update_event_invoke(Service& service,
                                                                      const aws::RequestContext& context,
                                                                      EventInvokeRequest& request) {
  auto stored = co_await store(service, context, request, true);
  co_return stored;
}

base::Task<aws::Result<EventInvokeConfiguration>> get_event_invoke(Service& service,
                                                                   const aws::RequestContext& context,
                                                                   FunctionRequest& request) {
  auto found = co_await find_function(service, context, *request.function_name, request.qualifier);
  if (!found.ok()) co_return std::move(found).error();
  STATOR_CO_ASSIGN(const FunctionName name, parse_name(context, *request.function_name, request.qualifier));
  const std::string qualifier = kept_qualifier(name.qualifier);
  const EventInvoke* config = found->function.event_invoke(qualifier);
  if (config == nullptr) co_return to_aws_error(none(found->function, qualifier));
  co_return shown(found->function, *config);
}

base::Task<aws::Result<base::Ok>> delete_event_invoke(Service& service, const aws::RequestContext& context,
                                                      FunctionRequest& request) {
  STATOR_CO_ASSIGN(const FunctionName name, parse_name(context, *request.function_name, request.qualifier));
  const std::string qualifier = kept_qualifier(name.qualifier);
  const auto change = [&](Function& function) -> functions::Result<base::Ok> {
    const auto gone =
        std::erase_if(function.event_invokes, [&](const auto& each) { return each.qualifier == qualifier; });
    if (gone == 0) return none(function, qualifier);
    return base::Ok{};
  };
  auto changed = co_await service.registry.change(scope_of(context), name.name, change);
  if (!changed.ok()) co_return to_aws_error(changed.error());
  co_return base::Ok{};
}

base::Task<aws::Result<ListEventInvokeResponse>> list_event_invoke(Service& service,
                                                                   const aws::RequestContext& context,
                                                                   ListRequest& request) {
  auto found = co_await find_function(service, context, *request.function_name);
  if (!found.ok()) co_return std::move(found).error();
  auto& all = found->function.event_invokes;
  std::ranges::sort(all, {}, &EventInvoke::qualifier);
  ListEventInvokeResponse response;
  Page page(request);
  for (const EventInvoke& config : all) {
    const std::string marker = config.qualifier.empty() ? functions::kLatest : config.qualifier;
    if (request.marker && marker <= *request.marker) continue;
    if (!page.takes(marker)) break;
    response.configurations.push_back(shown(found->function, config));
  }
  response.next_marker = page.next_marker();
  co_return response;
}

}  // namespace stator::services::lambda
