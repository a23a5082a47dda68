// Numbers and times as alarms write them. Pure.
#pragma once

#include <cstdint>
#include <string>

namespace stator::monitoring::alarms {

// As Java prints doubles: 5.0, 99.50160229693434, 8.60604416E8, 1.0E-4.
std::string double_text(double number);

// "22/11/26 10:00:00", in UTC.
std::string short_time(std::int64_t unix_millis);

// "2026-11-22T10:00:00.000+0000".
std::string long_time(std::int64_t unix_millis);

}  // namespace stator::monitoring::alarms
