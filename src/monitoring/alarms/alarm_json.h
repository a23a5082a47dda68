// The JSON that alarms hand out: the event of a Lambda action, and HistoryData. Pure.
//
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "monitoring/alarms/alarm.h"

namespace stator::monitoring::alarms {

// What a function gets when the alarm has gone from `before` to its state of now.
std::string action_event(const Scope& scope, const Alarm& alarm, const StateRecord& before);

// HistoryData of a StateUpdate.
std::string state_update_data(const StateRecord& before, const StateRecord& after);

// Of a ConfigurationUpdate. AWS's form of kCreate is seen, the others' are assumed to follow it.
enum class ConfigurationChange : std::uint8_t { kCreate, kUpdate, kDelete };
std::string configuration_update_data(const Scope& scope, const Alarm& alarm, ConfigurationChange change);

// Of an Action. `problem` empty: it has worked. AWS's form is assumed.
std::string action_data(const PendingAction& action, std::string_view problem);

}  // namespace stator::monitoring::alarms
