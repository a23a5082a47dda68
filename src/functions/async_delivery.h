// An invocation that nobody waits for: its attempts, and where its outcome goes.
#pragma once

#include <atomic>
#include <functional>
#include <string>

#include "base/clock.h"
#include "base/task.h"
#include "functions/destinations.h"
#include "functions/invoker.h"

namespace stator::functions {

// Lives until run() has returned.
class AsyncDelivery {
 public:
  AsyncDelivery(Invoker& invoker, const Invoker::Services& services, Function function,
                InvocationRequest request)
      : invoker_(invoker),
        services_(services),
        function_(std::move(function)),
        request_(std::move(request)) {}

  // Until it has worked or is given up, or `stopped` answers true.
  base::Task<> run(std::function<bool()> stopped);

 private:
  base::Task<> tell(std::string destination, std::string_view condition, const Outcome& outcome);
  base::Task<Result<base::Ok>> tell_function(const std::string& arn, std::string role, std::string record);
  std::string record(std::string_view condition, const Outcome& outcome) const;

  Invoker& invoker_;
  const Invoker::Services& services_;
  const Function function_;
  const InvocationRequest request_;
  std::int64_t invocations_ = 0;
};

}  // namespace stator::functions
