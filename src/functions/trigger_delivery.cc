#include "functions/trigger_delivery.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/protocol/iso_time.h"
#include "aws/protocol/json_writer.h"
#include "base/json_parser.h"
#include "base/log.h"
#include "db/stream/names.h"
#include "functions/destinations.h"
#include "functions/json_slice.h"

namespace stator::functions {
namespace {

using aws::protocol::append_json_string;
using aws::protocol::iso_time;

constexpr std::chrono::milliseconds kFirstBackoff{200}, kLastBackoff{30'000};
constexpr std::int64_t kMicrosPerSecond = 1'000'000, kMillisPerSecond = 1000;

// The identifiers of a partial failure (ReportBatchItemFailures): AWS retries from the lowest one on. Nothing
// where the whole batch counts as failed.
std::optional<std::vector<std::uint64_t>> failed_items(const std::string& answer) {
  std::vector<std::uint64_t> failed;
  base::JsonParser parser;
  const auto root = parser.parse(answer);
  if (!root) return std::nullopt;
  if (!root->is_object()) return failed;
  if (root->size() == 0) return failed;
  for (const base::JsonMember member : root->members()) {
    if (member.name != "batchItemFailures" || member.value.is_null()) continue;
    if (!member.value.is_array()) return std::nullopt;
    if (member.value.size() == 0) return failed;
    for (const base::JsonValue item : member.value.elements()) {
      if (!item.is_object() || item.size() == 0) return std::nullopt;
      const base::JsonMember only = *item.members().begin();
      if (only.name != "itemIdentifier" || !only.value.is_string()) return std::nullopt;
      const auto sequence = db::stream::parse_sequence_number(only.value.text());
      if (!sequence) return std::nullopt;
      failed.push_back(*sequence);
    }
  }
  return failed;
}

std::string seconds_text(std::int64_t micros) {
  return iso_time(micros / kMicrosPerSecond * kMillisPerSecond);
}

}  // namespace

base::Task<> pause_unless(const std::atomic<bool>& stopped, std::chrono::milliseconds time) {
  constexpr std::chrono::milliseconds kStep{100};
  for (; time.count() > 0 && !stopped.load(std::memory_order_relaxed); time -= std::min(time, kStep)) {
    const auto step = std::min(time, kStep);
    co_await base::sleep_for(step);
  }
}

std::string TriggerDelivery::payload(const std::vector<TriggerEvent>& events,
                                     const WindowTurn* window) const {
  std::string out = "{\"Records\":[";
  for (const TriggerEvent& event : events) {
    if (&event != &events.front()) out.push_back(',');
    out.append(event.json);
  }
  out.push_back(']');
  if (window != nullptr) {
    const std::int64_t end = window->start_seconds + trigger_.tumbling_seconds;
    out.append(",\"window\":{");
    add_text("start", iso_time(window->start_seconds * kMillisPerSecond), &out);
    out.push_back(',');
    add_text("end", iso_time(end * kMillisPerSecond), &out);
    out.append("},\"state\":").append(window->state.empty() ? "{}" : window->state).push_back(',');
    add_text("shardId", shard_id_, &out);
    out.push_back(',');
    add_text("eventSourceARN", trigger_.stream_arn, &out);
    out.append(",\"isFinalInvokeForWindow\":").append(window->is_final ? "true" : "false");
    out.append(",\"isWindowTerminatedEarly\":").append(window->is_early ? "true" : "false");
  }
  return out.append("}");
}

// Of a function that answered.
void TriggerDelivery::read_answer(const std::string& answer, const WindowTurn* window,
                                  Attempt* attempt) const {
  attempt->ok = true;
  if (trigger_.reports_failures) {
    const auto failed = failed_items(answer);
    if (!failed) {
      attempt->ok = false;
    } else if (!failed->empty()) {
      attempt->ok = false;
      attempt->first_failed = *std::min_element(failed->begin(), failed->end());
    }
  }
  if (window == nullptr || window->is_final) return;
  base::JsonParser parser;
  const auto root = parser.parse(answer);
  const auto state = root && root->is_object() ? member_text(answer, "state") : std::nullopt;
  // An answer without a state is a failure.
  if (!state) {
    attempt->ok = false;
    attempt->first_failed.reset();
    return;
  }
  attempt->state = *state == "null" ? "{}" : *state;
}

base::Task<TriggerDelivery::Attempt> TriggerDelivery::send(const std::vector<TriggerEvent>& events,
                                                           const WindowTurn* window) const {
  Attempt attempt = co_await call(events, window);
  const bool succeeded = attempt.invoked && attempt.function_error.empty();
  result_->store(succeeded ? ProcessingResult::kOk : ProcessingResult::kFunctionFailed,
                 std::memory_order_relaxed);
  co_return attempt;
}

base::Task<TriggerDelivery::Attempt> TriggerDelivery::call(const std::vector<TriggerEvent>& events,
                                                           const WindowTurn* window) const {
  Attempt attempt;
  auto function = co_await services_.registry.find(trigger_.scope, trigger_.function_name);
  if (!function.ok()) co_return attempt;
  InvocationRequest request;
  request.qualifier = trigger_.qualifier;
  request.payload = payload(events, window);
  auto answer = co_await services_.invoker.invoke(std::move(*function), std::move(request));
  if (!answer.ok()) co_return attempt;
  attempt.invoked = true;
  attempt.request_id = std::move(answer->request_id);
  attempt.version = std::move(answer->version);
  attempt.function_error = std::move(answer->function_error);
  if (attempt.function_error.empty()) read_answer(answer->payload, window, &attempt);
  co_return attempt;
}

std::vector<TriggerEvent> take_expired(std::int64_t max_age_seconds, std::int64_t now_micros,
                                       std::vector<TriggerEvent>* events) {
  std::vector<TriggerEvent> expired;
  if (max_age_seconds == kForEver) return expired;
  const std::int64_t oldest = now_micros - max_age_seconds * kMicrosPerSecond;
  const auto young = std::stable_partition(events->begin(), events->end(), [&](const TriggerEvent& event) {
    return event.created_micros < oldest;
  });
  expired.assign(std::make_move_iterator(events->begin()), std::make_move_iterator(young));
  events->erase(events->begin(), young);
  return expired;
}

std::size_t batch_length(std::span<const TriggerEvent> events, std::size_t limit, std::size_t state_bytes) {
  std::size_t bytes = kMaxEnvelopeBytes + state_bytes, count = 0;
  while (count < std::min(limit, events.size())) {
    bytes += events[count].json.size() + 1;  // and a comma
    if (count > 0 && bytes > kMaxRequestBytes) break;
    ++count;
  }
  return count;
}

// As AWS documents it for buckets: the description of the batch, and the event itself as a text.
std::string TriggerDelivery::failure_record(const std::vector<TriggerEvent>& events,
                                            std::string_view condition, const History& history,
                                            const WindowTurn* window) const {
  std::string out = "{\"requestContext\":{";
  add_text("requestId", history.last.request_id.empty() ? new_uuid() : history.last.request_id, &out);
  out.push_back(',');
  add_text("functionArn", trigger_.function_arn(), &out);
  out.push_back(',');
  add_text("condition", condition, &out);
  out += fmt::format(",\"approximateInvokeCount\":{}}}", history.invocations);
  if (history.last.invoked) {
    out.append(",\"responseContext\":{\"statusCode\":200,");
    add_text("executedVersion", history.last.version, &out);
    out.append(",\"functionError\":");
    if (history.last.function_error.empty()) {
      out.append("null");
    } else {
      append_json_string(history.last.function_error, &out);
    }
    out.push_back('}');
  }
  out.append(",\"version\":\"1.0\",");
  add_text("timestamp", aws::protocol::iso_time_with_millis(services_.clock.unix_millis()), &out);
  out.append(",\"DDBStreamBatchInfo\":{");
  add_text("shardId", shard_id_, &out);
  out.push_back(',');
  add_text("startSequenceNumber", db::stream::sequence_number(events.front().sequence), &out);
  out.push_back(',');
  add_text("endSequenceNumber", db::stream::sequence_number(events.back().sequence), &out);
  out.push_back(',');
  add_text("approximateArrivalOfFirstRecord", seconds_text(events.front().created_micros), &out);
  out.push_back(',');
  add_text("approximateArrivalOfLastRecord", seconds_text(events.back().created_micros), &out);
  out += fmt::format(",\"batchSize\":{},", events.size());
  add_text("streamArn", trigger_.stream_arn, &out);
  out.append("},");
  add_text("payload", payload(events, window), &out);
  return out.append("}");
}

base::Task<> TriggerDelivery::discard(std::vector<TriggerEvent> events, std::string_view condition,
                                      const History& history, const WindowTurn* window) const {
  base::log_warning("functions", "trigger {} gives up {} records of {}", trigger_.id, events.size(),
                    trigger_.stream_arn);
  const auto bucket = bucket_of(trigger_.on_failure);
  if (events.empty() || !bucket) co_return;
  auto function = co_await services_.registry.find(trigger_.scope, trigger_.function_name);
  const Configuration* configuration = function.ok() ? function->find(trigger_.qualifier) : nullptr;
  if (configuration == nullptr) co_return;
  const std::string folder = fmt::format("aws/lambda/{}/{}", trigger_.id, shard_id_);
  std::string record = failure_record(events, condition, history, window);
  auto put =
      co_await services_.destinations.put(*function, configuration->role, *bucket, folder, std::move(record));
  if (!put.ok())
    base::log_warning("functions", "trigger {} cannot keep what it gives up: {}", trigger_.id,
                      put.error().message);
}

base::Task<bool> TriggerDelivery::deliver(std::vector<TriggerEvent> events, WindowTurn* window) const {
  History history;
  std::int64_t retries = 0;
  std::chrono::milliseconds backoff = kFirstBackoff;
  const bool is_final = window != nullptr && window->is_final;
  for (;;) {
    auto expired = take_expired(trigger_.max_age_seconds, services_.clock.unix_micros(), &events);
    if (!expired.empty()) co_await discard(std::move(expired), "RecordAgeExceeded", history, window);
    if (events.empty() && !is_final) co_return true;
    if (stopped()) co_return false;
    Attempt attempt = co_await send(events, window);
    if (attempt.ok) {
      if (window != nullptr) window->state = std::move(attempt.state);
      co_return true;
    }
    if (stopped()) co_return false;
    const bool invoked = attempt.invoked;
    if (invoked) ++history.invocations;
    if (attempt.first_failed) {
      const std::uint64_t first = *attempt.first_failed;
      std::erase_if(events, [&](const TriggerEvent& event) { return event.sequence < first; });
      if (window != nullptr) window->state = attempt.state;
      if (events.empty()) co_return true;
    }
    history.last = std::move(attempt);
    // A function that cannot be called at all is tried for as long as the records last. Halving a batch is no
    // retry.
    const bool halves = invoked && trigger_.bisect && events.size() > 1;
    if (invoked && !halves && trigger_.max_retries != kForEver && retries++ >= trigger_.max_retries) {
      co_await discard(std::move(events), "RetryAttemptsExhausted", history, window);
      co_return true;
    }
    co_await pause_unless(stopped_, backoff);
    backoff = std::min(backoff * 2, kLastBackoff);
    if (!halves) continue;
    const auto middle = events.begin() + static_cast<std::ptrdiff_t>(events.size() / 2);
    std::vector<TriggerEvent> front(std::make_move_iterator(events.begin()), std::make_move_iterator(middle));
    events.erase(events.begin(), middle);
    const bool delivered = co_await deliver(std::move(front), window);
    if (!delivered) co_return false;
  }
}

}  // namespace stator::functions
