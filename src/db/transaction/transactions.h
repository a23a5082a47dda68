// Transactions over items of one account and region: all or nothing, serialisable with single reads and
// writes (rules 107-111).
//
// A transaction takes the latches of its items without waiting; what meets another write under way is
// cancelled with TransactionConflict. It keeps the latches until its one commit has ended, so single writes
// that meet it are refused.
//
// Thread-safe. Views and pointers in a request must stay alive until the call was awaited.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/task.h"
#include "db/table/database.h"
#include "db/table/image_memory.h"
#include "db/transaction/client_tokens.h"

namespace stator::db::transaction {

inline constexpr std::size_t kMaxActions = 100;            // rule 107
inline constexpr std::size_t kMaxBytes = 4 * 1024 * 1024;  // of all items together

struct ConditionCheck : table::WriteOptions {
  model::ItemView key;
};

struct WriteAction {
  table::TableRef table;
  std::variant<const table::PutRequest*, const table::UpdateRequest*, const table::DeleteRequest*,
               const ConditionCheck*>
      action;
};

struct ReadAction {
  table::TableRef table;
  table::GetRequest get;
};

enum class CancellationCode {
  kNone,
  kConditionalCheckFailed,
  kItemCollectionSizeLimitExceeded,
  kTransactionConflict,
  kValidationError,
  kDuplicateItem,
  kProvisionedThroughputExceeded,
  kThrottlingError,
};

// One per action, in request order.
struct CancellationReason {
  CancellationCode code = CancellationCode::kNone;
  std::string message;
  std::string item;  // stored bytes, where the action asked for it
};

struct WriteOutcome {
  std::vector<CancellationReason> reasons;  // not empty: cancelled, nothing was written
  bool replayed = false;                    // the token had done it before; `consumed` are read units then
  std::vector<table::ConsumedCapacity> consumed;  // one a table, in order of first appearance
  struct Collection {
    std::string table_name;
    table::ItemCollectionMetrics metrics;
  };
  std::vector<Collection> collections;
};

struct ReadOutcome {
  std::vector<CancellationReason> reasons;
  std::vector<std::optional<std::string>> items;  // in request order
  std::vector<table::ConsumedCapacity> consumed;
};

// What is wrong with an action by itself, whatever is stored: see Transactions::write.
Result<base::Ok> check_action(const WriteAction& action);

class Transactions {
 public:
  explicit Transactions(table::Database& database);

  // Errors of the whole call: kValidation (an item named twice, more than 4 MB, an empty or long key, a put
  // that is too large), kIdempotentParameterMismatch, kTransactionInProgress, kThrottled, kInternal. A key
  // that does not fit the schema cancels, and is the only reason (seen: floci-io/floci#3674, 2026-09).
  base::Task<Result<WriteOutcome>> write(std::vector<WriteAction> actions, std::optional<ClientToken> token);
  base::Task<Result<ReadOutcome>> read(std::vector<ReadAction> actions);

  table::Database& database() { return database_; }

 private:
  enum class Step { kDone, kRetry };
  struct Attempt;

  base::Task<Result<WriteOutcome>> write_once(const std::vector<WriteAction>& actions,
                                              const std::optional<ClientToken>& token, Step* step);
  base::Task<Result<WriteOutcome>> write_guarded(std::vector<WriteAction>* actions,
                                                 const std::optional<ClientToken>& token);
  // Of items whose latches are held, so that they need not be of one moment. Large ones are counted.
  base::Task<storage::Result<std::vector<storage::Record>>> read_latched(
      std::span<const std::string_view> keys, table::ImageMemory::Lease* lease);
  Result<base::Ok> refresh_tables(std::vector<WriteAction>* actions) const;

  table::Database& database_;
  table::DatabaseParts parts_;
  ClientTokens tokens_;
};

}  // namespace stator::db::transaction
