#include "functions/trigger_runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <span>

#include "base/log.h"
#include "base/time_slice.h"
#include "db/stream/names.h"
#include "db/stream/record_json.h"
#include "keyspace/keys.h"
#include "records/records.h"

namespace stator::functions {
namespace {

using db::stream::Position;

// Between two looks at a shard that had nothing new, where no commit announces something; and after a commit
// that announced something of another shard.
constexpr std::chrono::milliseconds kPollPause{100};
constexpr std::chrono::milliseconds kLeastPause{5};
// Between two looks at the list of shards.
constexpr std::chrono::milliseconds kShardPause{1000};
constexpr std::chrono::milliseconds kSavePause{200};
constexpr std::size_t kMaxStateBytes = 1 << 20;  // AWS's limit for the state of a window
// How long after its end a window waits for records that were being written then.
constexpr std::int64_t kWindowGraceSeconds = 2;
constexpr std::int64_t kMicrosPerSecond = 1'000'000;

std::int64_t window_start(const TriggerEvent& event, std::int64_t length_seconds) {
  const std::int64_t seconds = event.created_micros / kMicrosPerSecond;
  return seconds - seconds % length_seconds;
}

std::vector<TriggerEvent> take_front(std::size_t count, std::span<TriggerEvent>* events) {
  std::vector<TriggerEvent> taken(
      std::make_move_iterator(events->begin()),
      std::make_move_iterator(events->begin() + static_cast<std::ptrdiff_t>(count)));
  *events = events->subspan(count);
  return taken;
}

}  // namespace

void TriggerRunner::spawn() { tasks_.spawn_on(services_.background, run()); }

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
    tasks_.spawn_on(services_.background, run_shard(stream, shard.name));
  }
  co_return base::Ok{};
}

base::Task<> TriggerRunner::wait_for(storage::AppendSignal::Listener& news, bool* woken) {
  if (*woken) co_await base::sleep_for(kLeastPause);
  const bool appended = co_await news.wait(kPollPause);
  *woken = appended;
}

base::Task<bool> TriggerRunner::save(std::uint64_t shard, TriggerPosition position) {
  while (!stopped()) {
    storage::Commit commit;
    commit.writes.push_back(
        {position_key(trigger_.id, shard), records::encode(kTriggerPositionRecord, &position)});
    auto done = co_await storage::commit(services_.engine, std::move(commit));
    if (done.ok()) co_return true;
    co_await pause(kSavePause);
  }
  co_return false;
}

base::Task<> TriggerRunner::run_shard(db::stream::Stream stream, db::stream::ShardName name) {
  const std::uint64_t shard = name.number;
  auto kept = co_await records::get<TriggerPosition>(services_.engine, kTriggerPositionRecord,
                                                     position_key(trigger_.id, shard));
  std::optional<Position> position;
  TriggerPosition at;
  if (kept.ok() && kept->exists()) {
    at = std::move(kept->value);
    position = Position{shard, static_cast<std::uint64_t>(at.sequence)};
  } else if (kept.ok()) {
    auto begin = co_await services_.streams.position(stream, name, db::stream::StartAt::kTrimHorizon, 0);
    if (begin.ok()) position = *begin;
  }
  const TriggerDelivery delivery(services_, trigger_, db::stream::shard_id(name), stopped_, &last_result_);
  const bool has_windows = trigger_.tumbling_seconds > 0;
  EventFilter filter(trigger_.filters);
  storage::AppendSignal::Listener news(services_.appended, stream.log_group);
  bool woken = false;
  while (position && !stopped()) {
    if (!allowed_.load(std::memory_order_relaxed)) {
      co_await pause(kShardPause);
      continue;
    }
    const Position before = *position;
    BatchMemory::Share memory(services_.batch_memory);
    auto events = co_await collect(stream, news, &position, &filter, &memory);
    if (stopped()) break;
    const bool moved = !position || position->sequence != before.sequence;
    const bool over = has_windows && !moved && window_is_over(at);
    if (!moved && !over) {
      co_await wait_for(news, &woken);
      continue;
    }
    note_undelivered(shard, events);
    bool delivered = true;
    if (!has_windows) {
      if (!events.empty()) delivered = co_await deliver_all(delivery, std::move(events));
    } else {
      delivered = co_await deliver_windows(delivery, shard, std::move(events), &at);
      // A window does not go on in the next shards.
      if (delivered && at.window_start != 0 && (over || !position))
        delivered = co_await close_window(delivery, shard, false, &at);
    }
    if (!delivered) break;
    note_undelivered(shard, {});
    at.sequence = static_cast<std::int64_t>(position ? position->sequence : before.sequence);
    at.done = !position;
    const bool saved = co_await save(shard, at);
    if (!saved) break;
  }
  note_undelivered(shard, {});
  std::erase(running_, shard);
}

void TriggerRunner::note_undelivered(std::uint64_t shard, const std::vector<TriggerEvent>& events) {
  std::lock_guard lock(lag_mutex_);
  if (events.empty()) {
    undelivered_.erase(shard);
  } else {
    undelivered_[shard] = events.front().created_micros;
  }
}

std::int64_t TriggerRunner::oldest_micros() const {
  std::int64_t oldest = 0;
  std::lock_guard lock(lag_mutex_);
  for (const auto& [shard, micros] : undelivered_)
    if (oldest == 0 || micros < oldest) oldest = micros;
  return oldest;
}

base::Task<std::size_t> TriggerRunner::add_page(const db::stream::Stream& stream,
                                                const db::stream::RecordPage& page, EventFilter* filter,
                                                std::vector<TriggerEvent>* events) const {
  std::size_t bytes = 0;
  base::TimeSlice slice;
  for (const db::stream::Record& record : page.records) {
    co_await slice.pause_if_used_up();
    if (stopped()) co_return bytes;
    TriggerEvent event;
    event.sequence = record.sequence;
    event.created_micros = record.commit_time_micros;
    db::stream::write_record(stream, record, &event.json);
    bytes += event.json.size();
    const bool matches = co_await filter->matches(event.json);
    if (!matches) continue;
    event.json.pop_back();
    event.json.append(",\"eventSourceARN\":\"").append(trigger_.stream_arn).append("\"}");
    if (trigger_.parallelization > 1) {
      const std::size_t begin = event.json.find("\"Keys\":"), end = event.json.find('}', begin);
      event.key_hash = keyspace::stable_hash(std::string_view(event.json).substr(begin, end - begin));
    }
    events->push_back(std::move(event));
  }
  co_return bytes;
}

// The next batch that matches the filter, and the position behind it. It is full, or its window is over, or
// the shard is at its end.
base::Task<std::vector<TriggerEvent>> TriggerRunner::collect(const db::stream::Stream& stream,
                                                             storage::AppendSignal::Listener& news,
                                                             std::optional<Position>* position,
                                                             EventFilter* filter,
                                                             BatchMemory::Share* memory) {
  const auto wanted = static_cast<std::size_t>(trigger_.batch_size * trigger_.parallelization);
  std::vector<TriggerEvent> events;
  std::size_t looked_at = 0, bytes_looked_at = 0;  // records
  std::int64_t first_seen_micros = 0;
  bool woken = false;
  while (*position && !stopped() && events.size() < wanted && memory->left() > 0) {
    std::size_t limit = std::min(db::stream::kMaxPageRecords, wanted - events.size());
    if (memory->is_short()) {  // as many as fit, by the size of those before
      const std::size_t each = looked_at == 0 ? memory->left() : bytes_looked_at / looked_at;
      limit = std::clamp<std::size_t>(memory->left() / each, 1, limit);
    }
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
    const std::size_t bytes = co_await add_page(stream, *page, filter, &events);
    bytes_looked_at += bytes;
    looked_at += page->records.size();
    for (std::size_t i = had; i < events.size(); ++i) memory->add(events[i].json.size());
    if (!events.empty() && first_seen_micros == 0) first_seen_micros = services_.clock.unix_micros();
    const bool empty = page->records.empty();
    *position = page->next;
    if (!empty) continue;
    const std::int64_t waited = services_.clock.unix_micros() - first_seen_micros;
    if (events.empty() || waited >= trigger_.window_seconds * 1'000'000) break;
    co_await wait_for(news, &woken);
  }
  co_return events;
}

base::Task<> TriggerRunner::deliver_part(const TriggerDelivery& delivery, std::vector<TriggerEvent> events,
                                         bool* ok) {
  const auto limit = static_cast<std::size_t>(trigger_.batch_size);
  for (std::span<TriggerEvent> rest = events; !rest.empty();) {
    const std::size_t length = batch_length(rest, limit, 0);
    std::vector<TriggerEvent> batch = take_front(length, &rest);
    const bool delivered = co_await delivery.deliver(std::move(batch), nullptr);
    if (!delivered) {
      *ok = false;
      co_return;
    }
  }
}

// Records of one item stay in one part, in their order.
base::Task<bool> TriggerRunner::deliver_all(const TriggerDelivery& delivery,
                                            std::vector<TriggerEvent> events) {
  const auto parts = static_cast<std::size_t>(trigger_.parallelization);
  std::vector<std::vector<TriggerEvent>> split(parts);
  for (TriggerEvent& event : events) split[event.key_hash % parts].push_back(std::move(event));
  bool ok = true;
  base::TaskGroup group;
  for (std::vector<TriggerEvent>& part : split) {
    if (!part.empty()) group.spawn(deliver_part(delivery, std::move(part), &ok));
  }
  co_await group.wait();
  co_return ok;
}

bool TriggerRunner::window_is_over(const TriggerPosition& at) const {
  return at.window_start != 0 &&
         services_.clock.unix_seconds() >= at.window_start + trigger_.tumbling_seconds + kWindowGraceSeconds;
}

base::Task<bool> TriggerRunner::close_window(const TriggerDelivery& delivery, std::uint64_t shard, bool early,
                                             TriggerPosition* at) {
  WindowTurn turn{at->window_start, at->state, true, early};
  std::vector<TriggerEvent> none;
  const bool delivered = co_await delivery.deliver(std::move(none), &turn);
  if (!delivered) co_return false;
  at->window_start = 0;
  at->state.clear();
  const bool saved = co_await save(shard, *at);
  co_return saved;
}

base::Task<bool> TriggerRunner::deliver_windows(const TriggerDelivery& delivery, std::uint64_t shard,
                                                std::vector<TriggerEvent> events, TriggerPosition* at) {
  const auto limit = static_cast<std::size_t>(trigger_.batch_size);
  for (std::span<TriggerEvent> rest = events; !rest.empty();) {
    const std::int64_t start = window_start(rest.front(), trigger_.tumbling_seconds);
    if (at->window_start != 0 && start > at->window_start) {
      const bool closed = co_await close_window(delivery, shard, false, at);
      if (!closed) co_return false;
    }
    // A record that comes late belongs to the window that is open.
    at->window_start = std::max(start, at->window_start);
    const std::span<TriggerEvent> first = rest.first(std::min(limit, rest.size()));
    const auto behind = std::ranges::find_if(first, [&](const TriggerEvent& event) {
      return window_start(event, trigger_.tumbling_seconds) > at->window_start;
    });
    const std::span<TriggerEvent> of_window(first.begin(), behind);
    std::vector<TriggerEvent> batch = take_front(batch_length(of_window, limit, at->state.size()), &rest);
    const std::uint64_t last = batch.back().sequence;
    WindowTurn turn{at->window_start, at->state, false, false};
    const bool delivered = co_await delivery.deliver(std::move(batch), &turn);
    if (!delivered) co_return false;
    at->state = std::move(turn.state);
    at->sequence = static_cast<std::int64_t>(last + 1);
    const bool saved = co_await save(shard, *at);
    if (!saved) co_return false;
    if (at->state.size() <= kMaxStateBytes) continue;
    const bool closed = co_await close_window(delivery, shard, true, at);
    if (!closed) co_return false;
  }
  co_return true;
}

}  // namespace stator::functions
