// Moments as AWS writes them in its messages: to the second, in UTC.
#pragma once

#include <cstdint>
#include <string>

namespace stator::db::table {

std::string long_time(
    std::int64_t unix_micros);  // Monday, February 13, 2023 at 1:05:09 PM Coordinated Universal Time
std::string short_time(std::int64_t unix_micros);  // Mon Feb 13 13:05:09 UTC 2023

}  // namespace stator::db::table
