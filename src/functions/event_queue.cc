#include "functions/event_queue.h"

#include <algorithm>

#include "functions/code_store.h"
#include "functions/record_shapes.h"
#include "keyspace/keys.h"
#include "records/records.h"

namespace stator::functions {

namespace {

using namespace aws::protocol;  // the vocabulary of shape tables

constexpr Member kSourceMembers[] = {
    member<&EventSource::service>("service", kText),
    member<&EventSource::arn>("arn", kText),
    member<&EventSource::account>("account", kText),
};
constexpr Structure kSourceStructure{"source", kSourceMembers};
constexpr auto kSource = aws::protocol::structure_shape<EventSource>(kSourceStructure);

constexpr Member kEventMembers[] = {
    member<&QueuedEvent::id>("id", kText),
    member<&QueuedEvent::scope>("scope", kScope),
    member<&QueuedEvent::function_name>("function", kText),
    member<&QueuedEvent::qualifier>("qualifier", kText),
    member<&QueuedEvent::payload>("payload", kText),
    member<&QueuedEvent::client_context>("clientContext", kText),
    member<&QueuedEvent::queued_millis>("queued", kNumber),
    member<&QueuedEvent::source>("source", kSource),
    member<&QueuedEvent::has_turn>("hasTurn", kFlag),
};
constexpr Structure kEventRecord{"queued event", kEventMembers};

constexpr Member kTurnMembers[] = {
    member<&EventTurn::id>("id", kText),
    member<&EventTurn::due_millis>("due", kNumber),
    member<&EventTurn::payload_bytes>("payloadBytes", kNumber),
    member<&EventTurn::invocations>("invocations", kNumber),
    member<&EventTurn::failures>("failures", kNumber),
    member<&EventTurn::refusals>("refusals", kNumber),
};
constexpr Structure kTurnRecord{"turn of an event", kTurnMembers};

// Of all accounts together, as are the turns: a start has to find them.
keyspace::KeyBuilder events() {
  keyspace::KeyBuilder key = scoped_key({});
  key.bytes("event");
  return key;
}
std::string event_key(std::string_view id) { return events().bytes(id).take(); }

keyspace::KeyBuilder turns() {
  keyspace::KeyBuilder key = scoped_key({});
  key.bytes("turn");
  return key;
}
std::string turns_from(std::int64_t due_millis) {
  return turns().u64(static_cast<std::uint64_t>(std::max<std::int64_t>(0, due_millis))).take();
}
std::string turn_key(const EventTurn& turn) {
  return turns().u64(static_cast<std::uint64_t>(turn.due_millis)).bytes(turn.id).take();
}

void write(const EventTurn& turn, storage::Commit* commit) {
  commit->writes.push_back({turn_key(turn), records::encode(kTurnRecord, &turn)});
}

}  // namespace

EventTurn first_turn(const QueuedEvent& event) {
  EventTurn turn;
  turn.id = event.id;
  turn.due_millis = event.queued_millis;
  turn.payload_bytes = static_cast<std::int64_t>(event.payload.size());
  return turn;
}

base::Task<Result<base::Ok>> EventQueue::commit(storage::Commit commit) {
  auto done = co_await storage::commit(engine_, std::move(commit));
  if (!done.ok()) co_return to_failure(done.error());
  co_return base::Ok{};
}

void EventQueue::add_to(storage::Commit* commit, QueuedEvent event) {
  event.has_turn = true;
  commit->writes.push_back({event_key(event.id), records::encode(kEventRecord, &event)});
  write(first_turn(event), commit);
}

base::Task<Result<base::Ok>> EventQueue::add(QueuedEvent event) {
  storage::Commit change;
  add_to(&change, std::move(event));
  auto done = co_await commit(std::move(change));
  co_return done;
}

base::Task<Result<std::vector<EventTurn>>> EventQueue::due(std::int64_t from_millis,
                                                           std::int64_t until_millis, std::size_t limit) {
  storage::KeyRange range{turns_from(from_millis), turns_from(until_millis + 1)};
  auto found = co_await records::list(engine_, std::move(range), limit);
  if (!found.ok()) co_return to_failure(found.error());
  std::vector<EventTurn> due;
  for (const records::Found& entry : *found) {
    auto decoded = records::decode(kTurnRecord, entry.value, &due.emplace_back());
    if (!decoded.ok()) co_return to_failure(decoded.error());
  }
  co_return due;
}

base::Task<Result<std::optional<QueuedEvent>>> EventQueue::find(EventTurn turn) {
  const std::string key = turn_key(turn);
  auto still = co_await engine_.get_one(key);
  if (!still.ok()) co_return to_failure(still.error());
  if (!still->exists()) co_return std::optional<QueuedEvent>();
  auto kept = co_await records::get<QueuedEvent>(engine_, kEventRecord, event_key(turn.id));
  if (!kept.ok()) co_return to_failure(kept.error());
  if (!kept->exists()) co_return std::optional<QueuedEvent>();
  co_return std::optional<QueuedEvent>(std::move(kept->value));
}

base::Task<Result<base::Ok>> EventQueue::postpone(EventTurn turn, EventTurn next) {
  storage::Commit change;
  change.writes.push_back({turn_key(turn), std::nullopt});
  write(next, &change);
  auto done = co_await commit(std::move(change));
  co_return done;
}

base::Task<Result<base::Ok>> EventQueue::remove(EventTurn turn) {
  storage::Commit change;
  change.writes.push_back({turn_key(turn), std::nullopt});
  change.writes.push_back({event_key(turn.id), std::nullopt});
  auto done = co_await commit(std::move(change));
  co_return done;
}

base::Task<Result<base::Ok>> EventQueue::remove_turn(EventTurn turn) {
  storage::Commit change;
  change.writes.push_back({turn_key(turn), std::nullopt});
  auto done = co_await commit(std::move(change));
  co_return done;
}

base::Task<Result<base::Ok>> EventQueue::adopt(std::function<bool()> stopped) {
  std::optional<storage::KeyRange> rest = keyspace::prefix_range(events().view());
  while (rest && !stopped()) {
    auto page = co_await engine_.scan(std::move(*rest), storage::Direction::kForward, {});
    if (!page.ok()) co_return to_failure(page.error());
    for (const storage::ScanPage::Entry& entry : page->entries()) {
      QueuedEvent event;
      auto decoded = records::decode(kEventRecord, entry.value, &event);
      if (!decoded.ok()) co_return to_failure(decoded.error());
      if (event.has_turn) continue;
      auto added = co_await add(std::move(event));
      if (!added.ok()) co_return std::move(added).error();
    }
    rest = page->rest();
    co_await base::yield();
  }
  co_return base::Ok{};
}

}  // namespace stator::functions
