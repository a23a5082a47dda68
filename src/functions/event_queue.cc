#include "functions/event_queue.h"

#include "functions/code_store.h"
#include "functions/record_shapes.h"
#include "keyspace/keys.h"
#include "records/records.h"

namespace stator::functions {

namespace {

using namespace aws::protocol;  // the vocabulary of shape tables

constexpr Member kEventMembers[] = {
    member<&QueuedEvent::id>("id", kText),
    member<&QueuedEvent::scope>("scope", kScope),
    member<&QueuedEvent::function_name>("function", kText),
    member<&QueuedEvent::qualifier>("qualifier", kText),
    member<&QueuedEvent::payload>("payload", kText),
    member<&QueuedEvent::client_context>("clientContext", kText),
    member<&QueuedEvent::queued_millis>("queued", kNumber),
};
constexpr Structure kEventRecord{"queued event", kEventMembers};

// Of all accounts together: a start has to find them.
keyspace::KeyBuilder events() {
  keyspace::KeyBuilder key = scoped_key({});
  key.bytes("event");
  return key;
}

}  // namespace

base::Task<Result<base::Ok>> EventQueue::add(const QueuedEvent& event) {
  storage::Commit commit;
  commit.writes.push_back({events().bytes(event.id).take(), records::encode(kEventRecord, &event)});
  auto done = co_await storage::commit(engine_, std::move(commit));
  if (!done.ok()) co_return to_failure(done.error());
  co_return base::Ok{};
}

base::Task<Result<base::Ok>> EventQueue::remove(std::string id) {
  storage::Commit commit;
  commit.writes.push_back({events().bytes(id).take(), std::nullopt});
  auto done = co_await storage::commit(engine_, std::move(commit));
  if (!done.ok()) co_return to_failure(done.error());
  co_return base::Ok{};
}

base::Task<Result<std::vector<QueuedEvent>>> EventQueue::list() {
  auto found = co_await records::list(engine_, keyspace::prefix_range(events().view()), SIZE_MAX);
  if (!found.ok()) co_return to_failure(found.error());
  std::vector<QueuedEvent> queued;
  for (const records::Found& entry : *found) {
    auto decoded = records::decode(kEventRecord, entry.value, &queued.emplace_back());
    if (!decoded.ok()) co_return to_failure(decoded.error());
  }
  co_return queued;
}

}  // namespace stator::functions
