// An invocation that nobody waits for: its attempts, and where its outcome goes.
#pragma once

#include <atomic>
#include <functional>
#include <string>

#include "base/clock.h"
#include "base/task.h"
#include "functions/destinations.h"
#include "functions/event_queue.h"
#include "functions/invoker.h"

namespace stator::functions {

// Lives until run() has returned.
class AsyncDelivery {
 public:
  AsyncDelivery(Invoker& invoker, const Invoker::Services& services, QueuedEvent event)
      : invoker_(invoker), services_(services), event_(std::move(event)) {}

  // Until it has worked or is given up; false: `stopped` answered true before.
  base::Task<bool> run(std::function<bool()> stopped);

 private:
  enum class Attempt : std::uint8_t { kWorked, kFailed, kNotCalled, kGone };

  base::Task<Attempt> try_once(Outcome* last);
  EventInvoke settings() const;
  base::Task<> tell(std::string destination, std::string_view condition, const Outcome& outcome);
  base::Task<Result<base::Ok>> tell_function(const std::string& arn, std::string role, std::string record);
  std::string record(std::string_view condition, const Outcome& outcome) const;

  Invoker& invoker_;
  const Invoker::Services& services_;
  const QueuedEvent event_;
  Function function_;  // as it was at the last attempt
  std::int64_t invocations_ = 0;
};

}  // namespace stator::functions
