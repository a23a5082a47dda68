// Where alarms have their datapoints from, and who runs what they bring about. Both are called from one
// coroutine at a time, on the alarms' background executor.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "base/task.h"
#include "monitoring/alarms/alarm.h"

namespace stator::monitoring::alarms {

class MetricSource {
 public:
  virtual ~MetricSource() = default;

  // The datapoints of the windows of `range`, in any order; each begins where a window does. For an alarm on
  // an expression, those of the expression.
  // Errors: kInvalid where this source cannot tell (the alarm is not evaluated then), kBusy, kInternal.
  virtual base::Task<Result<std::vector<Datapoint>>> read(Scope scope, Configuration configuration,
                                                          Range range) = 0;
};

struct ActionFailure {
  bool retry = false;  // it may work in the next round
  std::string reason;  // for the history
};

class ActionRunner {
 public:
  virtual ~ActionRunner() = default;

  // Invokes a function with an event (JSON), without waiting for its end. Ok: it will not be lost. May be
  // called again for the same event, when the server has stopped meanwhile.
  virtual base::Task<base::Result<base::Ok, ActionFailure>> invoke_function(Scope scope,
                                                                            std::string function_arn,
                                                                            std::string alarm_arn,
                                                                            std::string event) = 0;
};

}  // namespace stator::monitoring::alarms
