#include "functions/async_delivery.h"

#include <fmt/format.h>

#include "aws/protocol/iso_time.h"
#include "base/log.h"
#include "functions/function_arn.h"
#include "functions/json_slice.h"

namespace stator::functions {
namespace {

using std::chrono::seconds;

constexpr std::int64_t kDefaultRetries = 2, kDefaultAgeSeconds = 6 * 3600;
constexpr seconds kFirstBackoff{1}, kLastBackoff{300};

}  // namespace

base::Task<bool> AsyncDelivery::run(std::function<bool()> stopped) {
  std::int64_t failures = 0;
  seconds backoff = kFirstBackoff;
  for (;;) {
    Outcome last;
    seconds wait = backoff;
    // As it is now: a retry runs new code.
    auto function = co_await services_.registry.find(event_.scope, event_.function_name);
    if (function.ok()) function_ = std::move(*function);
    if (!function.ok() && function.error().kind == FailureKind::kNotFound) co_return true;
    const EventInvoke config = settings();
    Attempt attempt = Attempt::kNotCalled;
    if (function.ok()) attempt = co_await try_once(&last);
    if (stopped()) co_return false;
    if (attempt == Attempt::kGone) co_return true;
    if (attempt == Attempt::kNotCalled) backoff = std::min(backoff * 2, kLastBackoff);
    if (attempt == Attempt::kWorked) {
      co_await tell(config.on_success, "Success", last);
      co_return true;
    }
    if (attempt == Attempt::kFailed) {
      if (failures++ >= config.max_retries.value_or(kDefaultRetries)) {
        co_await tell(config.on_failure, "RetriesExhausted", last);
        co_return true;
      }
      wait = seconds(60) * failures;  // AWS's: one minute, then two
    }
    const std::int64_t deadline =
        event_.queued_millis / 1000 + config.max_age_seconds.value_or(kDefaultAgeSeconds);
    if (services_.clock.unix_seconds() + wait.count() > deadline) {
      co_await tell(config.on_failure, "EventAgeExceeded", last);
      co_return true;
    }
    // In short steps, so that a stop need not wait for long.
    for (; wait.count() > 0; --wait) {
      co_await base::sleep_for(seconds(1));
      if (stopped()) co_return false;
    }
  }
}

EventInvoke AsyncDelivery::settings() const {
  const EventInvoke* kept = function_.event_invoke(event_.qualifier);
  return kept == nullptr ? EventInvoke{} : *kept;
}

base::Task<AsyncDelivery::Attempt> AsyncDelivery::try_once(Outcome* last) {
  InvocationRequest request;
  request.payload = event_.payload;
  request.qualifier = event_.qualifier;
  request.client_context = event_.client_context;
  request.request_id = event_.id;
  auto outcome = co_await invoker_.invoke(function_, std::move(request));
  if (!outcome.ok())
    co_return outcome.error().kind == FailureKind::kNotFound ? Attempt::kGone : Attempt::kNotCalled;
  ++invocations_;
  *last = std::move(*outcome);
  co_return last->function_error.empty() ? Attempt::kWorked : Attempt::kFailed;
}

std::string AsyncDelivery::record(std::string_view condition, const Outcome& outcome) const {
  const bool called = !outcome.request_id.empty();
  std::string out = "{\"version\":\"1.0\",";
  add_text("timestamp", aws::protocol::iso_time(services_.clock.unix_millis()), &out);
  out.append(",\"requestContext\":{");
  add_text("requestId", event_.id, &out);
  out.push_back(',');
  add_text("functionArn", function_.arn() + ":" + (event_.qualifier.empty() ? kLatest : event_.qualifier),
           &out);
  out.push_back(',');
  add_text("condition", condition, &out);
  out += fmt::format(",\"approximateInvokeCount\":{}}},\"requestPayload\":", invocations_);
  out.append(event_.payload);
  if (called) {
    out.append(",\"responseContext\":{\"statusCode\":200,");
    add_text("executedVersion", outcome.version, &out);
    if (!outcome.function_error.empty()) {
      out.push_back(',');
      add_text("functionError", outcome.function_error, &out);
    }
    out.append("},\"responsePayload\":").append(outcome.payload.empty() ? "null" : outcome.payload);
  }
  return out.append("}");
}

base::Task<Result<base::Ok>> AsyncDelivery::tell_function(const std::string& arn, std::string role,
                                                          std::string record) {
  static constexpr std::string_view kActions[] = {"lambda:InvokeFunction"};
  const auto named = parse_function_arn(arn);
  if (!named) co_return Failure{FailureKind::kInternal, "no function " + arn};
  auto target = co_await services_.registry.find(named->scope, named->name);
  std::string policy = target.ok() ? target->policy_document() : "";
  auto allowed =
      co_await services_.roles.allows_all(function_, std::move(role), kActions, arn, std::move(policy));
  if (!allowed.ok()) co_return std::move(allowed).error();
  if (!*allowed) co_return Failure{FailureKind::kInternal, "the role may not invoke " + arn};
  InvocationRequest request;
  request.payload = std::move(record);
  request.qualifier = named->qualifier;
  auto queued = co_await invoker_.invoke_later(named->scope, named->name, std::move(request));
  co_return queued;
}

base::Task<> AsyncDelivery::tell(std::string destination, std::string_view condition,
                                 const Outcome& outcome) {
  const Configuration* configuration = function_.find(event_.qualifier);
  if (destination.empty() || configuration == nullptr) co_return;
  std::string text = record(condition, outcome);
  Result<base::Ok> told = Failure{FailureKind::kInternal, "this server has no service for it"};
  if (const auto bucket = bucket_of(destination)) {
    const std::string folder = "aws/lambda/async/" + function_.name;
    auto put =
        co_await services_.destinations.put(function_, configuration->role, *bucket, folder, std::move(text));
    told = std::move(put);
  } else if (destination.starts_with("arn:aws:lambda:")) {
    auto invoked = co_await tell_function(destination, configuration->role, std::move(text));
    told = std::move(invoked);
  }
  if (!told.ok())
    base::log_warning("functions", "the outcome of {} does not get to {}: {}", function_.name, destination,
                      told.error().message);
}

}  // namespace stator::functions
