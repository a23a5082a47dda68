// Keys of the records of contributor insights (docs/formats/keys.md): what one rule counted in one minute.
// They begin with the hour, so that what is too old goes by dropping a range. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "db/table/key_activity.h"
#include "monitoring/insights/rules.h"
#include "storage/engine.h"

namespace stator::monitoring::insights {

inline constexpr std::int64_t kHourSeconds = 3600;

std::string record_key(const db::table::KeyWindow& window, KeyCount counts);
// Of minutes from `begin` to before `end`, which are in the hour of `begin`.
storage::KeyRange records_range(const Rule& rule, std::int64_t begin, std::int64_t end);
// Of all hours that end before `end`, of all rules; nothing if there can be none.
std::optional<storage::KeyRange> records_before(std::int64_t end);
// Of a record's minute; nothing for what is no such key.
std::optional<std::int64_t> second_of(std::string_view key);

}  // namespace stator::monitoring::insights
