#include "db/table/throttling.h"

#include <algorithm>

#include "keyspace/keys.h"
#include "messages/tables.h"

namespace stator::db::table {

namespace {

using capacity::Rate;

bool on_demand(const TableSchema& table) { return table.billing == BillingMode::kPayPerRequest; }

// A number that stands for one partition of a table or index, and one direction.
std::uint64_t partition_id(const TableSchema& table, const IndexSchema* index, bool reads,
                           std::string_view key) {
  std::uint64_t x =
      std::uint64_t{table.id} << 17 | std::uint64_t{index == nullptr ? 0u : index->id} << 1 | reads;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31) ^ keyspace::key_hash(key);
}

}  // namespace

Result<base::Ok> Throttling::read(const ReadTarget& target, double units) {
  return take_all({demand_of(target, units)});
}

void Throttling::read_more(const ReadTarget& target, double units) {
  if (units <= 0) return;
  const auto state = state_of(target.table.id);
  std::lock_guard lock(state->mutex);
  take(*state, demand_of(target, units), clock_.steady_nanos());
}

Result<base::Ok> Throttling::write(const WriteTarget& target) {
  double of_table = target.consumed.table;
  for (const auto& [name, units] : target.consumed.local_indexes) of_table += units;
  std::vector<Demand> demands;
  demands.push_back({target.table, nullptr, Direction::kWrite,
                     partition_id(target.table, nullptr, false, target.key), of_table});
  for (const auto& [name, units] : target.consumed.global_indexes)
    if (const IndexSchema* index = target.table.find_index(name))
      add_index_demands(target, *index, units, &demands);
  return take_all(demands);
}

void Throttling::forget(std::uint32_t table_id) {
  std::unique_lock lock(mutex_);
  tables_.erase(table_id);
}

std::vector<GrownTraffic> Throttling::peaks() {
  std::vector<std::pair<std::uint32_t, std::shared_ptr<TableState>>> tables;
  {
    std::shared_lock lock(mutex_);
    tables.assign(tables_.begin(), tables_.end());
  }
  const std::int64_t now = clock_.steady_nanos();
  const std::int64_t offset = wall_offset_nanos();
  std::vector<GrownTraffic> grown;
  for (const auto& [table_id, state] : tables) {
    std::lock_guard lock(state->mutex);
    for (auto& [index_id, place] : state->places) {
      for (const bool reads : {true, false}) {
        auto peak = (reads ? place.reads : place.writes).peak.state(now);
        const std::int64_t of_new =
            reads ? kOnDemandWarmThroughput.read_units : kOnDemandWarmThroughput.write_units;
        if (2 * std::max(peak.previous, peak.rising) <= static_cast<double>(of_new)) continue;
        peak.rising_since_nanos += offset;
        grown.push_back({table_id, index_id, reads, peak});
      }
    }
  }
  return grown;
}

void Throttling::restore(const GrownTraffic& grown) {
  const auto state = state_of(grown.table_id);
  std::lock_guard lock(state->mutex);
  Place& place = state->places[grown.index_id];
  capacity::TrafficPeak::State peak = grown.peak;
  peak.rising_since_nanos -= wall_offset_nanos();
  (grown.reads ? place.reads : place.writes).peak.restore(peak);
}

Throttling::Demand Throttling::demand_of(const ReadTarget& target, double units) {
  Demand demand{target.table, target.index, Direction::kRead, std::nullopt, units};
  if (!target.partition.empty())
    demand.partition = partition_id(target.table, target.index, true, target.partition);
  return demand;
}

// An entry that moves touches two partitions, each with its share.
void Throttling::add_index_demands(const WriteTarget& target, const IndexSchema& index, double units,
                                   std::vector<Demand>* demands) {
  std::vector<std::uint64_t> partitions;
  if (target.commit != nullptr)
    for (const storage::DeferredWrite& write : target.commit->deferred)
      if (keyspace::key_space(write.key) == keyspace::Space::kGlobalIndex &&
          keyspace::key_index(write.key) == index.id)
        partitions.push_back(partition_id(target.table, &index, false, write.key));
  for (std::uint64_t partition : partitions)
    demands->push_back(
        {target.table, &index, Direction::kWrite, partition, units / static_cast<double>(partitions.size())});
  if (partitions.empty()) demands->push_back({target.table, &index, Direction::kWrite, std::nullopt, units});
}

std::shared_ptr<Throttling::TableState> Throttling::state_of(std::uint32_t table_id) {
  {
    std::shared_lock lock(mutex_);
    auto found = tables_.find(table_id);
    if (found != tables_.end()) return found->second;
  }
  std::unique_lock lock(mutex_);
  auto& state = tables_[table_id];
  if (state == nullptr) state = std::make_shared<TableState>();
  return state;
}

Throttling::Traffic& Throttling::traffic_of(TableState& state, const Demand& demand) {
  const std::uint16_t id = demand.index == nullptr ? 0 : demand.index->id;
  auto found = state.places.find(id);
  if (found == state.places.end()) {
    // Indexes that were deleted since.
    std::erase_if(state.places, [&demand](const auto& place) {
      const auto& indexes = demand.table.indexes;
      return place.first != 0 && std::none_of(indexes.begin(), indexes.end(), [&](const IndexSchema& index) {
               return index.id == place.first;
             });
    });
    found = state.places.try_emplace(id).first;
  }
  return demand.direction == Direction::kRead ? found->second.reads : found->second.writes;
}

Result<base::Ok> Throttling::take_all(const std::vector<Demand>& demands) {
  const TableSchema& table = demands.front().table;
  const std::int64_t now = clock_.steady_nanos();
  const auto state = state_of(table.id);
  std::lock_guard lock(state->mutex);
  std::vector<Reason> reasons;
  for (const Demand& demand : demands) find_reasons(*state, demand, now, &reasons);
  if (!reasons.empty()) return error_of(table, reasons);
  for (const Demand& demand : demands) take(*state, demand, now);
  return base::Ok{};
}

std::vector<Throttling::Gauge> Throttling::gauges(TableState& state, const Demand& demand, std::int64_t now) {
  const TableSchema& table = demand.table;
  const bool reads = demand.direction == Direction::kRead;
  Traffic& traffic = traffic_of(state, demand);
  const Throughput& throughput = demand.index == nullptr ? table.throughput : demand.index->throughput;
  // The capacity of the time since the table was made, as if nobody had used it.
  const std::int64_t age_micros = std::max<std::int64_t>(clock_.unix_micros() - table.created_micros, 0);
  const double life = static_cast<double>(age_micros) / 1e6 + 1;
  if (!on_demand(table)) {
    const std::int64_t units = reads ? throughput.read_units : throughput.write_units;
    return {{&traffic.configured, {static_cast<double>(units), kBurstSeconds}, life, Limit::kProvisioned}};
  }
  std::vector<Gauge> gauges;
  const auto& maximum = demand.index == nullptr ? table.on_demand : demand.index->on_demand;
  const std::int64_t most = !maximum ? -1 : reads ? maximum->max_read_units : maximum->max_write_units;
  if (most > 0)
    gauges.push_back(
        {&traffic.configured, {static_cast<double>(most), kBurstSeconds}, life, Limit::kMaxOnDemand});
  gauges.push_back(
      {reads ? &state.account.reads : &state.account.writes, {kAccountTableUnits, 1}, 1, Limit::kAccount});
  const WarmThroughput warm =
      effective_warm(table.billing, throughput, demand.index == nullptr ? table.warm : demand.index->warm);
  const double least = static_cast<double>(reads ? warm.read_units : warm.write_units);
  gauges.push_back(
      {&traffic.scaled, {std::max(least, 2 * traffic.peak.previous(now)), 1}, 1, Limit::kKeyRange});
  return gauges;
}

void Throttling::find_reasons(TableState& state, const Demand& demand, std::int64_t now,
                              std::vector<Reason>* reasons) {
  auto add = [&](Limit limit) {
    const bool known = std::any_of(reasons->begin(), reasons->end(), [&](const Reason& reason) {
      return reason.limit == limit && reason.index == demand.index;
    });
    if (!known) reasons->push_back({limit, demand.index, demand.direction});
  };
  for (const Gauge& gauge : gauges(state, demand, now)) {
    gauge.bucket->refill(gauge.rate, gauge.first_seconds, now);
    if (gauge.bucket->empty()) add(gauge.limit);
  }
  const double of_partition =
      demand.direction == Direction::kRead ? kPartitionReadUnits : kPartitionWriteUnits;
  if (demand.partition && partitions_.empty(*demand.partition, of_partition, now)) add(Limit::kKeyRange);
}

void Throttling::take(TableState& state, const Demand& demand, std::int64_t now) {
  for (const Gauge& gauge : gauges(state, demand, now)) {
    gauge.bucket->refill(gauge.rate, gauge.first_seconds, now);
    gauge.bucket->take(demand.units);
  }
  if (on_demand(demand.table)) traffic_of(state, demand).peak.count(demand.units, now);
  const double of_partition =
      demand.direction == Direction::kRead ? kPartitionReadUnits : kPartitionWriteUnits;
  if (demand.partition) partitions_.take(*demand.partition, of_partition, demand.units, now);
}

Error Throttling::error_of(const TableSchema& table, const std::vector<Reason>& reasons) {
  const Reason& first = reasons.front();
  Error error;
  if (!on_demand(table)) {
    error.kind = ErrorKind::kThroughputExceeded;
    error.message =
        first.index == nullptr ? messages::kTableThroughputExceeded : messages::kIndexThroughputExceeded;
  } else if (first.limit == Limit::kAccount) {
    error.kind = ErrorKind::kRequestLimitExceeded;
    error.message = messages::kAccountLimitExceeded;
  } else {
    error.kind = ErrorKind::kOnDemandThrottled;
    error.message = first.limit == Limit::kMaxOnDemand ? messages::kOnDemandMaximumExceeded
                    : first.index == nullptr           ? messages::kTableScaling
                                                       : messages::kIndexScaling;
  }
  constexpr std::string_view kLimits[] = {"ProvisionedThroughputExceeded", "MaxOnDemandThroughputExceeded",
                                          "AccountLimitExceeded", "KeyRangeThroughputExceeded"};
  for (const Reason& reason : reasons) {
    std::string text = reason.index == nullptr ? "Table" : "Index";
    text += reason.direction == Direction::kRead ? "Read" : "Write";
    text += kLimits[static_cast<std::size_t>(reason.limit)];
    error.throttling_reasons.push_back(
        {std::move(text), reason.index == nullptr ? table.arn() : table.index_arn(reason.index->name)});
  }
  return error;
}

}  // namespace stator::db::table
