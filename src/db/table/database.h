// The database: tables, items, indexes, Query and Scan. Knows no protocol; requests come typed and validated
// as far as that needs no table, answers are stored bytes and numbers.
//
// Thread-safety: every member may be called from any executor. Pointers and views in a request must stay
// alive until the call was awaited.
//
// Errors: db::Error with AWS's text. What needs the table's schema (key attributes, index names, start keys)
// is checked here, the rest by the caller before.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/task.h"
#include "base/task_group.h"
#include "db/expression/condition.h"
#include "db/expression/key_condition.h"
#include "db/expression/projection.h"
#include "db/expression/search_condition.h"
#include "db/expression/update.h"
#include "db/model/error.h"
#include "db/model/value.h"
#include "db/table/schema.h"
#include "storage/engine.h"

namespace stator::db::table {

// ---- capacity

// Units that one call consumed on one table, by place (rules 98-103).
struct ConsumedCapacity {
  std::string table_name;
  double table = 0;
  std::vector<std::pair<std::string, double>> local_indexes;  // by index name
  std::vector<std::pair<std::string, double>> global_indexes;
  std::vector<std::pair<std::string, double>> vector_indexes;  // bytes; no part of the total

  double total() const;
  void add(const ConsumedCapacity& other);
};

// Only for tables with local indexes, on writes (rule 97).
struct ItemCollectionMetrics {
  std::string key;  // map of the partition key attribute
  double size_low_gb = 0;
  double size_high_gb = 1;
};

// ---- reads

struct GetRequest {
  model::ItemView key;
  bool consistent = false;
  const expression::Projection* projection = nullptr;
};

struct GetOutcome {
  std::optional<std::string> item;
  ConsumedCapacity consumed;
  std::unique_ptr<Error> throttled;  // of get_items(): why this item was not read; otherwise nullptr
};

enum class Select { kAllAttributes, kAllProjectedAttributes, kSpecificAttributes, kCount };

struct ReadPageRequest {
  std::string_view index_name;               // empty = the table
  std::optional<Select> select;              // nothing = AWS's default
  std::optional<std::uint32_t> limit;        // of items evaluated
  std::optional<model::ItemView> start_key;  // ExclusiveStartKey
  bool consistent = false;
  const expression::Condition* filter = nullptr;
  const expression::Projection* projection = nullptr;
};

struct QueryRequest : ReadPageRequest {
  const expression::KeyCondition* key_condition = nullptr;  // never null
  bool forward = true;
};

struct ScanRequest : ReadPageRequest {
  std::uint32_t segment = 0;
  std::uint32_t total_segments = 1;
};

// One page. `items` view into buffers that the page owns.
struct ReadPage {
  std::vector<model::ItemView> items;  // empty for Select=COUNT
  std::uint64_t count = 0;
  std::uint64_t scanned_count = 0;
  std::string last_evaluated_key;  // map; empty = there is no more
  ConsumedCapacity consumed;

  std::vector<storage::ScanPage> pages;  // keeps bytes alive
  std::vector<std::unique_ptr<std::string>> buffers;
};

// ---- vectors

inline constexpr std::size_t kMaxSearchResults = 100;     // TopK
inline constexpr std::size_t kMaxSearchBytes = 16 << 20;  // of the items of a response

struct SearchRequest {
  std::string_view index_name;
  std::vector<model::ValueView> vector;  // SearchVector's elements
  std::size_t top_k = 1;                 // 1 to kMaxSearchResults
  const expression::SearchCondition* condition = nullptr;
  const expression::Projection* projection = nullptr;
};

struct SearchResult {
  std::string item;  // encoded
  double score = 0;
};

struct SearchOutcome {
  std::vector<SearchResult> results;  // nearest first
  double bytes = 0;                   // of the vectors that were compared, and of the items
};

// ---- writes

struct WriteOptions {
  const expression::Condition* condition = nullptr;
  bool return_item_on_condition_failure = false;
  // Whether the outcome has them.
  bool keeps_old_item = true, keeps_new_item = true;
  // Takes place with the write and only then, also where that changes nothing. Of no key that the write has.
  const storage::Write* beside = nullptr;
};

struct PutRequest : WriteOptions {
  model::ItemView item;
};
struct DeleteRequest : WriteOptions {
  model::ItemView key;
};
struct UpdateRequest : WriteOptions {
  model::ItemView key;
  const expression::Update* update = nullptr;  // nullptr: only makes sure that the item exists
  bool counts_actions = true;  // towards the size limit (rule 32); the updates of PartiQL do not
};

struct WriteOutcome {
  std::optional<std::string> old_item;  // nothing = there was none, or it was not to be kept
  std::optional<std::string> new_item;  // of an update, alike; a put's caller has it, a delete leaves none
  ConsumedCapacity consumed;
  std::optional<ItemCollectionMetrics> collection;
};

// One put or delete of a BatchWriteItem, which has no options, or of a bulk load.
struct BatchWrite {
  bool is_put = true;
  model::ItemView item_or_key;
  WriteOptions options = {};
};

// For every write of the batch: nothing when done, or why it was not (then it goes to UnprocessedItems).
struct BatchWriteOutcome {
  std::vector<std::optional<Error>> results;
  ConsumedCapacity consumed;
  std::vector<ItemCollectionMetrics> collections;  // one per distinct partition key
};

// ---- tables

struct TableDescription {
  std::shared_ptr<const TableSchema> schema;
  std::int64_t item_count = 0;
  std::int64_t size_bytes = 0;
  struct IndexCounts {
    std::int64_t item_count = 0;
    std::int64_t size_bytes = 0;
  };
  std::vector<IndexCounts> indexes;  // as schema->indexes
};

struct IndexUpdate {
  enum class Action { kCreate, kUpdate, kDelete };
  Action action;
  IndexSchema index;  // kCreate: all; kUpdate: name, throughput, on_demand, warm; kDelete: name
};

// What UpdateTable asks for; absent = leave as it is.
struct TableUpdate {
  std::vector<model::KeyAttribute> attribute_definitions;
  std::optional<BillingMode> billing;
  std::optional<Throughput> throughput;
  std::optional<OnDemandThroughput> on_demand;  // -1 removes, kUnitsUnchanged leaves as it is
  std::optional<WarmThroughput> warm;           // 0 leaves as it is
  std::vector<IndexUpdate> indexes;
  struct StreamChange {
    bool enabled = false;
    StreamViewType view = StreamViewType::kNewAndOldImages;
  };
  std::optional<StreamChange> stream;
  std::optional<bool> deletion_protection;
  std::optional<TableClass> table_class;
  std::optional<bool> sse_enabled;
  std::string sse_key;
};

struct TableNames {
  std::vector<std::string> names;   // in order of name
  std::optional<std::string> last;  // LastEvaluatedTableName
};

using TableRef = std::shared_ptr<const TableSchema>;

class Catalog;
class ItemLatches;
class ImageMemory;
class KeyActivity;
class Throttling;
class Histories;

// What transactions share with single writes.
struct DatabaseParts {
  storage::Engine& engine;
  const Catalog& catalog;
  ItemLatches& latches;
  base::Clock& clock;
  base::Executor& background;
  base::TaskGroup& tasks;  // background work that stop() waits for
  Throttling* throttling;  // nullptr: capacity is not enforced
  KeyActivity& keys;       // what contributor insights count
  ImageMemory& images;
};

class Database {
 public:
  struct Options {
    base::Clock* clock = &base::Clock::system();
    base::Executor* background = nullptr;  // runs index builds and deletions; never null
    std::uint64_t seed = 0;                // of table ids (UUIDs); 0 = from the system's random source
    // Time to live: how long after its expiry an item is deleted at the earliest, and how often expired items
    // are looked for (0 = only by delete_expired()).
    std::chrono::milliseconds expiry_delay{0};
    std::chrono::milliseconds expiry_pause{500};
    // Told, on the background executor, how many items of a table were deleted so.
    std::function<void(const TableSchema& table, std::uint64_t items)> expired;
    // Requests beyond a table's capacity are throttled; else capacity is only accounted for.
    bool enforce_capacity = false;
    std::size_t image_memory = 64 << 20;  // bytes: ImageMemory
  };
  static base::Task<Result<std::unique_ptr<Database>>> open(storage::Engine& engine, Options options);
  virtual ~Database() = default;

  // Stops background work and waits for it. Call after the last request and before the engine goes.
  virtual base::Task<> stop() = 0;

  // Control plane. Names are already validated; a table ARN must be resolved to its name by the caller (who
  // also checks that its region and account are the scope's).
  virtual base::Task<Result<TableDescription>> create_table(
      TableSchema definition) = 0;  // ids, times, epoch filled in
  virtual base::Task<Result<TableDescription>> describe_table(Scope scope, std::string name) = 0;
  virtual base::Task<Result<TableDescription>> update_table(Scope scope, std::string name,
                                                            TableUpdate update) = 0;
  virtual base::Task<Result<TableDescription>> delete_table(Scope scope, std::string name) = 0;
  virtual TableNames list_tables(const Scope& scope, std::optional<std::string_view> start_after,
                                 std::size_t limit) = 0;
  // Tags and the like: `change` edits a copy that is then stored and published. It must not touch keys or
  // indexes.
  virtual base::Task<Result<base::Ok>> change_settings(
      Scope scope, std::string name, std::function<Result<base::Ok>(TableSchema*)> change) = 0;

  // Switches time to live on or off; either goes on in the background (ENABLING, DISABLING). `attribute` is
  // the one that holds, or held, the moments of expiry.
  virtual base::Task<Result<base::Ok>> update_time_to_live(Scope scope, std::string name, bool enable,
                                                           std::string attribute) = 0;
  // Deletes what is expired now, of all tables; the background does so by itself. Returns the number of
  // items.
  virtual base::Task<Result<std::uint64_t>> delete_expired() = 0;

  // The table for data operations. kResourceNotFound (short text, rule 14) if it is not there.
  virtual Result<TableRef> find_table(const Scope& scope, std::string_view name) const = 0;

  // Data plane.
  virtual base::Task<Result<GetOutcome>> get_item(TableRef table, GetRequest request) = 0;
  // One outcome per request, in order; reads of one table. Each may be throttled by itself.
  virtual base::Task<Result<std::vector<GetOutcome>>> get_items(TableRef table,
                                                                std::vector<GetRequest> requests) = 0;
  virtual base::Task<Result<WriteOutcome>> put_item(TableRef table, PutRequest request) = 0;
  virtual base::Task<Result<WriteOutcome>> update_item(TableRef table, UpdateRequest request) = 0;
  virtual base::Task<Result<WriteOutcome>> delete_item(TableRef table, DeleteRequest request) = 0;
  // Of writes that are valid for the table (validate_item, validate_key).
  virtual base::Task<Result<BatchWriteOutcome>> batch_write(TableRef table,
                                                            std::vector<BatchWrite> writes) = 0;
  virtual base::Task<Result<ReadPage>> query(TableRef table, QueryRequest request) = 0;
  virtual base::Task<Result<ReadPage>> scan(TableRef table, ScanRequest request) = 0;
  virtual base::Task<Result<SearchOutcome>> search(TableRef table, SearchRequest request) = 0;

  // Checks of keys and items against the schema, without touching storage: what AWS validates for all parts
  // of a batch before it does any. validate_item: keys of the table and its indexes, types, sizes, 400 KB.
  virtual Result<base::Ok> validate_key(const TableSchema& table, model::ItemView key) const = 0;
  virtual Result<base::Ok> validate_item(const TableSchema& table, model::ItemView item) const = 0;

  virtual DatabaseParts parts() = 0;
  virtual Histories& histories() = 0;
};

}  // namespace stator::db::table
