// Keys and values of alarms and their history in the engine (docs/formats/keys.md, records.md). Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "monitoring/alarms/alarm.h"
#include "storage/engine.h"

namespace stator::monitoring::alarms {

std::string alarm_key(const Scope& scope, std::string_view name);
storage::KeyRange alarms_range(const Scope& scope, std::string_view prefix);
// Of every account and region.
storage::KeyRange all_alarms_range();
// Whose alarm it is; nothing for what is no such key.
std::optional<Scope> scope_of(std::string_view alarm_key);

// A place in the history. Numbers keep what happened in one millisecond in order.
struct HistoryPlace {
  std::int64_t millis = 0;
  std::uint64_t number = 0;

  auto operator<=>(const HistoryPlace&) const = default;
};
// Each item is kept twice: in order of time, of all accounts; and by its alarm.
std::string history_key(const HistoryPlace& place, const Scope& scope, std::string_view name);
std::string history_key_of_alarm(const HistoryPlace& place, const Scope& scope, std::string_view name);
// From `begin` on and before `end`.
storage::KeyRange history_range(std::int64_t begin_millis, std::int64_t end_millis);
storage::KeyRange history_range_of_alarm(const Scope& scope, std::string_view name, std::int64_t begin_millis,
                                         std::int64_t end_millis);
// Reads either key; nothing for damaged bytes.
struct HistoryOwner {
  HistoryPlace place;
  Scope scope;
  std::string name;
};
std::optional<HistoryOwner> history_owner(std::string_view key);

std::string encode_alarm(const Alarm& alarm);
storage::Result<Alarm> decode_alarm(std::string_view bytes);
std::string encode_history(const HistoryItem& item);
storage::Result<HistoryItem> decode_history(std::string_view bytes);

// kBusy for what may pass, else kInternal.
Failure to_failure(const storage::Error& error);

}  // namespace stator::monitoring::alarms
