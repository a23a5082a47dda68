// An attempt of an invocation that nobody waits for, and where its outcome goes.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/task.h"
#include "functions/destinations.h"
#include "functions/event_queue.h"
#include "functions/invoker.h"
#include "functions/registry.h"
#include "functions/roles.h"

namespace stator::functions {

class AsyncInvoker;

// Lives until run() has returned.
class AsyncDelivery {
 public:
  // All outlive it.
  struct Services {
    Invoker& invoker;
    Registry& registry;
    Roles& roles;
    Destinations& destinations;
    base::Clock& clock;
    bool enforced = false;  // policies of functions decide which services may send events
  };

  // `others` invokes the functions that are told of the outcome.
  AsyncDelivery(const Services& services, AsyncInvoker& others, QueuedEvent event, EventTurn turn)
      : services_(services), others_(others), event_(std::move(event)), turn_(std::move(turn)) {}

  // The turn that the event gets next; the same one, if the server stops. Nothing: it has worked, or is given
  // up.
  base::Task<std::optional<EventTurn>> run();

 private:
  enum class Attempt : std::uint8_t { kWorked, kFailed, kNotCalled, kGone };

  base::Task<Attempt> try_once();
  EventInvoke settings() const;
  // Whether it will have waited for too long.
  bool is_too_old(const EventInvoke& config, std::int64_t at_millis) const;
  base::Task<> tell(std::string destination, std::string_view condition);
  base::Task<Result<base::Ok>> tell_function(const std::string& arn, std::string role, std::string record);
  std::string record(std::string_view condition) const;

  const Services& services_;
  AsyncInvoker& others_;
  const QueuedEvent event_;
  EventTurn turn_;
  Function function_;  // as it is now: a retry runs new code
  Outcome outcome_;
};

}  // namespace stator::functions
