#include "monitoring/alarms/alarm_keys.h"

#include <algorithm>

#include "keyspace/keys.h"
#include "records/records.h"

namespace stator::monitoring::alarms {

namespace {

using aws::protocol::Member;
using aws::protocol::Structure;
using namespace aws::protocol;  // the vocabulary of shape tables
using keyspace::KeyBuilder;
using keyspace::KeyReader;
using keyspace::Space;

// Of the space of the history.
constexpr std::uint16_t kByTime = 0;
constexpr std::uint16_t kByAlarm = 1;

constexpr auto kText = string_shape();
constexpr auto kNumber = long_shape();
constexpr auto kReal = double_shape();
constexpr auto kFlag = boolean_shape();
constexpr auto kTexts = list_shape(kText);
constexpr auto kTags = map_shape(kText, kText);
constexpr auto kState = enum_shape<State>(kStates);
constexpr auto kComparison = enum_shape<Comparison>(kComparisons);
constexpr auto kMissing = enum_shape<MissingData>(kMissingDatas);
constexpr auto kHistoryKind = enum_shape<HistoryKind>(kHistoryKinds);

constexpr Member kDimensionMembers[] = {
    member<&Dimension::name>("name", kText),
    member<&Dimension::value>("value", kText),
};
constexpr Structure kDimensionStructure{"dimension", kDimensionMembers};
constexpr auto kDimension = structure_shape<Dimension>(kDimensionStructure);
constexpr auto kDimensions = list_shape(kDimension);

constexpr Member kMetricMembers[] = {
    member<&Metric::name_space>("namespace", kText),
    member<&Metric::name>("name", kText),
    member<&Metric::dimensions>("dimensions", kDimensions),
};
constexpr Structure kMetricStructure{"metric", kMetricMembers};
constexpr auto kMetric = structure_shape<Metric>(kMetricStructure);

constexpr Member kStatMembers[] = {
    member<&MetricStat::metric>("metric", kMetric),
    member<&MetricStat::period_seconds>("period", kNumber),
    member<&MetricStat::statistic>("statistic", kText),
    member<&MetricStat::unit>("unit", kText),
};
constexpr Structure kStatStructure{"statistic", kStatMembers};
constexpr auto kStat = structure_shape<MetricStat>(kStatStructure);

constexpr Member kQueryMembers[] = {
    member<&MetricQuery::id>("id", kText),
    member<&MetricQuery::stat>("stat", kStat),
    member<&MetricQuery::expression>("expression", kText),
    member<&MetricQuery::label>("label", kText),
    member<&MetricQuery::returns_data>("returns", kFlag),
    member<&MetricQuery::period_seconds>("period", kNumber),
    member<&MetricQuery::account>("account", kText),
};
constexpr Structure kQueryStructure{"query", kQueryMembers};
constexpr auto kQuery = structure_shape<MetricQuery>(kQueryStructure);
constexpr auto kQueries = list_shape(kQuery);

constexpr Member kConfigurationMembers[] = {
    member<&Configuration::name>("name", kText),
    member<&Configuration::description>("description", kText),
    member<&Configuration::actions_enabled>("actions", kFlag),
    member<&Configuration::ok_actions>("okActions", kTexts),
    member<&Configuration::alarm_actions>("alarmActions", kTexts),
    member<&Configuration::insufficient_data_actions>("insufficientDataActions", kTexts),
    member<&Configuration::stat>("stat", kStat),
    member<&Configuration::queries>("queries", kQueries),
    member<&Configuration::periods>("periods", kNumber),
    member<&Configuration::to_alarm>("toAlarm", kNumber),
    member<&Configuration::threshold>("threshold", kReal),
    member<&Configuration::comparison>("comparison", kComparison),
    member<&Configuration::missing>("missing", kMissing),
    member<&Configuration::low_samples>("lowSamples", kText),
};
constexpr Structure kConfigurationStructure{"alarm's configuration", kConfigurationMembers};
constexpr auto kConfiguration = structure_shape<Configuration>(kConfigurationStructure);

constexpr Member kStateMembers[] = {
    member<&StateRecord::value>("value", kState),
    member<&StateRecord::reason>("reason", kText),
    member<&StateRecord::reason_data>("data", kText),
    member<&StateRecord::updated_millis>("updated", kNumber),
    member<&StateRecord::transitioned_millis>("transitioned", kNumber),
};
constexpr Structure kStateStructure{"alarm's state", kStateMembers};
constexpr auto kStateShape = structure_shape<StateRecord>(kStateStructure);

constexpr Member kPendingMembers[] = {
    member<&PendingAction::arn>("arn", kText),
    member<&PendingAction::event>("event", kText),
    member<&PendingAction::state_millis>("state", kNumber),
};
constexpr Structure kPendingStructure{"alarm's action", kPendingMembers};
constexpr auto kPending = structure_shape<PendingAction>(kPendingStructure);
constexpr auto kPendings = list_shape(kPending);

constexpr Member kAlarmMembers[] = {
    member<&Alarm::id>("id", kText),
    member<&Alarm::configuration>("configuration", kConfiguration),
    member<&Alarm::configured_millis>("configured", kNumber),
    member<&Alarm::state>("state", kStateShape),
    member<&Alarm::tags>("tags", kTags),
    member<&Alarm::pending>("pending", kPendings),
};
constexpr Structure kAlarm{"alarm", kAlarmMembers};

constexpr Member kHistoryMembers[] = {
    member<&HistoryItem::alarm_name>("alarm", kText), member<&HistoryItem::millis>("time", kNumber),
    member<&HistoryItem::kind>("kind", kHistoryKind), member<&HistoryItem::summary>("summary", kText),
    member<&HistoryItem::data>("data", kText),
};
constexpr Structure kHistory{"alarm's history", kHistoryMembers};

KeyBuilder scoped(const Scope& scope) {
  KeyBuilder key(Space::kAlarm, 0, 0);
  key.set_hash(0).bytes(scope.account).bytes(scope.region);
  return key;
}

KeyBuilder by_time(std::int64_t millis) {
  KeyBuilder key(Space::kAlarmHistory, 0, kByTime);
  key.set_hash(0).u64(static_cast<std::uint64_t>(std::max<std::int64_t>(millis, 0)));
  return key;
}

KeyBuilder by_alarm(const Scope& scope, std::string_view name, std::int64_t millis) {
  KeyBuilder key(Space::kAlarmHistory, 0, kByAlarm);
  key.set_hash(0)
      .bytes(scope.account)
      .bytes(scope.region)
      .bytes(name)
      .u64(static_cast<std::uint64_t>(std::max<std::int64_t>(millis, 0)));
  return key;
}

}  // namespace

std::string alarm_key(const Scope& scope, std::string_view name) { return scoped(scope).bytes(name).take(); }

storage::KeyRange alarms_range(const Scope& scope, std::string_view prefix) {
  return keyspace::prefix_range(scoped(scope).bytes_prefix(prefix).view());
}

storage::KeyRange all_alarms_range() { return keyspace::table_range_all(Space::kAlarm, 0); }

std::optional<Scope> scope_of(std::string_view alarm_key) {
  KeyReader reader(alarm_key);
  auto account = reader.bytes();
  auto region = reader.bytes();
  if (!account || !region) return std::nullopt;
  return Scope{std::move(*account), std::move(*region)};
}

std::string history_key(const HistoryPlace& place, const Scope& scope, std::string_view name) {
  return by_time(place.millis).u64(place.number).bytes(scope.account).bytes(scope.region).bytes(name).take();
}

std::string history_key_of_alarm(const HistoryPlace& place, const Scope& scope, std::string_view name) {
  return by_alarm(scope, name, place.millis).u64(place.number).take();
}

storage::KeyRange history_range(std::int64_t begin_millis, std::int64_t end_millis) {
  return {by_time(begin_millis).take(), by_time(end_millis).take()};
}

storage::KeyRange history_range_of_alarm(const Scope& scope, std::string_view name, std::int64_t begin_millis,
                                         std::int64_t end_millis) {
  return {by_alarm(scope, name, begin_millis).take(), by_alarm(scope, name, end_millis).take()};
}

std::optional<HistoryOwner> history_owner(std::string_view key) {
  KeyReader reader(key);
  std::optional<std::uint64_t> millis, number;
  const bool by_time = keyspace::key_index(key) == kByTime;
  if (by_time) {
    millis = reader.u64();
    number = reader.u64();
  }
  auto account = reader.bytes();
  auto region = reader.bytes();
  auto name = reader.bytes();
  if (!by_time) {
    millis = reader.u64();
    number = reader.u64();
  }
  if (!millis || !number || !account || !region || !name) return std::nullopt;
  return HistoryOwner{{static_cast<std::int64_t>(*millis), *number},
                      {std::move(*account), std::move(*region)},
                      std::move(*name)};
}

std::string encode_alarm(const Alarm& alarm) { return records::encode(kAlarm, &alarm); }

storage::Result<Alarm> decode_alarm(std::string_view bytes) {
  Alarm alarm;
  auto decoded = records::decode(kAlarm, bytes, &alarm);
  if (!decoded.ok()) return std::move(decoded).error();
  return alarm;
}

std::string encode_history(const HistoryItem& item) { return records::encode(kHistory, &item); }

storage::Result<HistoryItem> decode_history(std::string_view bytes) {
  HistoryItem item;
  auto decoded = records::decode(kHistory, bytes, &item);
  if (!decoded.ok()) return std::move(decoded).error();
  return item;
}

Failure to_failure(const storage::Error& error) { return records::to_failure<Failure>(error); }

}  // namespace stator::monitoring::alarms
