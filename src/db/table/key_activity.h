// Which keys are accessed and throttled most: what contributor insights count, of tables and global indexes
// that have them enabled.
//
// Each thread counts for itself, in one of kStripes parts, so event loops do not wait for each other; take()
// visits all parts. Memory is bounded: kMaxPlaces tables and indexes a part, four summaries each
// (TopContributors). Requests to further ones are not counted until the next take().
//
// Thread-safe. Every call is for tables whose `insights` are not empty: who serves a request looks there
// first, so that nothing else is done for a table without.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "db/expression/key_condition.h"
#include "db/model/error.h"
#include "db/model/value.h"
#include "db/table/database.h"
#include "monitoring/contributors/top_contributors.h"

namespace stator::db::table {

// What is counted: of partition keys or of whole keys, units of throughput or throttled requests.
enum class KeyCount : std::uint8_t {
  kAccessedPartitions,
  kAccessedItems,
  kThrottledPartitions,
  kThrottledItems
};
inline constexpr std::size_t kKeyCounts = 4;

// Keys as contributors: the values of the key's attributes, one after the other, each with its length in
// front (u16, big-endian) and in its stored form (docs/formats/item.md).
std::string contributor_key(std::span<const std::string_view> values);
// The values as text: strings as they are, numbers as DynamoDB shows them, binary in base64. Nothing for what
// is no such key.
std::optional<std::vector<std::string>> contributor_texts(std::string_view key);

// What was counted for a table or index in one minute, or a part of it.
struct KeyWindow {
  std::uint32_t table_id = 0;
  std::uint16_t index_id = 0;                                  // 0: the table
  std::int64_t since_millis = 0;                               // Insights::since_millis
  std::int64_t minute_seconds = 0;                             // its begin
  std::array<monitoring::TopContributors, kKeyCounts> counts;  // by KeyCount
};

class KeyActivity {
 public:
  static constexpr std::size_t kStripes = 16;
  static constexpr std::size_t kMaxPlaces = 100;
  // A unit that is written counts as much (AWS: developer guide, contributorinsights_HowItWorks).
  static constexpr double kWriteWeight = 3;

  explicit KeyActivity(base::Clock& clock) : clock_(clock) {}

  void read(const TableSchema& table, model::ItemView key, double units);
  // A page of a query counts once, for its partition key; `index` is nullptr for the table, and for local
  // indexes, which share it.
  void queried(const TableSchema& table, const IndexSchema* index, const expression::KeyCondition& condition,
               double units);
  // `source` has the table's key; the images say which entries of indexes were written.
  void wrote(const TableSchema& table, model::ItemView source, const std::optional<model::ItemView>& before,
             const std::optional<model::ItemView>& after, const ConsumedCapacity& consumed);
  // A write that only an index held back is not counted (the same page); nor are errors that say nothing of
  // capacity.
  void throttled(const TableSchema& table, model::ItemView key, const Error& error);
  void throttled_query(const TableSchema& table, const IndexSchema* index,
                       const expression::KeyCondition& condition, const Error& error);

  // What was counted since the last time.
  std::vector<KeyWindow> take();

 private:
  struct alignas(64) Stripe {
    std::mutex mutex;  // guards the rest
    std::unordered_map<std::uint64_t, KeyWindow> places;
    std::vector<KeyWindow> finished;
  };
  struct Key {
    std::string_view partition, whole;  // whole: empty where there is no sort key
  };

  // `insights`: those of the place, which count this.
  void count(const TableSchema& table, const Insights& insights, bool throttled, const Key& key,
             double weight);

  base::Clock& clock_;
  std::array<Stripe, kStripes> stripes_;
};

}  // namespace stator::db::table
