// The one place that writes: takes commits in the order of submission, checks and stamps them, writes them in
// batches, and answers. It also gets the database going again after a failed write.
//
// Full durability: a thread takes all commits that wait, writes them with one synced Write, and answers them.
// Relaxed: the executor that submits the first commit applies it, with all that have come, after the jobs
// that are ready now, or as soon as enough of them have come; the thread does where RocksDB stalls. A
// background thread syncs.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/executor.h"
#include "storage/append_signal.h"
#include "storage/engine.h"
#include "storage/rocksdb/batch_planner.h"
#include "storage/rocksdb/control.h"
#include "storage/rocksdb/database.h"
#include "storage/rocksdb/wal_syncer.h"

namespace stator::storage::rocks {

struct CommitterOptions {
  Durability durability = Durability::kFull;
  std::size_t max_queued_commits = 0;
  std::size_t max_queued_bytes = 0;
  std::chrono::milliseconds max_queued_time{0};
  std::chrono::milliseconds sync_interval{0};   // relaxed mode
  std::chrono::milliseconds retry_interval{0};  // of opening again
  AppendSignal* appended = nullptr;             // told of what can be read; nullptr: nobody is
};

// Thread-safe.
class Committer {
 public:
  static base::Result<std::unique_ptr<Committer>, std::string> start(Database& database, base::Clock& clock,
                                                                     CommitterOptions options);
  // Applies what is queued first.
  ~Committer();

  Result<CommitVersion> submit(Commit commit, CommitCompletion& done);

  // All commits that are answered are on the disk then. May wait for it.
  Result<base::Ok> sync();

  struct State {
    std::size_t queued = 0;
    std::size_t queued_bytes = 0;
    std::uint64_t stalls = 0;  // of RocksDB, that commits had to wait for
    double stall_seconds = 0;
    bool failed = false;  // writes are refused
  };
  State state();

  // Runs `work` in line with the commits, on the committer's thread.
  base::Task<Result<base::Ok>> run(ControlWork work);

 private:
  struct Control {
    ControlWork work;
    base::Completion<Result<base::Ok>> done;
  };
  // A commit or a control operation.
  struct Pending {
    CommitVersion version = 0;
    Commit commit;
    CommitCompletion* done = nullptr;
    Control* control = nullptr;
    base::Executor* executor = nullptr;  // may apply it; nullptr: the thread does
    std::size_t bytes = 0;
    std::chrono::steady_clock::time_point deadline;  // of its wait in the queue
    Result<CommitReceipt> outcome = CommitReceipt{};

    void refuse(const Error& error) const;
  };

  Committer(Database& database, base::Clock& clock, CommitterOptions options);
  base::Result<base::Ok, std::string> prepare_database();
  base::Result<base::Ok, std::string> reserve_versions(const Database::Use& use,
                                                       const rocksdb::WriteBatch& first);

  Result<CommitVersion> take_version(std::size_t count, std::size_t bytes);
  void enqueue(Pending pending);
  void wake_watch();
  void put_back(std::vector<Pending>& taken, std::size_t applied);

  // The committer as seen from a job that was posted to an executor.
  struct Turn {
    std::mutex mutex;
    Committer* committer = nullptr;

    static base::Job job(const std::shared_ptr<Turn>& turn);
  };
  void post_turn();
  void take_turn();

  void work();
  void take_some(std::vector<Pending>& taken, std::size_t enough);
  std::size_t process(std::vector<Pending>& taken);
  std::size_t process_batch(std::vector<Pending>& taken, std::size_t begin);
  void wait_for_stall(std::unique_lock<std::mutex>& lock);
  bool process_control(Pending& pending);
  rocksdb::Status write(const Database::Use& use, rocksdb::WriteBatch& batch, rocksdb::WriteOptions options,
                        CommitVersion next_version);
  std::int64_t now_micros();

  void fail(const rocksdb::Status& status);
  void refuse_writes(const std::string& why);
  Error no_writes(const std::string& why) const;
  std::uint64_t bytes_for_compaction(const Database::Use& use) const;
  bool lacks_room();
  void recover(std::unique_lock<std::mutex>& lock);
  void refuse_queued(std::unique_lock<std::mutex>& lock);
  base::Result<base::Ok, std::string> try_to_recover();
  void watch();
  void refuse_late(std::unique_lock<std::mutex>& lock);
  Error why_late();
  void hand_over();

  Database& database_;
  base::Clock& clock_;
  const CommitterOptions options_;

  std::mutex mutex_;  // guards what follows
  std::condition_variable wake_;
  std::vector<Pending> queue_;
  std::size_t queued_bytes_ = 0;
  CommitVersion next_version_ = 1;
  bool working_ = false;     // somebody applies commits taken from the queue
  bool for_thread_ = false;  // the queue waits for the thread, not for a turn of an executor
  bool stopping_ = false;
  std::condition_variable watch_wake_;
  bool watch_sleeps_ = false;  // until something is queued
  bool watch_ends_ = false;
  std::optional<Error> failure_;  // set: writes are refused
  std::uint64_t stalls_ = 0;
  std::chrono::nanoseconds stalled_{0};

  // Versions below are reserved on disk. Moved by whoever applies, as below.
  std::atomic<CommitVersion> reserved_upto_ = 1;

  // Used by whoever has set working_.
  BatchPlanner planner_;
  std::int64_t last_micros_ = 0;

  std::vector<Pending> turn_taken_;

  const std::shared_ptr<Turn> turn_ = std::make_shared<Turn>();
  std::unique_ptr<WalSyncer> syncer_;  // relaxed mode
  std::thread thread_;
  std::thread watch_thread_;
};

}  // namespace stator::storage::rocks
