#include "functions/async_delivery.h"

#include <fmt/format.h>

#include "aws/protocol/iso_time.h"
#include "base/log.h"
#include "base/log_limit.h"
#include "functions/async_invoker.h"
#include "functions/event_source.h"
#include "functions/function_arn.h"
#include "functions/json_slice.h"

namespace stator::functions {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::int64_t kDefaultRetries = 2, kDefaultAgeSeconds = 6 * 3600;
constexpr seconds kFirstBackoff{1}, kLastBackoff{300};
constexpr std::string_view kTooOld = "EventAgeExceeded";

}  // namespace

base::Task<std::optional<EventTurn>> AsyncDelivery::run() {
  const EventTurn before = turn_;
  auto function = co_await services_.registry.find(event_.scope, event_.function_name);
  if (!function.ok() && function.error().kind == FailureKind::kNotFound) co_return std::nullopt;
  Attempt attempt = Attempt::kNotCalled;
  EventInvoke config;
  if (function.ok()) {
    function_ = std::move(*function);
    if (services_.enforced && !event_.source.service.empty() &&
        !may_invoke(event_.source, function_, event_.qualifier)) {
      static base::LogLimit limit;
      if (limit.may_log())
        base::log_warning("functions", "the policy of {} does not allow {} to invoke it for {}",
                          function_.name, event_.source.service, event_.source.arn);
      co_return std::nullopt;
    }
    config = settings();
    if (is_too_old(config, services_.clock.unix_millis())) {
      co_await tell(config.on_failure, kTooOld);
      co_return std::nullopt;
    }
    attempt = co_await try_once();
  }
  if (services_.invoker.stopped()) co_return before;
  if (attempt == Attempt::kGone) co_return std::nullopt;
  if (attempt == Attempt::kWorked) {
    co_await tell(config.on_success, "Success");
    co_return std::nullopt;
  }
  seconds wait = kFirstBackoff;
  if (attempt == Attempt::kFailed) {
    if (turn_.failures++ >= config.max_retries.value_or(kDefaultRetries)) {
      co_await tell(config.on_failure, "RetriesExhausted");
      co_return std::nullopt;
    }
    wait = seconds(60) * turn_.failures;  // AWS's: one minute, then two
  } else {
    for (std::int64_t i = 0; i < turn_.refusals && wait < kLastBackoff; ++i) wait *= 2;
    wait = std::min(wait, kLastBackoff);
    ++turn_.refusals;
  }
  const std::int64_t now = services_.clock.unix_millis();
  if (is_too_old(config, now + milliseconds(wait).count())) {
    co_await tell(config.on_failure, kTooOld);
    co_return std::nullopt;
  }
  // Later than before, also if the clock was set back: turns are told apart by their times.
  turn_.due_millis = std::max(now + milliseconds(wait).count(), before.due_millis + 1);
  co_return turn_;
}

EventInvoke AsyncDelivery::settings() const {
  const EventInvoke* kept = function_.event_invoke(event_.qualifier);
  return kept == nullptr ? EventInvoke{} : *kept;
}

bool AsyncDelivery::is_too_old(const EventInvoke& config, std::int64_t at_millis) const {
  return at_millis / 1000 > event_.queued_millis / 1000 + config.max_age_seconds.value_or(kDefaultAgeSeconds);
}

base::Task<AsyncDelivery::Attempt> AsyncDelivery::try_once() {
  InvocationRequest request;
  request.payload = event_.payload;
  request.qualifier = event_.qualifier;
  request.client_context = event_.client_context;
  request.request_id = event_.id;
  auto outcome = co_await services_.invoker.invoke(function_, std::move(request));
  if (!outcome.ok())
    co_return outcome.error().kind == FailureKind::kNotFound ? Attempt::kGone : Attempt::kNotCalled;
  ++turn_.invocations;
  outcome_ = std::move(*outcome);
  co_return outcome_.function_error.empty() ? Attempt::kWorked : Attempt::kFailed;
}

std::string AsyncDelivery::record(std::string_view condition) const {
  const bool called = !outcome_.request_id.empty();
  std::string out = "{\"version\":\"1.0\",";
  add_text("timestamp", aws::protocol::iso_time_with_millis(services_.clock.unix_millis()), &out);
  out.append(",\"requestContext\":{");
  add_text("requestId", event_.id, &out);
  out.push_back(',');
  add_text("functionArn", function_.arn() + ":" + (event_.qualifier.empty() ? kLatest : event_.qualifier),
           &out);
  out.push_back(',');
  add_text("condition", condition, &out);
  out += fmt::format(",\"approximateInvokeCount\":{}}},\"requestPayload\":", turn_.invocations);
  out.append(event_.payload);
  if (called) {
    out.append(",\"responseContext\":{\"statusCode\":200,");
    add_text("executedVersion", outcome_.version, &out);
    if (!outcome_.function_error.empty()) {
      out.push_back(',');
      add_text("functionError", outcome_.function_error, &out);
    }
    out.append("},\"responsePayload\":").append(outcome_.payload.empty() ? "null" : outcome_.payload);
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
  auto queued = co_await others_.invoke(named->scope, named->name, std::move(request));
  co_return queued;
}

base::Task<> AsyncDelivery::tell(std::string destination, std::string_view condition) {
  const Configuration* configuration = function_.find(event_.qualifier);
  if (destination.empty() || configuration == nullptr) co_return;
  std::string text = record(condition);
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
  static base::LogLimit limit;
  if (!told.ok() && limit.may_log())
    base::log_warning("functions", "the outcome of {} does not get to {}: {}", function_.name, destination,
                      told.error().message);
}

}  // namespace stator::functions
