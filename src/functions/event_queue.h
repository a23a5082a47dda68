// Invocations that nobody waits for, until they have worked or are given up: kept in the database, so that a
// server that is started again goes on with them.
//
// Thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/task.h"
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
};

class EventQueue {
 public:
  // The engine outlives this.
  explicit EventQueue(storage::Engine& engine) : engine_(engine) {}

  base::Task<Result<base::Ok>> add(const QueuedEvent& event);
  base::Task<Result<base::Ok>> remove(std::string id);
  base::Task<Result<std::vector<QueuedEvent>>> list();

 private:
  storage::Engine& engine_;
};

}  // namespace stator::functions
