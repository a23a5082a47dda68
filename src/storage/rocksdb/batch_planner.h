// Turns commits into one WriteBatch: checks their fences and guards in order, also against what the batch
// itself will write, and gives out log sequence numbers. Not thread-safe: whoever applies commits owns it.
#pragma once

#include <rocksdb/write_batch.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "storage/engine.h"
#include "storage/log_group.h"
#include "storage/rocksdb/database.h"

namespace stator::storage::rocks {

class BatchPlanner {
 public:
  // Starts an empty batch. Every commit in it is stamped with this time.
  void begin(std::int64_t commit_time_micros);

  // Adds the commit to the batch, or says why not and leaves the batch as it was. The keys of `commit` must
  // stay in place until settle() or abandon(). Sequence numbers are version, version + 1, ...
  Result<CommitReceipt> add(const Database::Use& use, const Commit& commit, CommitVersion version);

  // The batch, ready to be written: settle() or abandon() must follow. It may be empty.
  rocksdb::WriteBatch& finish(const Database::Use& use);
  // After it was written.
  void settle(const Database::Use& use);
  // After it was not, or not surely.
  void abandon(const Database::Use& use);

  // The group as the database has it; nullptr where there is none. Valid until forget().
  Result<const LogGroup*> log_group(const Database::Use& use, std::uint64_t group);

  // Drops what is remembered of the database: something else has written there.
  void forget();

  std::size_t batch_bytes() const { return batch_.GetDataSize(); }

 private:
  struct Counter {
    std::int64_t value = 0;
    bool changed = false;
  };
  using Counters = std::unordered_map<std::string, Counter>;
  struct Written {
    CommitVersion version = 0;           // 0: deleted
    const std::string* value = nullptr;  // of keys that are read by themselves
    bool was_known = false;              // with a value, to the record cache
  };
  struct HashOfKey {
    std::size_t operator()(const RecordCache::Key& key) const { return key.hash; }
  };
  struct SameKey {
    bool operator()(const RecordCache::Key& a, const RecordCache::Key& b) const { return a.text == b.text; }
  };

  Result<base::Ok> check_fences(const Database::Use& use, const Commit& commit);
  Result<base::Ok> check_guards(const Database::Use& use, const Commit& commit);
  Result<base::Ok> load_log_groups(const Database::Use& use, const Commit& commit);
  Result<base::Ok> load_counters(const Database::Use& use, const Commit& commit);
  Result<CommitVersion> current_version(const Database::Use& use, std::string_view key);
  void write(std::string_view key, const std::optional<std::string>& value, CommitVersion version);
  void remember_guarded(const Commit& commit);
  void append(const LogAppend& append, std::uint64_t sequence);
  void add_to_counter(const CounterAdd& add);

  rocksdb::WriteBatch batch_;
  std::int64_t commit_time_micros_ = 0;
  std::unordered_map<RecordCache::Key, Written, HashOfKey, SameKey> written_;  // by this batch
  std::vector<Counters::value_type*> changed_counters_;                        // by this batch

  // Copies of what the database holds.
  std::unordered_map<std::uint64_t, std::uint64_t> fences_;
  std::unordered_map<std::uint64_t, LogGroup> log_groups_;
  Counters counters_;
};

}  // namespace stator::storage::rocks
