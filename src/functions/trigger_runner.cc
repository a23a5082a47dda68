#include "functions/trigger_runner.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json_parser.h"
#include "base/log.h"
#include "db/stream/record_json.h"
#include "keyspace/keys.h"
#include "records/records.h"

namespace stator::functions {
namespace {

using db::stream::Position;

// Between two looks at a shard that had nothing new, and at the list of shards.
constexpr std::chrono::milliseconds kPollPause{100};
constexpr std::chrono::milliseconds kShardPause{1000};
constexpr std::chrono::milliseconds kFirstBackoff{200}, kLastBackoff{30'000};
constexpr std::size_t kMaxBatchBytes = 6'000'000;  // AWS's limit for what a function gets

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

}  // namespace

void TriggerRunner::spawn() { tasks_.spawn_on(services_.background, run()); }

base::Task<> TriggerRunner::pause(std::chrono::milliseconds time) {
  constexpr std::chrono::milliseconds kStep{100};
  for (; time.count() > 0 && !stopped(); time -= std::min(time, kStep)) {
    const auto step = std::min(time, kStep);
    co_await base::sleep_for(step);
  }
}

base::Task<> TriggerRunner::run() {
  co_await base::yield();  // whoever started this holds a lock
  while (!stopped()) {
    db::table::Scope scope{trigger_.scope.account, trigger_.scope.region};
    auto stream =
        co_await services_.streams.find(std::move(scope), trigger_.table_name, trigger_.stream_label);
    const bool allowed = co_await Triggers::may_read(services_, trigger_);
    if (allowed_.exchange(allowed, std::memory_order_relaxed) && !allowed)
      base::log_warning("functions", "trigger {} has to wait: its role may not read {}", trigger_.id,
                        trigger_.stream_arn);
    if (stream.ok() && allowed) {
      auto looked = co_await look_at_shards(*stream);
      if (!looked.ok() && !std::exchange(warned_, true))
        base::log_warning("functions", "trigger {} has to wait: {}", trigger_.id, looked.error().message);
    }
    co_await pause(kShardPause);
  }
}

base::Task<db::stream::Result<base::Ok>> TriggerRunner::look_at_shards(const db::stream::Stream& stream) {
  db::stream::ShardRequest request;
  request.limit = SIZE_MAX;
  auto page = co_await services_.streams.shards(stream, request);
  if (!page.ok()) co_return std::move(page).error();
  std::vector<std::uint64_t> unfinished;
  for (const db::stream::Shard& shard : page->shards) {
    auto position = co_await records::get<TriggerPosition>(services_.engine, kTriggerPositionRecord,
                                                           position_key(trigger_.id, shard.name.number));
    if (!position.ok()) co_return db::stream::to_failure(position.error());
    if (position->value.done) continue;
    unfinished.push_back(shard.name.number);
    const bool waits = shard.parent && std::find(unfinished.begin(), unfinished.end(),
                                                 shard.parent->number) != unfinished.end();
    const bool runs = std::find(running_.begin(), running_.end(), shard.name.number) != running_.end();
    if (waits || runs || stopped()) continue;
    running_.push_back(shard.name.number);
    tasks_.spawn_on(services_.background, run_shard(stream, shard.name.number, shard.name.created_millis));
  }
  co_return base::Ok{};
}

base::Task<bool> TriggerRunner::save(std::uint64_t shard, TriggerPosition position) {
  while (!stopped()) {
    storage::Commit commit;
    commit.writes.push_back(
        {position_key(trigger_.id, shard), records::encode(kTriggerPositionRecord, &position)});
    auto done = co_await storage::commit(services_.engine, std::move(commit));
    if (done.ok()) co_return true;
    co_await pause(kFirstBackoff);
  }
  co_return false;
}

base::Task<> TriggerRunner::run_shard(db::stream::Stream stream, std::uint64_t shard,
                                      std::int64_t created_millis) {
  auto kept = co_await records::get<TriggerPosition>(services_.engine, kTriggerPositionRecord,
                                                     position_key(trigger_.id, shard));
  std::optional<Position> position;
  if (kept.ok() && kept->exists()) {
    position = Position{shard, static_cast<std::uint64_t>(kept->value.sequence)};
  } else if (kept.ok()) {
    auto begin = co_await services_.streams.position(stream, {shard, created_millis},
                                                     db::stream::StartAt::kTrimHorizon, 0);
    if (begin.ok()) position = *begin;
  }
  EventFilter filter(trigger_.filters);
  while (position && !stopped()) {
    if (!allowed_.load(std::memory_order_relaxed)) {
      co_await pause(kShardPause);
      continue;
    }
    const Position before = *position;
    auto events = co_await collect(stream, &position, &filter);
    if (stopped()) break;
    const bool moved = !position || position->sequence != before.sequence;
    if (!moved) {
      co_await pause(kPollPause);
      continue;
    }
    bool delivered = true;
    if (!events.empty()) delivered = co_await deliver_all(std::move(events));
    if (!delivered) break;
    TriggerPosition reached;
    reached.sequence = static_cast<std::int64_t>(position ? position->sequence : before.sequence);
    reached.done = !position;
    const bool saved = co_await save(shard, reached);
    if (!saved) break;
  }
  std::erase(running_, shard);
}

void TriggerRunner::add_page(const db::stream::Stream& stream, const db::stream::RecordPage& page,
                             EventFilter* filter, std::vector<TriggerEvent>* events) const {
  for (const db::stream::Record& record : page.records) {
    TriggerEvent event;
    event.sequence = record.sequence;
    event.created_micros = record.commit_time_micros;
    db::stream::write_record(stream, record, &event.json);
    if (!filter->matches(event.json)) continue;
    event.json.pop_back();
    event.json.append(",\"eventSourceARN\":\"").append(trigger_.stream_arn).append("\"}");
    if (trigger_.parallelization > 1) {
      const std::size_t begin = event.json.find("\"Keys\":"), end = event.json.find('}', begin);
      event.key_hash = keyspace::stable_hash(std::string_view(event.json).substr(begin, end - begin));
    }
    events->push_back(std::move(event));
  }
}

// The next batch that matches the filter, and the position behind it. It is full, or its window is over, or
// the shard is at its end.
base::Task<std::vector<TriggerEvent>> TriggerRunner::collect(const db::stream::Stream& stream,
                                                             std::optional<Position>* position,
                                                             EventFilter* filter) {
  const auto wanted = static_cast<std::size_t>(trigger_.batch_size * trigger_.parallelization);
  std::vector<TriggerEvent> events;
  std::size_t bytes = 0;
  std::int64_t first_seen_micros = 0;
  while (*position && !stopped() && events.size() < wanted && bytes < kMaxBatchBytes) {
    const std::size_t limit = std::min(db::stream::kMaxPageRecords, wanted - events.size());
    const Position at = **position;
    auto page = co_await services_.streams.read(stream, at, limit);
    if (!page.ok()) {
      if (page.error().kind == db::stream::FailureKind::kTrimmed) {
        // Older than a day: AWS's triggers go on with the oldest record there is.
        db::stream::ShardRequest request;
        request.limit = SIZE_MAX;
        auto shards = co_await services_.streams.shards(stream, request);
        std::optional<Position> oldest;
        if (shards.ok()) {
          for (const db::stream::Shard& shard : shards->shards) {
            if (shard.name.number == at.shard) oldest = Position{at.shard, shard.first_sequence};
          }
          *position = oldest;
        }
      }
      break;
    }
    const std::size_t had = events.size();
    add_page(stream, *page, filter, &events);
    for (std::size_t i = had; i < events.size(); ++i) bytes += events[i].json.size();
    if (!events.empty() && first_seen_micros == 0) first_seen_micros = services_.clock.unix_micros();
    const bool empty = page->records.empty();
    *position = page->next;
    if (!empty) continue;
    const std::int64_t waited = services_.clock.unix_micros() - first_seen_micros;
    if (events.empty() || waited >= trigger_.window_seconds * 1'000'000) break;
    co_await pause(kPollPause);
  }
  co_return events;
}

base::Task<> TriggerRunner::deliver_part(std::vector<TriggerEvent> events, bool* ok) {
  const auto size = static_cast<std::size_t>(trigger_.batch_size);
  for (std::size_t begin = 0; begin < events.size(); begin += size) {
    const auto end = std::min(begin + size, events.size());
    std::vector<TriggerEvent> batch(
        std::make_move_iterator(events.begin() + static_cast<std::ptrdiff_t>(begin)),
        std::make_move_iterator(events.begin() + static_cast<std::ptrdiff_t>(end)));
    const bool delivered = co_await deliver(std::move(batch));
    if (!delivered) {
      *ok = false;
      co_return;
    }
  }
}

// Records of one item stay in one part, in their order.
base::Task<bool> TriggerRunner::deliver_all(std::vector<TriggerEvent> events) {
  const auto parts = static_cast<std::size_t>(trigger_.parallelization);
  std::vector<std::vector<TriggerEvent>> split(parts);
  for (TriggerEvent& event : events) split[event.key_hash % parts].push_back(std::move(event));
  bool ok = true;
  base::TaskGroup group;
  for (std::vector<TriggerEvent>& part : split) {
    if (!part.empty()) group.spawn(deliver_part(std::move(part), &ok));
  }
  co_await group.wait();
  co_return ok;
}

void TriggerRunner::drop_expired(std::vector<TriggerEvent>* events) const {
  if (trigger_.max_age_seconds == kForEver) return;
  const std::int64_t oldest = services_.clock.unix_micros() - trigger_.max_age_seconds * 1'000'000;
  std::erase_if(*events, [&](const TriggerEvent& event) { return event.created_micros < oldest; });
}

base::Task<TriggerRunner::Outcome> TriggerRunner::send(const std::vector<TriggerEvent>& events) {
  Outcome outcome;
  auto function = co_await services_.registry.find(trigger_.scope, trigger_.function_name);
  if (!function.ok()) co_return outcome;
  InvocationRequest request;
  request.qualifier = trigger_.qualifier;
  request.payload = "{\"Records\":[";
  for (const TriggerEvent& event : events) {
    if (&event != &events.front()) request.payload.push_back(',');
    request.payload.append(event.json);
  }
  request.payload.append("]}");
  auto answer = co_await services_.invoker.invoke(std::move(*function), std::move(request));
  if (!answer.ok() || !answer->function_error.empty()) co_return outcome;
  outcome.ok = true;
  if (!trigger_.reports_failures) co_return outcome;
  const auto failed = failed_items(answer->payload);
  if (!failed) {
    outcome.ok = false;
  } else if (!failed->empty()) {
    outcome.ok = false;
    outcome.first_failed = *std::min_element(failed->begin(), failed->end());
  }
  co_return outcome;
}

base::Task<bool> TriggerRunner::deliver(std::vector<TriggerEvent> events) {
  std::int64_t retries = 0;
  std::chrono::milliseconds backoff = kFirstBackoff;
  for (;;) {
    drop_expired(&events);
    if (events.empty()) co_return true;
    if (stopped()) co_return false;
    const Outcome outcome = co_await send(events);
    if (outcome.ok) co_return true;
    if (stopped()) co_return false;
    if (outcome.first_failed) {
      const std::uint64_t first = *outcome.first_failed;
      std::erase_if(events, [&](const TriggerEvent& event) { return event.sequence < first; });
      if (events.empty()) co_return true;
    }
    if (trigger_.max_retries != kForEver && retries++ >= trigger_.max_retries) {
      base::log_warning("functions", "trigger {} gives up {} records of {}", trigger_.id, events.size(),
                        trigger_.stream_arn);
      co_return true;
    }
    co_await pause(backoff);
    backoff = std::min(backoff * 2, kLastBackoff);
    if (!trigger_.bisect || events.size() < 2) continue;
    const auto middle = events.begin() + static_cast<std::ptrdiff_t>(events.size() / 2);
    std::vector<TriggerEvent> front(std::make_move_iterator(events.begin()), std::make_move_iterator(middle));
    events.erase(events.begin(), middle);
    const bool delivered = co_await deliver(std::move(front));
    if (!delivered) co_return false;
  }
}

}  // namespace stator::functions
