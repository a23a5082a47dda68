#include "db/table/table_update.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "db/table/message_times.h"
#include "messages/tables.h"

namespace stator::db::table {

namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::int64_t kMicrosPerDay = 86'400 * kMicrosPerSecond;

Error limit_exceeded(std::string message) { return {ErrorKind::kLimitExceeded, std::move(message), {}}; }

Result<base::Ok> count_decrease(Throughput* throughput, std::int64_t now) {
  const std::int64_t last = throughput->last_decrease_micros;
  const std::int64_t tomorrow = (last / kMicrosPerDay + 1) * kMicrosPerDay;
  const std::int64_t in_an_hour = last + kSecondsBetweenDecreases * kMicrosPerSecond;
  const std::int64_t today = now < tomorrow ? throughput->decreases_today : 0;
  if (today >= kFreeDecreasesPerDay && now < in_an_hour)
    return limit_exceeded(fmt::format(messages::kTooManyDecreases, kFreeDecreasesPerDay,
                                      kSecondsBetweenDecreases, today, long_time(last),
                                      long_time(std::min(in_an_hour, tomorrow))));
  throughput->decreases_today = today + 1;
  throughput->last_decrease_micros = now;
  return base::Ok{};
}

// Notes a change of which only `most` are allowed in any `days`.
Result<base::Ok> count_change(std::vector<std::int64_t>* changes, std::size_t most, std::int64_t days,
                              std::string_view message, std::int64_t now) {
  const std::int64_t window = days * kMicrosPerDay;
  std::erase_if(*changes, [&](std::int64_t at) { return at <= now - window; });
  if (changes->size() >= most)
    return limit_exceeded(fmt::format(fmt::runtime(message), most, days, short_time(changes->back()),
                                      short_time(changes->front() + window)));
  changes->push_back(now);
  return base::Ok{};
}

class UpdatePlanner {
 public:
  UpdatePlanner(const TableSchema& current, const TableUpdate& update, std::int64_t now_micros)
      : update_(update), now_(now_micros) {
    plan_.schema = current;
  }

  Result<PlannedUpdate> run() {
    if (asks_nothing()) return validation_error(messages::kNothingToUpdate);
    if (schema().status != TableStatus::kActive) return in_use(schema());
    STATOR_TRY(change_billing());
    STATOR_TRY(change_throughput());
    STATOR_TRY(change_indexes());
    STATOR_TRY(change_stream());
    STATOR_TRY(change_settings());
    STATOR_TRY(check_index_throughputs());
    if (plan_.fence) ++schema().epoch;
    return std::move(plan_);
  }

 private:
  TableSchema& schema() { return plan_.schema; }

  bool asks_nothing() const {
    return !update_.billing && !update_.throughput && !update_.on_demand && !update_.warm &&
           update_.indexes.empty() && !update_.stream && !update_.deletion_protection &&
           !update_.table_class && !update_.sse_enabled;
  }

  Result<base::Ok> change_billing() {
    if (!update_.billing) return base::Ok{};
    bool to_on_demand = *update_.billing == BillingMode::kPayPerRequest;
    if (to_on_demand && update_.throughput) return validation_error(messages::kThroughputOnDemand);
    if (schema().billing == *update_.billing) return base::Ok{};
    if (to_on_demand) {
      STATOR_TRY(count_change(&schema().on_demand_switches_micros, kMaxOnDemandSwitches, kOnDemandSwitchDays,
                              messages::kTooManyOnDemandSwitches, now_));
      replace_units({}, &schema().throughput);
      for (IndexSchema& index : schema().indexes) replace_units({}, &index.throughput);
      schema().on_demand_since_micros = now_;
    } else {
      if (!update_.throughput) return validation_error(messages::kThroughputMissing);
      schema().on_demand.reset();
      keep_warm(kOnDemandWarmThroughput, &schema().throughput);
      for (IndexSchema& index : schema().indexes) {
        index.on_demand.reset();
        keep_warm(kOnDemandWarmThroughput, &index.throughput);
      }
    }
    schema().billing = *update_.billing;
    billing_changed_ = true;
    return base::Ok{};
  }

  Result<base::Ok> change_throughput() {
    if (update_.throughput) {
      if (schema().billing == BillingMode::kPayPerRequest)
        return validation_error(messages::kThroughputOnDemand);
      const Throughput& now = schema().throughput;
      const Throughput& wanted = *update_.throughput;
      if (!billing_changed_ && now.read_units == wanted.read_units && now.write_units == wanted.write_units)
        return validation_error(fmt::format(messages::kSameThroughput, now.read_units, wanted.read_units,
                                            now.write_units, wanted.write_units));
      STATOR_TRY(set_throughput(wanted, &schema().throughput));
    }
    if (update_.on_demand) {
      STATOR_TRY(set_on_demand(*update_.on_demand, "table", &schema().on_demand));
    }
    if (update_.warm) return raise_warm(*update_.warm, schema().throughput, "table", &schema().warm);
    return base::Ok{};
  }

  Result<base::Ok> set_throughput(const Throughput& wanted, Throughput* out) const {
    if (wanted.read_units < out->read_units || wanted.write_units < out->write_units) {
      STATOR_TRY(count_decrease(out, now_));
    }
    if (wanted.read_units > out->read_units || wanted.write_units > out->write_units)
      out->last_increase_micros = now_;
    replace_units(wanted, out);
    return base::Ok{};
  }

  static void replace_units(const Throughput& wanted, Throughput* out) {
    keep_warm({out->read_units, out->write_units}, out);
    out->read_units = wanted.read_units;
    out->write_units = wanted.write_units;
  }

  static void keep_warm(const WarmThroughput& least, Throughput* out) {
    out->highest_read_units = std::max(out->highest_read_units, least.read_units);
    out->highest_write_units = std::max(out->highest_write_units, least.write_units);
  }

  // Rule 49: what is given replaces, -1 removes, what is absent stays. `place` as for raise_warm().
  Result<base::Ok> set_on_demand(const OnDemandThroughput& wanted, std::string_view place,
                                 std::optional<OnDemandThroughput>* out) const {
    const bool reads = wanted.max_read_units != kUnitsUnchanged;
    const bool writes = wanted.max_write_units != kUnitsUnchanged;
    constexpr std::string_view kReads = "MaxReadRequestUnits";
    constexpr std::string_view kWrites = "MaxWriteRequestUnits";
    if (plan_.schema.billing != BillingMode::kPayPerRequest)
      return validation_error(
          fmt::format(messages::kOnDemandThroughputProvisioned, reads ? kReads : kWrites));
    const auto allowed = [](std::int64_t units) { return units >= 1 || units == -1; };
    if (reads && !allowed(wanted.max_read_units))
      return validation_error(fmt::format(messages::kOnDemandUnits, kReads, place));
    if (writes && !allowed(wanted.max_write_units))
      return validation_error(fmt::format(messages::kOnDemandUnits, kWrites, place));
    if (!*out) out->emplace();
    if (reads) (*out)->max_read_units = wanted.max_read_units;
    if (writes) (*out)->max_write_units = wanted.max_write_units;
    if ((*out)->max_read_units < 0 && (*out)->max_write_units < 0) out->reset();
    return base::Ok{};
  }

  // It can be raised only (API_WarmThroughput). `place` is what errors name; how AWS names an index is
  // assumed.
  Result<base::Ok> raise_warm(const WarmThroughput& wanted, const Throughput& throughput,
                              std::string_view place, WarmThroughput* out) {
    const WarmThroughput now = effective_warm(schema().billing, throughput, *out);
    if (wanted.read_units != 0 && wanted.read_units < now.read_units)
      return validation_error(fmt::format(messages::kWarmThroughputLower, "ReadUnitsPerSecond", place));
    if (wanted.write_units != 0 && wanted.write_units < now.write_units)
      return validation_error(fmt::format(messages::kWarmThroughputLower, "WriteUnitsPerSecond", place));
    out->read_units = std::max(wanted.read_units, out->read_units);
    out->write_units = std::max(wanted.write_units, out->write_units);
    return base::Ok{};
  }

  Result<base::Ok> change_indexes() {
    auto builds = std::count_if(update_.indexes.begin(), update_.indexes.end(), [](const IndexUpdate& u) {
      return u.action != IndexUpdate::Action::kUpdate;
    });
    if (builds > 1) return Error{ErrorKind::kLimitExceeded, messages::kOneIndexAtATime, {}};
    for (const IndexUpdate& update : update_.indexes) {
      STATOR_TRY(change_index(update));
    }
    return base::Ok{};
  }

  Result<base::Ok> change_index(const IndexUpdate& update) {
    switch (update.action) {
      case IndexUpdate::Action::kCreate:
        return create_index(update.index);
      case IndexUpdate::Action::kUpdate:
        return update_index(update.index);
      case IndexUpdate::Action::kDelete:
        return delete_index(update.index);
    }
    return base::Ok{};
  }

  Result<base::Ok> create_index(const IndexSchema& definition) {
    if (!definition.vector) {
      STATOR_TRY(check_capacity_of(definition));
    }
    if (schema().find_index(definition.name) != nullptr) return validation_error(messages::kIndexExists);
    STATOR_TRY(check_room_for(definition));
    if (definition.vector) {
      STATOR_TRY(check_vector_index(schema(), definition));
    }
    STATOR_TRY(check_projected_attributes(definition));
    STATOR_TRY(check_types(definition.keys.partition));
    STATOR_TRY(check_types(definition.keys.sort));
    if (definition.vector) {
      STATOR_TRY(check_types(definition.vector->filters));
    }
    IndexSchema index = definition;
    index.id = take_index_id();
    index.global = true;
    index.status = IndexStatus::kCreating;
    index.backfilling = true;
    index.derive(schema().keys);
    plan_.build_index = index.id;
    schema().indexes.push_back(std::move(index));
    schema().status = TableStatus::kUpdating;
    plan_.fence = true;
    return base::Ok{};
  }

  Result<base::Ok> check_room_for(const IndexSchema& added) const {
    const bool vectors = added.vector.has_value();
    const auto there = static_cast<std::size_t>(std::count_if(
        plan_.schema.indexes.begin(), plan_.schema.indexes.end(),
        [&](const IndexSchema& index) { return index.global && index.vector.has_value() == vectors; }));
    if (there < (vectors ? kMaxVectorIndexes : kMaxGlobalIndexes)) return base::Ok{};
    return limit_exceeded(vectors ? fmt::format(messages::kNoRoomForVectorIndex, kMaxVectorIndexes)
                                  : fmt::format(messages::kNoRoomForIndex, kMaxGlobalIndexes));
  }

  Result<base::Ok> check_types(const std::vector<model::KeyAttribute>& added) const {
    for (const model::KeyAttribute& existing : plan_.schema.attribute_definitions())
      for (const model::KeyAttribute& attribute : added)
        if (attribute.name == existing.name && attribute.type != existing.type)
          return validation_error(fmt::format(messages::kAttributeRedefined, attribute.name));
    return base::Ok{};
  }

  // Numbers come round: 0 is the table's own.
  std::uint16_t take_index_id() {
    std::uint16_t& next = schema().next_index_id;
    const auto is_taken = [&](const IndexSchema& index) { return index.id == next; };
    while (next == 0 || std::any_of(schema().indexes.begin(), schema().indexes.end(), is_taken)) ++next;
    return next++;
  }

  Result<base::Ok> check_capacity_of(const IndexSchema& added) const {
    const bool on_demand = plan_.schema.billing == BillingMode::kPayPerRequest;
    if (on_demand && added.throughput.read_units != 0)
      return validation_error(fmt::format(messages::kIndexThroughputOnDemand, added.name));
    if (!on_demand && added.throughput.read_units == 0)
      return validation_error(fmt::format(messages::kAddedIndexThroughputMissing, added.name));
    if (!on_demand && added.on_demand)
      return validation_error(
          fmt::format(messages::kOnDemandThroughputProvisioned,
                      added.on_demand->max_read_units > 0 ? "MaxReadRequestUnits" : "MaxWriteRequestUnits"));
    return base::Ok{};
  }

  // Rule 41: an attribute in two indexes counts twice.
  Result<base::Ok> check_projected_attributes(const IndexSchema& added) const {
    std::size_t count = added.projected_count();
    for (const IndexSchema& index : plan_.schema.indexes) count += index.projected_count();
    if (count <= kMaxProjectedAttributes) return base::Ok{};
    return validation_error(fmt::format(messages::kTooManyProjectedAttributes, kMaxProjectedAttributes));
  }

  IndexSchema* find_like(const IndexSchema& wanted) {
    for (IndexSchema& index : schema().indexes)
      if (index.global && index.vector.has_value() == wanted.vector.has_value() && index.name == wanted.name)
        return &index;
    return nullptr;
  }

  Error nothing_in_update(const IndexSchema& index) const {
    if (plan_.schema.billing == BillingMode::kPayPerRequest)
      return validation_error(fmt::format(messages::kNothingInOnDemandIndexUpdate, index.name));
    return validation_error(fmt::format(messages::kNothingInIndexUpdate, index.name));
  }

  Result<base::Ok> update_index(const IndexSchema& wanted) {
    IndexSchema* index = find_like(wanted);
    if (index == nullptr) return Error{ErrorKind::kResourceNotFound, messages::kResourceNotFound, {}};
    const std::string place = "index: " + index->name;
    const bool units = wanted.throughput.read_units != 0 || wanted.throughput.write_units != 0;
    if (!units && !wanted.on_demand && wanted.warm == WarmThroughput{}) return nothing_in_update(*index);
    if (wanted.on_demand) {
      STATOR_TRY(set_on_demand(*wanted.on_demand, place, &index->on_demand));
    }
    STATOR_TRY(raise_warm(wanted.warm, index->throughput, place, &index->warm));
    if (!units) return base::Ok{};
    if (schema().billing == BillingMode::kPayPerRequest)
      return validation_error(messages::kThroughputOnDemand);
    const Throughput& now = index->throughput;
    if (!billing_changed_ && now.read_units == wanted.throughput.read_units &&
        now.write_units == wanted.throughput.write_units)
      return validation_error(fmt::format(messages::kSameIndexThroughput, index->name, now.read_units,
                                          wanted.throughput.read_units, now.write_units,
                                          wanted.throughput.write_units));
    return set_throughput(wanted.throughput, &index->throughput);
  }

  Result<base::Ok> delete_index(const IndexSchema& unwanted) {
    IndexSchema* index = find_like(unwanted);
    if (index == nullptr) return Error{ErrorKind::kResourceNotFound, messages::kResourceNotFound, {}};
    index->status = IndexStatus::kDeleting;
    plan_.drop_index = index->id;
    schema().status = TableStatus::kUpdating;
    plan_.fence = true;
    return base::Ok{};
  }

  Result<base::Ok> check_index_throughputs() {
    if (schema().billing != BillingMode::kProvisioned) return base::Ok{};
    std::vector<std::string_view> missing;
    for (const IndexSchema& index : schema().indexes) {
      if (index.vector && index.status != IndexStatus::kDeleting)
        return validation_error(messages::kVectorIndexProvisioned);
      if (index.global && !index.vector && index.status != IndexStatus::kDeleting &&
          index.throughput.read_units == 0)
        missing.push_back(index.name);
    }
    if (missing.empty()) return base::Ok{};
    return validation_error(fmt::format(messages::kIndexThroughputMissing, fmt::join(missing, ",")));
  }

  Result<base::Ok> change_stream() {
    if (!update_.stream) return base::Ok{};
    if (update_.stream->enabled) {
      if (schema().stream)
        return validation_error(fmt::format(messages::kStreamAlreadyEnabled, schema().name));
      schema().stream = StreamSpec{update_.stream->view, {}, 0};
      plan_.start_stream = true;
    } else {
      if (!schema().stream) return validation_error(fmt::format(messages::kStreamNotEnabled, schema().name));
      plan_.end_stream = true;
      schema().last_stream = std::move(schema().stream);
      schema().stream.reset();
    }
    plan_.fence = true;
    return base::Ok{};
  }

  Result<base::Ok> change_settings() {
    if (update_.deletion_protection) schema().deletion_protection = *update_.deletion_protection;
    STATOR_TRY(change_table_class());
    if (update_.sse_enabled) {
      schema().sse_enabled = *update_.sse_enabled;
      schema().sse_key = update_.sse_key;
    }
    return base::Ok{};
  }

  Result<base::Ok> change_table_class() {
    if (!update_.table_class || schema().table_class == update_.table_class) return base::Ok{};
    if (schema().table_class.value_or(TableClass::kStandard) != *update_.table_class) {
      STATOR_TRY(count_change(&schema().table_class_changes_micros, kMaxTableClassChanges,
                              kTableClassChangeDays, messages::kTooManyTableClassChanges, now_));
    }
    schema().table_class = update_.table_class;
    schema().table_class_changed_micros = now_;
    return base::Ok{};
  }

  const TableUpdate& update_;
  std::int64_t now_;
  bool billing_changed_ = false;
  PlannedUpdate plan_;
};

}  // namespace

Error in_use(const TableSchema& table) {
  const std::string_view done = table.status == TableStatus::kCreating ? "created" : "updated";
  return {ErrorKind::kResourceInUse, fmt::format(messages::kTableInUse, done, table.name), {}};
}

Result<base::Ok> check_vector_index(const TableSchema& table, const IndexSchema& added) {
  const std::string& attribute = added.vector->attribute;
  if (table.billing != BillingMode::kPayPerRequest)
    return validation_error(messages::kVectorIndexProvisioned);
  const auto is_key = [&](const model::KeyAttribute& each) { return each.name == attribute; };
  const std::vector<model::KeyAttribute> keys = table.attribute_definitions();
  const std::vector<model::KeyAttribute>& filters = added.vector->filters;
  if (added.keys.contains(attribute) || std::any_of(keys.begin(), keys.end(), is_key) ||
      std::any_of(filters.begin(), filters.end(), is_key))
    return validation_error(fmt::format(messages::kVectorAttributeIsKey, attribute));
  for (const IndexSchema& index : table.indexes)
    if (index.vector && index.vector->attribute == attribute && index.status != IndexStatus::kDeleting &&
        index.vector->dimensions != added.vector->dimensions)
      return validation_error(fmt::format(messages::kVectorDimensionsDiffer, attribute));
  return base::Ok{};
}

Result<PlannedUpdate> plan_update(const TableSchema& current, const TableUpdate& update,
                                  std::int64_t now_micros) {
  return UpdatePlanner(current, update, now_micros).run();
}

}  // namespace stator::db::table
