// Client request tokens: a transaction that is sent again within ten minutes is not done again (rule 111),
// also over restarts.
//
// A record is committed together with the transaction, under a key that begins with its ten-minute bucket;
// old buckets are dropped whole.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/task.h"
#include "db/table/database.h"

namespace stator::db::transaction {

inline constexpr std::size_t kMaxTokenLength = 36;
inline constexpr std::int64_t kTokenLifetimeMicros = 10LL * 60 * 1'000'000;

struct ClientToken {
  std::string operation;  // tokens of different operations do not meet
  table::Scope scope;
  std::string token;
  std::string digest;  // of the request's content
};

// What a transaction left: enough to answer a replay.
struct TokenRecord {
  std::string digest;
  std::int64_t completed_micros = 0;
  std::vector<table::ConsumedCapacity> read_units;  // table arms only
};

// Thread-safe.
class ClientTokens {
 public:
  explicit ClientTokens(table::DatabaseParts parts) : parts_(parts) {}

  // Marks a token as being worked on; false when it is already. Every true needs an end().
  bool begin(const ClientToken& token);
  void end(const ClientToken& token);

  base::Task<Result<std::optional<TokenRecord>>> find(ClientToken token);
  // Adds the record to the transaction's commit, with a guard that it is not there yet.
  void add_to(const ClientToken& token, const TokenRecord& record, storage::Commit* commit);
  // Drops buckets whose tokens have all expired. Cheap when there is nothing to do.
  void drop_expired();

 private:
  std::int64_t bucket_now() const;

  table::DatabaseParts parts_;
  std::mutex mutex_;  // guards what follows
  std::set<std::string> running_;
  std::int64_t dropped_upto_ = 0;  // buckets below are gone
};

}  // namespace stator::db::transaction
