// The texts that explain a state of an alarm: StateReason, and StateReasonData in JSON. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "monitoring/alarms/alarm_evaluation.h"

namespace stator::monitoring::alarms {

inline constexpr std::size_t kMaxReasonDataBytes = 4000;

std::string state_reason(const Rules& rules, State state, const Evaluated& evaluated);
std::string state_reason_data(const Rules& rules, State state, const Evaluated& evaluated,
                              std::span<const Slot> slots, std::int64_t now_millis);

}  // namespace stator::monitoring::alarms
