// Times as XML protocols write them: 2026-01-31T12:00:00Z.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stator::aws::protocol {

// With three decimals if there are milliseconds.
std::string iso_time(std::int64_t unix_millis);
// With three decimals always: as JSON documents have it.
std::string iso_time_with_millis(std::int64_t unix_millis);
// Seconds may have decimals. Nothing for anything else than a time in UTC.
std::optional<std::int64_t> parse_iso_time(std::string_view text);

}  // namespace stator::aws::protocol
