// Invokes functions for alarms.
//
// Thread-safe.
#pragma once

#include <string>

#include "functions/async_invoker.h"
#include "functions/registry.h"
#include "monitoring/alarms/metric_source.h"

namespace stator::functions {

class AlarmActions final : public monitoring::alarms::ActionRunner {
 public:
  // Both outlive this. `enforced`: the function's policy has to allow lambda.alarms.cloudwatch.amazonaws.com.
  AlarmActions(Registry& registry, AsyncInvoker& invoker, bool enforced)
      : registry_(registry), invoker_(invoker), enforced_(enforced) {}

  // To be tried again if the database is busy. A function may be of another account or region.
  base::Task<base::Result<base::Ok, monitoring::alarms::ActionFailure>> invoke_function(
      monitoring::Scope scope, std::string function_arn, std::string alarm_arn, std::string event) override;

 private:
  Registry& registry_;
  AsyncInvoker& invoker_;
  const bool enforced_;
};

}  // namespace stator::functions
