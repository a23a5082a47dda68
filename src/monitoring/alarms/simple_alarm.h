// An alarm's configuration that nothing is wrong with. For tests only.
#pragma once

#include <string>
#include <utility>

#include "monitoring/alarms/alarm.h"

namespace stator::monitoring::alarms {

inline Configuration simple(std::string name) {
  Configuration configuration;
  configuration.name = std::move(name);
  configuration.stat = MetricStat{{"N", "m", {{"a", "1"}, {"b", "2"}}}, 60, "Sum", ""};
  configuration.threshold = 1;
  configuration.to_alarm = 1;
  return configuration;
}

}  // namespace stator::monitoring::alarms
