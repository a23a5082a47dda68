// Throttling: refuses requests that exceed the capacity of a table, a global index or a partition, as AWS
// does (rules 104-106; docs/decisions/throttling.md says what of AWS is followed how). A request is let in
// while there is any capacity at all, and takes what it costs.
//
// What has been consumed is kept in memory only; peaks() and restore() take the peaks of on-demand traffic
// over a restart.
//
// Thread-safe.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "db/capacity/partition_buckets.h"
#include "db/capacity/token_bucket.h"
#include "db/capacity/traffic_peak.h"
#include "db/model/error.h"
#include "db/table/database.h"
#include "storage/engine.h"

namespace stator::db::table {

inline constexpr double kBurstSeconds = 300;  // of unused capacity of a table or index; partitions save none
inline constexpr double kPartitionReadUnits = 3'000;  // a second
inline constexpr double kPartitionWriteUnits = 1'000;
// On-demand tables: the account's quota of a table together with its global indexes, a second.
inline constexpr double kAccountTableUnits = 40'000;

// What a read goes to.
struct ReadTarget {
  const TableSchema& table;
  const IndexSchema* index = nullptr;  // global; nullptr for the table, and for local indexes, which share it
  std::string_view partition;          // any storage key in it; empty: no partition counts (Scan)
};

struct WriteTarget {
  const TableSchema& table;
  std::string_view key;              // item_key()
  const ConsumedCapacity& consumed;  // what it costs, by place
  // Where the entries of global indexes are written, which names their partitions; nullptr = nowhere.
  const storage::Commit* commit = nullptr;
};

// What a table, or one of its global indexes, has grown to on demand.
struct GrownTraffic {
  std::uint32_t table_id = 0;
  std::uint16_t index_id = 0;  // 0: the table
  bool reads = false;
  capacity::TrafficPeak::State peak;  // its time is that of the wall clock
};

class Throttling {
 public:
  explicit Throttling(base::Clock& clock) : clock_(clock) {}

  // Takes the units, or takes none and says why: kThroughputExceeded, kOnDemandThrottled,
  // kRequestLimitExceeded, with reasons.
  Result<base::Ok> read(const ReadTarget& target, double units);
  // A global index without capacity holds the write back, too (rule 106).
  Result<base::Ok> write(const WriteTarget& target);
  // What a read that was let in has cost beyond what it took then.
  void read_more(const ReadTarget& target, double units);

  void forget(std::uint32_t table_id);

  // Those that let in more than a new table does.
  std::vector<GrownTraffic> peaks();
  void restore(const GrownTraffic& grown);

 private:
  enum class Direction { kRead, kWrite };
  enum class Limit { kProvisioned, kMaxOnDemand, kAccount, kKeyRange };
  // Reads or writes of a table or global index.
  struct Traffic {
    capacity::TokenBucket configured;  // what is provisioned, or the maximum that is set on demand
    capacity::TokenBucket scaled;      // what an on-demand table or index has grown to
    capacity::TrafficPeak peak;
  };
  struct Place {
    Traffic reads, writes;
  };
  struct Account {
    capacity::TokenBucket reads, writes;
  };
  struct TableState {
    std::mutex mutex;                       // guards the rest
    std::map<std::uint16_t, Place> places;  // by index id; 0 is the table
    Account account;
  };
  // One place that a request needs capacity of.
  struct Demand {
    const TableSchema& table;
    const IndexSchema* index;
    Direction direction;
    std::optional<std::uint64_t> partition;
    double units;
  };
  struct Reason {
    Limit limit;
    const IndexSchema* index;
    Direction direction;
  };
  // A bucket that a demand is taken from.
  struct Gauge {
    capacity::TokenBucket* bucket;
    capacity::Rate rate;
    double first_seconds;
    Limit limit;
  };

  std::shared_ptr<TableState> state_of(std::uint32_t table_id);
  // To the wall clock from the one that counts.
  std::int64_t wall_offset_nanos() const { return clock_.unix_micros() * 1000 - clock_.steady_nanos(); }
  Result<base::Ok> take_all(const std::vector<Demand>& demands);
  std::vector<Gauge> gauges(TableState& state, const Demand& demand, std::int64_t now);
  void find_reasons(TableState& state, const Demand& demand, std::int64_t now, std::vector<Reason>* reasons);
  void take(TableState& state, const Demand& demand, std::int64_t now);
  static Demand demand_of(const ReadTarget& target, double units);
  static void add_index_demands(const WriteTarget& target, const IndexSchema& index, double units,
                                std::vector<Demand>* demands);
  static Traffic& traffic_of(TableState& state, const Demand& demand);
  static Error error_of(const TableSchema& table, const std::vector<Reason>& reasons);

  base::Clock& clock_;
  capacity::PartitionBuckets partitions_;
  std::shared_mutex mutex_;  // guards tables_
  std::unordered_map<std::uint32_t, std::shared_ptr<TableState>> tables_;
};

}  // namespace stator::db::table
