// What a table is: its identity, keys, indexes and settings. Immutable once published; a change makes a new
// one with a higher epoch.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "db/model/key_schema.h"

namespace stator::db::table {

// Tables of different accounts and regions share nothing.
struct Scope {
  std::string account;  // twelve digits
  std::string region;

  bool operator==(const Scope&) const = default;
};

enum class TableStatus : std::uint8_t { kCreating, kUpdating, kDeleting, kActive };
enum class IndexStatus : std::uint8_t { kCreating, kUpdating, kDeleting, kActive };
enum class BillingMode : std::uint8_t { kProvisioned, kPayPerRequest };
enum class ProjectionType : std::uint8_t { kAll, kKeysOnly, kInclude };
enum class StreamViewType : std::uint8_t { kKeysOnly, kNewImage, kOldImage, kNewAndOldImages };
enum class TableClass : std::uint8_t { kStandard, kStandardInfrequentAccess };
enum class DistanceFunction : std::uint8_t { kCosine, kEuclidean, kDotProduct };

inline constexpr std::size_t kMaxGlobalIndexes = 20;  // rule 41
inline constexpr std::size_t kMaxLocalIndexes = 5;
inline constexpr std::size_t kMaxProjectedAttributes = 100;  // over all INCLUDE indexes
// Of vector indexes: a table's (public threads with answers of AWS call a sixth one too many), and the most
// that embeddings have (developer guide, quotas).
inline constexpr std::size_t kMaxVectorIndexes = 5;
inline constexpr std::int64_t kMaxDimensions = 4'096;
inline constexpr std::size_t kMaxTags = 50;
inline constexpr std::size_t kMaxPolicyBytes = 20 << 10;
inline constexpr std::int64_t kMaxItemCollectionBytes = 10LL << 30;  // rule 97

struct Throughput {
  std::int64_t read_units = 0;
  std::int64_t write_units = 0;
  std::int64_t last_increase_micros = 0;  // 0 = never
  std::int64_t last_decrease_micros = 0;
  std::int64_t decreases_today = 0;  // in the UTC day of last_decrease_micros
  // The most that there ever was, but for what is now: it stays warm, and on demand it can be reached at
  // once.
  std::int64_t highest_read_units = 0;
  std::int64_t highest_write_units = 0;

  bool operator==(const Throughput&) const = default;
};

// Of an update: what was not asked for.
inline constexpr std::int64_t kUnitsUnchanged = std::numeric_limits<std::int64_t>::min();

// -1 = not set.
struct OnDemandThroughput {
  std::int64_t max_read_units = -1;
  std::int64_t max_write_units = -1;

  bool operator==(const OnDemandThroughput&) const = default;
};

// What the user asked to be kept warm, a second. 0 = not set: then it is what the table's capacity mode
// gives.
struct WarmThroughput {
  std::int64_t read_units = 0;
  std::int64_t write_units = 0;

  bool operator==(const WarmThroughput&) const = default;
};
// Of an on-demand table or index without a setting, unless more was provisioned before.
inline constexpr WarmThroughput kOnDemandWarmThroughput{12'000, 4'000};

// What is described: never less than the capacity mode gives, or ever gave (warm-throughput).
WarmThroughput effective_warm(BillingMode billing, const Throughput& throughput,
                              const WarmThroughput& wanted);

struct ProjectionSpec {
  ProjectionType type = ProjectionType::kAll;
  std::vector<std::string> non_key_attributes;  // kInclude only, in the order given

  bool operator==(const ProjectionSpec&) const = default;
};

// What makes a global index one of vectors: SearchVectors finds the items whose vectors are nearest.
struct VectorSpec {
  std::string attribute;  // a list of as many numbers as there are dimensions
  std::uint32_t dimensions = 0;
  DistanceFunction distance = DistanceFunction::kCosine;
  std::vector<model::KeyAttribute> filters;  // INLINE_FILTER of the search schema, in the order given

  bool operator==(const VectorSpec&) const = default;
};

// Of a vector index `keys` has the HASH of its search schema, or nothing.
struct IndexSchema {
  std::uint16_t id = 0;  // one of a deleted index comes again late; 0 is the table itself
  bool global = false;   // also of a vector index
  std::string name;
  model::KeySchema keys;
  ProjectionSpec projection;
  Throughput throughput;                        // global, provisioned tables
  std::optional<OnDemandThroughput> on_demand;  // global
  WarmThroughput warm;                          // global
  std::optional<VectorSpec> vector;
  IndexStatus status = IndexStatus::kActive;
  bool backfilling = false;

  // Derived, not stored: sorted names of the attributes in an entry; empty for kAll. Call derive() after a
  // change of keys or projection.
  std::vector<std::string> projected_names;
  void derive(const model::KeySchema& table_keys);
  bool projects(std::string_view attribute) const;
  // The non-key attributes that count towards kMaxProjectedAttributes (API_CreateTable, VectorIndexes).
  std::size_t projected_count() const;

  bool operator==(const IndexSchema&) const = default;
};

inline bool shows_old_image(StreamViewType view) {
  return view == StreamViewType::kOldImage || view == StreamViewType::kNewAndOldImages;
}
inline bool shows_new_image(StreamViewType view) {
  return view == StreamViewType::kNewImage || view == StreamViewType::kNewAndOldImages;
}

struct StreamSpec {
  StreamViewType view = StreamViewType::kNewAndOldImages;
  std::string label;  // 2026-01-31T12:00:00.000, part of the stream's ARN
  std::uint64_t log_group = 0;

  bool operator==(const StreamSpec&) const = default;
};

struct Tag {
  std::string key;
  std::string value;

  bool operator==(const Tag&) const = default;
};

// A resource-based policy.
struct ResourcePolicy {
  std::string stream_label;  // of the stream that it is attached to; empty: the table
  std::string document;      // JSON, as sent
  std::string revision_id;

  bool operator==(const ResourcePolicy&) const = default;
};

enum class TimeToLiveStatus : std::uint8_t { kDisabled, kEnabling, kEnabled, kDisabling };

struct TimeToLive {
  TimeToLiveStatus status = TimeToLiveStatus::kDisabled;
  std::string attribute;       // empty while disabled
  std::uint16_t index_id = 0;  // of its time index; a table's next one differs, so that they never mix

  // Writers keep the time index up to date.
  bool maintained() const {
    return status == TimeToLiveStatus::kEnabling || status == TimeToLiveStatus::kEnabled;
  }
  bool operator==(const TimeToLive&) const = default;
};

// The log of old images from which the table's earlier states can be had: for recovery to a point in time,
// and for backups that are made while writes go on. There is one as long as somebody needs it.
struct History {
  std::uint64_t log_group = 0;
  bool continuous = false;        // point-in-time recovery is on; what follows counts only then
  std::int64_t since_micros = 0;  // since when it is on
  std::int32_t period_days = 35;

  bool operator==(const History&) const = default;
};

enum class InsightsMode : std::uint8_t { kAccessedAndThrottledKeys, kThrottledKeys };

// Contributor insights of a table or a global index: whether the keys that are accessed and throttled most
// are counted. There is one for each place for which they were ever enabled.
struct Insights {
  std::uint16_t index_id = 0;  // 0: the table
  bool enabled = false;
  InsightsMode mode = InsightsMode::kAccessedAndThrottledKeys;
  std::int64_t since_millis = 0;    // when the rules were made; different for all places of a scope
  std::int64_t updated_micros = 0;  // of the last change
  bool refused = false;             // there were too many rules; not enabled then

  bool operator==(const Insights&) const = default;
};

// Of a table that was restored.
struct RestoreOrigin {
  std::string backup_arn;  // empty: recovered to a point in time
  std::string table_arn;
  std::int64_t moment_micros = 0;  // whose state it has
  bool in_progress = false;
  std::uint32_t source_id = 0;   // of the table, or the backup's data, that the items come from
  std::uint64_t source_log = 0;  // the source's history; 0 = of a backup

  bool operator==(const RestoreOrigin&) const = default;
};

struct TableSchema {
  Scope scope;
  std::string name;
  std::uint32_t id = 0;     // never reused: a re-created table shares nothing with its predecessor
  std::string uuid;         // TableId
  std::uint64_t epoch = 1;  // grows with every change that writers must know
  std::int64_t created_micros = 0;
  TableStatus status = TableStatus::kActive;
  model::KeySchema keys;
  std::vector<IndexSchema> indexes;  // in the order given, local before global
  std::uint16_t next_index_id = 1;
  BillingMode billing = BillingMode::kProvisioned;
  std::int64_t on_demand_since_micros = 0;  // 0 = on-demand was never set: no BillingModeSummary then
  std::vector<std::int64_t> on_demand_switches_micros;  // the latest ones, oldest first; see table_update.h
  Throughput throughput;
  std::optional<OnDemandThroughput> on_demand;
  WarmThroughput warm;
  std::optional<StreamSpec> stream;
  std::optional<StreamSpec> last_stream;  // the one that was switched off: LatestStreamArn stays
  bool deletion_protection = false;
  std::optional<TableClass> table_class;  // only when it was given
  std::int64_t table_class_changed_micros = 0;
  std::vector<std::int64_t> table_class_changes_micros;  // the latest ones, oldest first; see table_update.h
  bool sse_enabled = false;                              // KMS
  std::string sse_key;                                   // ARN of the key, empty = the default
  std::vector<Tag> tags;
  std::vector<ResourcePolicy> policies;  // one for the table, one for each of its streams, at most
  TimeToLive time_to_live;
  std::optional<History> history;
  std::optional<RestoreOrigin> origin;
  std::vector<Insights> insights;  // in order of index id; requests look no further where it is empty

  // nullptr: never enabled.
  const Insights* find_insights(std::uint16_t index_id) const {
    for (const Insights& each : insights)
      if (each.index_id == index_id) return &each;
    return nullptr;
  }
  const ResourcePolicy* find_policy(std::string_view stream_label) const {
    for (const ResourcePolicy& policy : policies)
      if (policy.stream_label == stream_label) return &policy;
    return nullptr;
  }
  const IndexSchema* find_index(std::string_view index_name) const {
    for (const IndexSchema& index : indexes)
      if (index.name == index_name) return &index;
    return nullptr;
  }
  // Its deletion leaves a backup.
  bool leaves_backup() const { return history && history->continuous; }
  bool has_local_indexes() const {
    for (const IndexSchema& index : indexes)
      if (!index.global) return true;
    return false;
  }
  bool operator==(const TableSchema&) const = default;

  // arn:aws:dynamodb:<region>:<account>:table/<name>
  std::string arn() const;
  std::string index_arn(std::string_view index_name) const;  // <arn>/index/<name>
  // AttributeDefinitions: every key attribute of the table and its indexes once, in order of name.
  std::vector<model::KeyAttribute> attribute_definitions() const;
};

}  // namespace stator::db::table
