// The storage engine: one ordered keyspace of byte strings with atomic guarded commits, change logs and
// counters. Everything Stator keeps goes through this interface; it knows nothing of tables or items.
//
// Thread-safety: every member may be called from any thread. Coroutines resume on the executor that awaited
// them. Views passed in are copied or used before the call first suspends, unless said otherwise.
//
// Durability: once a commit's completion says ok, it survives what the engine's mode promises (see
// Durability). In Durability::kFull a read never returns a value that a crash could take back.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/task.h"

namespace stator::storage {

enum class Durability {
  kFull,     // acknowledged = on disk
  kRelaxed,  // synced every 100 ms: a crash of the machine may take back the last moment
  kNone,     // memory only
};

// Orders the commits that wrote one key; 0 = the key is absent. Two versions compare only for one key.
using CommitVersion = std::uint64_t;

enum class ErrorCode {
  kConflict,  // a guard did not hold: nothing was written; read again and plan anew
  kFenced,    // a fence was raised above the commit's epoch: nothing was written; plan with the new schema
  kBusy,      // queue full or the engine is stalled: nothing was written; retryable
  kUnknownOutcome,  // the commit may or may not have happened (failed sync)
  kUnavailable,     // the engine takes no writes (failed sync before, disk full); message says why
  kNotFound,        // no such log group or shard
  kTrimmed,         // log records before this point are gone
  kCorrupt,         // stored bytes fail their checks
  kIo,              // reading failed
};

struct Error {
  ErrorCode code;
  std::string message;  // for people; one line
};

template <typename T>
using Result = base::Result<T, Error>;

// ---- reads

struct Record {
  CommitVersion version = 0;  // 0 = absent
  std::string value;

  bool exists() const { return version != 0; }
};

// [begin, end) in byte order. An empty `end` means no upper bound.
struct KeyRange {
  std::string begin;
  std::string end;
};

enum class Direction { kForward, kBackward };

struct ScanLimits {
  std::size_t max_bytes = 1 << 20;  // of keys and values; the entry that crosses it is still returned
  std::size_t max_entries = 1024;
};

// One page of a scan, from one snapshot, all bytes in one buffer. Views live as long as the page.
class ScanPage {
 public:
  struct Entry {
    std::string_view key;
    std::string_view value;
    CommitVersion version;
  };

  const std::vector<Entry>& entries() const { return entries_; }
  // The range that is left, or nothing when the scan is at its end.
  const std::optional<KeyRange>& rest() const { return rest_; }

  // For engines. `data` must not be moved in memory afterwards (a unique_ptr keeps it in place).
  ScanPage() = default;
  ScanPage(std::vector<std::unique_ptr<char[]>> chunks, std::vector<Entry> entries,
           std::optional<KeyRange> rest)
      : chunks_(std::move(chunks)), entries_(std::move(entries)), rest_(std::move(rest)) {}

 private:
  std::vector<std::unique_ptr<char[]>> chunks_;
  std::vector<Entry> entries_;
  std::optional<KeyRange> rest_;
};

// ---- commits

struct Guard {
  std::string key;
  CommitVersion expected = 0;  // 0 = must be absent
};

// The schema epoch that a writer planned with. A table without a raised fence has epoch 0.
struct Fence {
  std::uint64_t table = 0;
  std::uint64_t epoch = 0;
};

struct Write {
  std::string key;
  std::optional<std::string> value;  // nothing = delete
};

// A write that belongs to a source key and may become visible after the commit: never lost, and ordered per
// source key. Engines with one place for all keys apply it in the same batch.
struct DeferredWrite {
  std::string source_key;
  std::string key;
  std::optional<std::string> value;
};

struct LogAppend {
  std::uint64_t group = 0;
  std::string source_key;  // picks the shard; records of one source key keep commit order
  std::string record;
};

struct CounterAdd {
  std::string key;
  std::int64_t delta = 0;
};

// All or nothing. An empty one is legal. With guards and fences only, nothing is synced. Fences are checked
// first (kFenced), then guards (kConflict), then the log groups (kNotFound).
struct Commit {
  std::vector<Guard> guards;
  std::vector<Fence> fences;
  std::vector<Write> writes;  // a key stands at most once in writes and deferred together
  std::vector<DeferredWrite> deferred;
  std::vector<LogAppend> appends;
  std::vector<CounterAdd> adds;
};

struct CommitReceipt {
  CommitVersion version = 0;             // now the version of every key written (a deleted one has 0: absent)
  std::int64_t commit_time_micros = 0;   // stamped on the log records
  std::vector<std::uint64_t> sequences;  // one per append, in order
};

using CommitCompletion = base::Completion<Result<CommitReceipt>>;

// ---- change logs

// Shards cut the space of source-key hashes. A closed shard takes no more records; its children do.
struct LogShard {
  std::uint64_t id = 0;  // unique in its group, growing
  std::optional<std::uint64_t> parent;
  std::uint64_t hash_begin = 0;  // [hash_begin, hash_end], of the 64-bit hash of the source key
  std::uint64_t hash_end = ~0ULL;
  std::uint64_t first_sequence = 0;            // records of this shard have sequence >= this
  std::optional<std::uint64_t> last_sequence;  // set when closed: all records are <= this
  std::int64_t created_micros = 0;
  std::optional<std::int64_t> closed_micros;
  std::uint64_t trimmed_upto = 0;  // records below are gone; a reader starts at this or first_sequence
};

struct LogRecord {
  std::uint64_t sequence = 0;  // unique in its group and growing per shard
  std::int64_t commit_time_micros = 0;
  std::string record;
};

struct LogPage {
  std::vector<LogRecord> records;
  std::uint64_t next_sequence = 0;  // pass as `from` for the next page
  bool shard_drained = false;       // closed, and nothing follows
};

// ---- the engine

class Engine {
 public:
  virtual ~Engine() = default;

  // All keys from one snapshot, in the order asked. An absent key gives a Record with version 0.
  virtual base::Task<Result<std::vector<Record>>> get(std::span<const std::string_view> keys) = 0;
  // The same for one key, without the vector.
  virtual base::Task<Result<Record>> get_one(std::string_view key) = 0;

  // One page. Runs on a pool when it has to touch the disk.
  virtual base::Task<Result<ScanPage>> scan(KeyRange range, Direction direction, ScanLimits limits) = 0;

  // Puts the commit in line and returns the version that it will have, before it is durable: a later commit
  // may guard on that version at once, and fails with kConflict if this one fails. `done` is set exactly once
  // if and only if submit succeeds, maybe before submit returns. Errors: kBusy, kUnavailable (then done is
  // not used). Commits take effect in the order of submission.
  virtual Result<CommitVersion> submit(Commit commit, CommitCompletion& done) = 0;

  // After this returns ok, every commit with a lower epoch for this table has either happened or will fail
  // with kFenced, also over restarts. Lowering has no effect.
  virtual base::Task<Result<base::Ok>> raise_fence(std::uint64_t table, std::uint64_t epoch) = 0;

  // Deletes all keys and counters in the range, durably: after ok no read sees them. Never used for logs. The
  // caller sees to it (with a fence) that nobody writes into the range at the same time.
  virtual base::Task<Result<base::Ok>> drop_range(KeyRange range) = 0;

  // The value of a counter; 0 when it was never added to. Sees every acknowledged commit. Counters have a
  // space of their own beside the keys.
  virtual base::Task<Result<std::int64_t>> read_counter(std::string_view key) = 0;

  // Change logs. A group exists from create_log_group until drop_log_group; appends to a missing group fail
  // the commit with kNotFound. Creating one that exists is a kConflict, dropping one that does not a
  // kNotFound. The number of a dropped group is not used again.
  virtual base::Task<Result<base::Ok>> create_log_group(std::uint64_t group, std::uint32_t shards) = 0;
  virtual base::Task<Result<base::Ok>> drop_log_group(std::uint64_t group) = 0;
  virtual base::Task<Result<std::vector<LogShard>>> list_shards(std::uint64_t group) = 0;
  // Records with sequence >= from. kTrimmed where from < trimmed_upto, kNotFound where the shard is gone. A
  // record that was read implies that every lower one of its shard was readable before: readers skip nothing.
  virtual base::Task<Result<LogPage>> read_log(std::uint64_t group, std::uint64_t shard, std::uint64_t from,
                                               ScanLimits limits) = 0;
  // Closes the shard and opens `children` (1 = roll over, 2 = split) that divide its hash range. kConflict
  // where it is closed already.
  virtual base::Task<Result<base::Ok>> roll_shard(std::uint64_t group, std::uint64_t shard,
                                                  std::uint32_t children) = 0;
  // Drops records with sequence < upto (at most all there are now); a closed shard that is empty afterwards
  // disappears.
  virtual base::Task<Result<base::Ok>> trim_log(std::uint64_t group, std::uint64_t shard,
                                                std::uint64_t upto) = 0;

  // After ok, no crash that the mode covers takes back a commit that was acknowledged before. To be awaited
  // before what cannot be taken back, such as removing a file that a commit has dropped.
  virtual base::Task<Result<base::Ok>> sync() = 0;

  virtual Durability durability() const = 0;
};

// submit + wait. For callers without a use for the version before it is durable.
inline base::Task<Result<CommitReceipt>> commit(Engine& engine, Commit commit) {
  CommitCompletion done;
  auto accepted = engine.submit(std::move(commit), done);
  if (!accepted.ok()) co_return std::move(accepted).error();
  auto receipt = co_await done;
  co_return receipt;
}

// How often who reads a record, guards it and commits does so anew, under contention for the record, before
// telling the caller that the engine is busy. Writers with latches or many guards have limits of their own.
inline constexpr std::size_t kMaxCommitAttempts = 100;

// Whether another writer was first: nothing was written, and the same may work on what is there now.
inline bool is_conflict(const Result<CommitReceipt>& done) {
  return !done.ok() && done.error().code == ErrorCode::kConflict;
}

}  // namespace stator::storage
