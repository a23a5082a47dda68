// Invocations that nobody waits for, until they have worked or are given up: kept in the database, so that a
// server that is started again goes on with them, and those whose turn has not come take no memory.
//
// Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/task.h"
#include "functions/event_source.h"
#include "functions/failure.h"
#include "functions/function.h"
#include "storage/engine.h"

namespace stator::functions {

struct QueuedEvent {
  std::string id;  // a UUID
  Scope scope;
  std::string function_name;
  std::string qualifier;  // a version or alias; empty: $LATEST
  std::string payload;    // JSON
  std::string client_context;
  std::int64_t queued_millis = 0;
  EventSource source;
  bool has_turn = false;  // only older versions of the server leave events without
};

// When an event is tried next, and what has become of it so far.
struct EventTurn {
  std::string id;
  std::int64_t due_millis = 0;
  std::int64_t payload_bytes = 0;
  std::int64_t invocations = 0;
  std::int64_t failures = 0;  // of the function
  std::int64_t refusals = 0;  // how often it could not be called
};

// At once.
EventTurn first_turn(const QueuedEvent& event);

class EventQueue {
 public:
  // The engine outlives this.
  explicit EventQueue(storage::Engine& engine) : engine_(engine) {}

  // With its first turn.
  base::Task<Result<base::Ok>> add(QueuedEvent event);
  static void add_to(storage::Commit* commit, QueuedEvent event);
  // In the order in which they are due: at most `limit` of those that are, at `until_millis`. Those before
  // `from_millis` are left out.
  base::Task<Result<std::vector<EventTurn>>> due(std::int64_t from_millis, std::int64_t until_millis,
                                                 std::size_t limit);
  // Nothing: it is gone, or has another turn by now.
  base::Task<Result<std::optional<QueuedEvent>>> find(EventTurn turn);
  base::Task<Result<base::Ok>> postpone(EventTurn turn, EventTurn next);
  base::Task<Result<base::Ok>> remove(EventTurn turn);
  // Without its event, which may have another one.
  base::Task<Result<base::Ok>> remove_turn(EventTurn turn);
  // Gives a turn to what has none. Reads all that waits, until `stopped` says so.
  base::Task<Result<base::Ok>> adopt(std::function<bool()> stopped);

 private:
  base::Task<Result<base::Ok>> commit(storage::Commit commit);

  storage::Engine& engine_;
};

}  // namespace stator::functions
