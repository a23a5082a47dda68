// Streams of changes, to be read: which there are, their shards, their records.
//
// Thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/task.h"
#include "db/change/change.h"
#include "db/stream/call_limits.h"
#include "db/stream/failure.h"
#include "db/stream/names.h"
#include "db/table/database.h"
#include "db/table/stream_registry.h"
#include "storage/engine.h"

namespace stator::db::stream {

// Of the records that one read returns, by their size as the stream shows them; a larger one comes alone.
inline constexpr std::size_t kMaxPageBytes = 1 << 20;
inline constexpr std::size_t kMaxPageRecords = 1000;

struct Shard {
  ShardName name;
  std::optional<ShardName> parent;  // nothing also where the parent is trimmed
  std::uint64_t first_sequence = 0;
  std::optional<std::uint64_t> last_sequence;  // set when closed
};

struct ShardRequest {
  std::optional<std::uint64_t> after;   // number of the shard where the page before ended
  std::optional<std::uint64_t> parent;  // only children of the shard with this number
  std::size_t limit = 100;
};

struct ShardPage {
  std::vector<Shard> shards;  // in order of their numbers: parents before children
  bool has_more = false;
};

// Where a reader goes on: at the first record of the shard with this sequence number or a higher one.
struct Position {
  std::uint64_t shard = 0;
  std::uint64_t sequence = 0;
};

enum class StartAt : std::uint8_t { kTrimHorizon, kLatest, kAtSequence, kAfterSequence };

// `change` views into the page, and has only the images that the stream shows.
struct Record {
  std::uint64_t sequence = 0;
  std::int64_t commit_time_micros = 0;
  change::Change change;

  std::size_t size_bytes() const;
};

struct RecordPage {
  std::vector<Record> records;            // in order of sequence number
  std::optional<Position> next;           // nothing: the shard is closed, and all of it was read
  std::vector<storage::LogRecord> bytes;  // keeps the records' bytes
};

class Streams {
 public:
  // The database must outlive this. `limit_calls`: readers that call too often are refused.
  explicit Streams(table::Database& database, bool limit_calls = false);

  // kNoStream where it never was, or its day is over.
  base::Task<Result<Stream>> find(table::Scope scope, std::string table_name, std::string label);
  base::Task<Result<std::vector<Stream>>> list(table::StreamRegistry::ListRequest request);
  // The document that is attached to a stream; empty where there is none, or its table is gone.
  std::string resource_policy(const table::Scope& scope, std::string_view table_name,
                              std::string_view label) const;
  base::Task<Result<ShardPage>> shards(Stream stream, ShardRequest request);

  // `sequence` counts for kAtSequence and kAfterSequence. Errors: kNoShard, kBadSequence, kTrimmed.
  base::Task<Result<Position>> position(Stream stream, ShardName shard, StartAt start,
                                        std::uint64_t sequence);

  // At most `limit` records (1 to kMaxPageRecords); an empty page of an open shard is normal. Errors:
  // kNoStream, kTrimmed where records at the position, or the whole shard, are gone.
  base::Task<Result<RecordPage>> read(Stream stream, Position position, std::size_t limit);

  // To be asked before a client's call is served. Error: kThrottled.
  Result<base::Ok> admit_reader(const Stream& stream, const Position& position);
  Result<base::Ok> admit_description(const Stream& stream);

 private:
  const table::Database& database_;
  storage::Engine& engine_;
  table::StreamRegistry registry_;
  std::unique_ptr<CallLimits> limits_;  // nothing: all are served
};

}  // namespace stator::db::stream
