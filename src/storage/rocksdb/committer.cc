#include "storage/rocksdb/committer.h"

#include <pthread.h>

#include <algorithm>
#include <utility>

#include "storage/rocksdb/data_folder.h"
#include "storage/rocksdb/range_drop.h"
#include "storage/rocksdb/stored_form.h"

namespace stator::storage::rocks {
namespace {

// Versions are reserved on disk in blocks, so that they never go back; the next block in time, before the
// last half is used. Half a block is far more than the queue can hold.
constexpr CommitVersion kVersionBlock = 1 << 20;

// A batch is closed once it has this many bytes: large enough to share a sync, small enough to answer soon.
constexpr std::size_t kBatchBytes = 4 << 20;

// An event loop writes no more at once, but for the last commit of a turn, and does not let more wait: what
// was queued last is still in the processor's cache.
constexpr std::size_t kTurnBytes = 128 << 10;

// Free space that is wanted before a full disk is tried again, beside what opening the database writes.
constexpr std::uint64_t kFreeBytesToResume = 64 << 20;

constexpr std::chrono::milliseconds kStallPoll{1};  // while RocksDB stops writes

constexpr std::size_t kEntryOverhead = 64;  // bytes that a queued entry costs beside its strings

std::size_t size_of(const Commit& commit) {
  std::size_t bytes = kEntryOverhead;
  for (const Guard& entry : commit.guards) bytes += kEntryOverhead + entry.key.size();
  for (const Write& entry : commit.writes) {
    bytes += kEntryOverhead + entry.key.size() + (entry.value ? entry.value->size() : 0);
  }
  for (const DeferredWrite& entry : commit.deferred) {
    bytes +=
        kEntryOverhead + entry.source_key.size() + entry.key.size() + (entry.value ? entry.value->size() : 0);
  }
  for (const LogAppend& entry : commit.appends)
    bytes += kEntryOverhead + entry.source_key.size() + entry.record.size();
  for (const CounterAdd& entry : commit.adds) bytes += kEntryOverhead + entry.key.size();
  return bytes;
}

bool has_effects(const Commit& commit) {
  return !commit.writes.empty() || !commit.deferred.empty() || !commit.appends.empty() ||
         !commit.adds.empty();
}

std::string free_some_space(std::uint64_t until) {
  constexpr std::uint64_t kMegabyte = 1 << 20;
  return "free some space until " + std::to_string((until + kMegabyte - 1) / kMegabyte) + " MB are free";
}

Error unknown_outcome(const rocksdb::Status& status) {
  return {ErrorCode::kUnknownOutcome, "writing to the disk failed: " + status.ToString()};
}

}  // namespace

void Committer::Pending::refuse(const Error& error) const {
  if (control != nullptr) {
    control->done.set(error);
  } else {
    done->set(error);
  }
}

Committer::Committer(Database& database, base::Clock& clock, CommitterOptions options)
    : database_(database), clock_(clock), options_(options) {
  turn_->committer = this;
}

base::Result<std::unique_ptr<Committer>, std::string> Committer::start(Database& database, base::Clock& clock,
                                                                       CommitterOptions options) {
  std::unique_ptr<Committer> committer(new Committer(database, clock, options));
  STATOR_TRY(committer->prepare_database());
  if (options.durability == Durability::kRelaxed) {
    committer->syncer_ = std::make_unique<WalSyncer>(database, options.sync_interval,
                                                     [raw = committer.get()](const rocksdb::Status& status) {
                                                       std::lock_guard lock(raw->mutex_);
                                                       raw->fail(status);
                                                     });
  }
  committer->thread_ = std::thread([raw = committer.get()] { raw->work(); });
  pthread_setname_np(committer->thread_.native_handle(), "committer");
  committer->watch_thread_ = std::thread([raw = committer.get()] { raw->watch(); });
  pthread_setname_np(committer->watch_thread_.native_handle(), "commit-watch");
  return committer;
}

Committer::~Committer() {
  if (!thread_.joinable()) return;
  {
    std::lock_guard lock(turn_->mutex);
    turn_->committer = nullptr;
  }
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
  {
    std::lock_guard lock(mutex_);
    watch_ends_ = true;
  }
  watch_wake_.notify_one();
  watch_thread_.join();
}

// After every opening, before the first commit.
base::Result<base::Ok, std::string> Committer::prepare_database() {
  const Database::Use use = database_.use();
  if (!use) return not_open_error().message;
  rocksdb::WriteBatch first;
  const auto resumed = resume_range_drop(use, first);
  if (!resumed.ok()) return "cannot write the data folder: " + resumed.error().message;
  return reserve_versions(use, first);
}

// Goes on behind everything that was reserved before, in one batch with `first`. Without that not synced:
// whatever commit uses the versions comes later in the same log.
base::Result<base::Ok, std::string> Committer::reserve_versions(const Database::Use& use,
                                                                const rocksdb::WriteBatch& first) {
  std::string stored;
  rocksdb::Status status = use.db().Get(rocksdb::ReadOptions(), version_reservation_key(), &stored);
  if (!status.ok() && !status.IsNotFound()) return "cannot read the data folder: " + status.ToString();
  const std::optional<std::uint64_t> reserved =
      status.ok() ? decode_number(stored) : std::optional<std::uint64_t>(1);
  if (!reserved) return std::string("the data folder is damaged: restore it from a backup");
  next_version_ = std::max(next_version_, *reserved);
  reserved_upto_ = next_version_;
  rocksdb::WriteOptions options;
  options.sync = first.Count() > 0;
  options.no_slowdown = true;
  for (;;) {
    rocksdb::WriteBatch batch = first;
    status = write(use, batch, options, next_version_);
    if (status.ok()) return base::Ok{};
    if (!status.IsIncomplete()) return "cannot write the data folder: " + status.ToString();
    if (const auto needed = bytes_for_compaction(use))
      return "the disk of data folder '" + database_.data_folder() + "' is full: " + free_some_space(needed);
    std::this_thread::sleep_for(kStallPoll);  // a compaction ends it
  }
}

// ---- submission

Result<CommitVersion> Committer::submit(Commit commit, CommitCompletion& done) {
  const std::size_t bytes = size_of(commit);
  std::unique_lock lock(mutex_);
  // Log records take their sequence numbers from the versions.
  STATOR_ASSIGN(const CommitVersion version,
                take_version(std::max<std::size_t>(1, commit.appends.size()), bytes));
  enqueue({.version = version, .commit = std::move(commit), .done = &done, .bytes = bytes});
  const bool is_enough = !working_ && !for_thread_ && queued_bytes_ >= kTurnBytes;
  lock.unlock();
  if (is_enough) take_turn();  // here, so this is an executor
  return version;
}

base::Task<Result<base::Ok>> Committer::run(ControlWork work) {
  Control control{.work = std::move(work)};
  {
    std::lock_guard lock(mutex_);
    auto version = take_version(1, 0);
    if (!version.ok()) co_return std::move(version).error();
    enqueue({.version = *version, .control = &control});
  }
  auto outcome = co_await control.done;
  co_return outcome;
}

Result<CommitVersion> Committer::take_version(std::size_t count, std::size_t bytes) {
  if (failure_) return *failure_;
  const bool too_many = queue_.size() >= options_.max_queued_commits;
  const bool too_large = !queue_.empty() && queued_bytes_ + bytes > options_.max_queued_bytes;
  if (too_many || too_large || next_version_ + count > reserved_upto_) {
    return Error{ErrorCode::kBusy, "too many writes are waiting for the disk"};
  }
  return std::exchange(next_version_, next_version_ + count);
}

// Relaxed mode waits for no disk, so the executor of the first commit applies it, at the end of the jobs that
// are ready now, with all commits that have come by then.
void Committer::enqueue(Pending pending) {
  pending.deadline = std::chrono::steady_clock::now() + options_.max_queued_time;
  if (pending.control == nullptr && options_.durability == Durability::kRelaxed) {
    pending.executor = base::Executor::current();
  }
  if (pending.executor == nullptr) for_thread_ = true;
  const bool first = queue_.empty();
  queued_bytes_ += pending.bytes;
  queue_.push_back(std::move(pending));
  wake_watch();
  if (working_) return;
  if (for_thread_) {
    wake_.notify_one();
  } else if (first) {
    post_turn();
  }
}

// With the mutex held, after something was queued.
void Committer::wake_watch() {
  if (!watch_sleeps_) return;
  watch_sleeps_ = false;
  watch_wake_.notify_one();
}

// The executor of a commit that waits is there to see its answer. One whose commits are answered may be gone.
void Committer::post_turn() { queue_.front().executor->post(Turn::job(turn_)); }

// ---- a turn of an executor

// Finds the committer gone where it was destroyed meanwhile: then the thread has applied what was queued.
base::Job Committer::Turn::job(const std::shared_ptr<Turn>& turn) {
  return {[](void* argument) {
            const std::unique_ptr<std::shared_ptr<Turn>> own(static_cast<std::shared_ptr<Turn>*>(argument));
            std::lock_guard lock((*own)->mutex);
            if ((*own)->committer != nullptr) (*own)->committer->take_turn();
          },
          new std::shared_ptr<Turn>(turn)};
}

void Committer::take_turn() {
  std::unique_lock lock(mutex_);
  if (working_ || for_thread_ || failure_ || queue_.empty()) return;
  take_some(turn_taken_, kTurnBytes);
  working_ = true;
  lock.unlock();
  const std::size_t applied = process_batch(turn_taken_, 0);
  lock.lock();
  working_ = false;
  if (applied < turn_taken_.size()) {
    // RocksDB would make us wait: work for the thread.
    put_back(turn_taken_, applied);
    for_thread_ = true;
  }
  turn_taken_.clear();
  if (for_thread_ || failure_ || stopping_) {
    wake_.notify_one();
  } else if (!queue_.empty()) {
    post_turn();  // for what was too much for this one, or came from other threads meanwhile
  }
}

// What was not applied goes before what has come meanwhile.
void Committer::put_back(std::vector<Pending>& taken, std::size_t applied) {
  const auto begin = taken.begin() + static_cast<std::ptrdiff_t>(applied);
  for (auto pending = begin; pending != taken.end(); ++pending) queued_bytes_ += pending->bytes;
  queue_.insert(queue_.begin(), std::make_move_iterator(begin), std::make_move_iterator(taken.end()));
  wake_watch();  // it may have found the queue empty meanwhile
}

// ---- the thread

void Committer::work() {
  std::vector<Pending> taken;
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return !working_ && (stopping_ || failure_ || for_thread_); });
    if (failure_) recover(lock);
    for_thread_ = false;
    if (queue_.empty()) {
      if (stopping_) return;
      continue;
    }
    take_some(taken, kBatchBytes);
    working_ = true;
    lock.unlock();
    const std::size_t applied = process(taken);
    lock.lock();
    if (applied < taken.size()) {
      put_back(taken, applied);
      wait_for_stall(lock);
    }
    taken.clear();
    working_ = false;
    for_thread_ = !queue_.empty();
  }
}

// As much as makes a batch of `enough` bytes. The rest stays where it can be refused.
void Committer::take_some(std::vector<Pending>& taken, std::size_t enough) {
  std::size_t bytes = 0;
  std::size_t count = 0;
  while (count < queue_.size() && bytes < enough) bytes += queue_[count++].bytes;
  if (count == queue_.size()) {
    taken.swap(queue_);
  } else {
    const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(count);
    taken.assign(std::make_move_iterator(queue_.begin()), std::make_move_iterator(end));
    queue_.erase(queue_.begin(), end);
  }
  queued_bytes_ -= bytes;
}

// RocksDB stops writes while memtables wait for the disk or compactions are far behind. It would keep us
// waiting inside a write, and nobody could say any more whether what is in there will be written.
void Committer::wait_for_stall(std::unique_lock<std::mutex>& lock) {
  ++stalls_;
  lock.unlock();
  const auto begun = std::chrono::steady_clock::now();
  std::uint64_t stopped = 1;
  while (stopped != 0) {
    std::this_thread::sleep_for(kStallPoll);
    const Database::Use use = database_.use();
    if (!use || !use.db().GetIntProperty(rocksdb::DB::Properties::kIsWriteStopped, &stopped)) break;
    std::lock_guard relock(mutex_);
    if (queue_.empty() || failure_) break;
  }
  lock.lock();
  stalled_ += std::chrono::steady_clock::now() - begun;
}

Result<base::Ok> Committer::sync() {
  if (syncer_ == nullptr) return base::Ok{};
  const rocksdb::Status status = syncer_->sync();
  if (!status.ok()) return Error{ErrorCode::kIo, "syncing the log failed: " + status.ToString()};
  return base::Ok{};
}

Committer::State Committer::state() {
  std::lock_guard lock(mutex_);
  return {queue_.size(), queued_bytes_, stalls_, std::chrono::duration<double>(stalled_).count(),
          failure_.has_value()};
}

// Returns how many are answered: not all where RocksDB stalls.
std::size_t Committer::process(std::vector<Pending>& taken) {
  std::size_t at = 0;
  while (at < taken.size()) {
    std::optional<Error> failure;
    {
      std::lock_guard lock(mutex_);
      failure = failure_;
    }
    if (failure) {
      taken[at++].refuse(*failure);
    } else if (taken[at].control != nullptr) {
      if (!process_control(taken[at])) break;
      ++at;
    } else {
      const std::size_t next = process_batch(taken, at);
      if (next == at) break;
      at = next;
    }
  }
  return at;
}

// Writes the commits from `begin` on as one batch and answers them. Returns where the next batch begins:
// `begin` where RocksDB stalls, and nothing was written.
std::size_t Committer::process_batch(std::vector<Pending>& taken, std::size_t begin) {
  std::size_t end = begin;
  {
    const Database::Use use = database_.use();
    STATOR_CHECK(use);  // only the thread closes it, and never while working_ is set
    planner_.begin(now_micros());
    while (end < taken.size() && taken[end].control == nullptr && planner_.batch_bytes() < kBatchBytes) {
      taken[end].outcome = planner_.add(use, taken[end].commit, taken[end].version);
      ++end;
    }
    rocksdb::WriteOptions options;
    options.sync = options_.durability == Durability::kFull;
    options.no_slowdown = true;
    const rocksdb::Status status = write(use, planner_.finish(use), options, taken[end - 1].version);
    if (status.ok()) {
      planner_.settle(use);
    } else if (status.IsIncomplete()) {
      planner_.abandon(use);
      return begin;
    } else {
      planner_.abandon(use);
      std::lock_guard lock(mutex_);
      fail(status);
      for (std::size_t at = begin; at < end; ++at) {
        if (!taken[at].outcome.ok()) continue;
        taken[at].outcome = has_effects(taken[at].commit) ? unknown_outcome(status) : *failure_;
      }
    }
  }
  for (std::size_t at = begin; at < end; ++at) {
    taken[at].done->set_in_turn(std::move(taken[at].outcome));
    if (options_.appended != nullptr) options_.appended->notify(taken[at].commit.appends);
  }
  return end;
}

// False where RocksDB stalls, and nothing was written.
bool Committer::process_control(Pending& pending) {
  Result<base::Ok> outcome = base::Ok{};
  bool stalled = false;
  {
    const Database::Use use = database_.use();
    STATOR_CHECK(use);
    auto write_as = [&](rocksdb::WriteBatch& batch, ControlContext::Synced synced) -> Result<base::Ok> {
      rocksdb::WriteOptions options;
      options.sync = synced == ControlContext::Synced::kAlways || options_.durability == Durability::kFull;
      options.no_slowdown = true;
      const rocksdb::Status status = write(use, batch, options, pending.version);
      if (status.ok()) return base::Ok{};
      stalled = status.IsIncomplete();
      if (stalled) return Error{ErrorCode::kBusy, "the database is stalled"};
      std::lock_guard lock(mutex_);
      fail(status);
      return unknown_outcome(status);
    };
    outcome = pending.control->work({planner_, use, pending.version, now_micros(), write_as});
  }
  planner_.forget();
  if (stalled) return false;
  pending.control->done.set(std::move(outcome));
  return true;
}

// Adds a reservation of versions where it is time. Writes nothing where there is nothing to write.
rocksdb::Status Committer::write(const Database::Use& use, rocksdb::WriteBatch& batch,
                                 rocksdb::WriteOptions options, CommitVersion next_version) {
  const bool reserve = next_version + kVersionBlock / 2 > reserved_upto_;
  const CommitVersion reserved = next_version + kVersionBlock;
  if (reserve) batch.Put(version_reservation_key(), encode_number(reserved)).PermitUncheckedError();
  if (batch.Count() == 0) return rocksdb::Status::OK();
  const rocksdb::Status status = use.db().Write(options, &batch);
  if (!status.ok()) return status;
  if (reserve) reserved_upto_ = reserved;
  if (syncer_ != nullptr) syncer_->mark_dirty();
  return status;
}

// Never goes back, so that commit times follow the order of commits. Goes on while the clock, set back, has
// to catch up: what comes later must be seen to.
std::int64_t Committer::now_micros() {
  const std::int64_t now = clock_.unix_micros();
  last_micros_ = now < last_micros_ ? last_micros_ + 1 : now;
  return last_micros_;
}

// ---- failures

// With the mutex held.
void Committer::fail(const rocksdb::Status& status) {
  refuse_writes(status.IsNoSpace() ? "the disk is full, free some space"
                                   : "writing failed, it is being opened again (" + status.ToString() + ")");
  wake_.notify_one();
}

// With the mutex held.
void Committer::refuse_writes(const std::string& why) { failure_ = no_writes(why); }

Error Committer::no_writes(const std::string& why) const {
  return {ErrorCode::kUnavailable, "data folder '" + database_.data_folder() + "' takes no writes: " + why};
}

// Where writes wait for a compaction that does not fit on the disk: as many bytes should be free. Else 0. It
// may merge all of level 0 with all of the next one that is not empty.
std::uint64_t Committer::bytes_for_compaction(const Database::Use& use) const {
  std::uint64_t stopped = 0;
  if (!use.db().GetIntProperty(rocksdb::DB::Properties::kIsWriteStopped, &stopped) || stopped == 0) return 0;
  rocksdb::ColumnFamilyMetaData family;
  use.db().GetColumnFamilyMetaData(&family);
  std::uint64_t needed = kFreeBytesToResume;
  for (const rocksdb::LevelMetaData& level : family.levels) {
    needed += level.size;
    if (level.level > 0 && level.size > 0) break;
  }
  return needed <= free_disk_bytes(database_.data_folder()) ? 0 : needed;
}

// Reads go on as long as the database stays open, so it is not closed before there is room to open it.
bool Committer::lacks_room() {
  std::uint64_t needed = kFreeBytesToResume + log_bytes(database_.data_folder());
  if (const Database::Use use = database_.use()) needed = std::max(needed, bytes_for_compaction(use));
  if (free_disk_bytes(database_.data_folder()) >= needed) return false;
  std::lock_guard lock(mutex_);
  refuse_writes("the disk is full, " + free_some_space(needed));
  return true;
}

// After a failed write nobody knows what is on the disk: close, open, and so read what is there.
void Committer::recover(std::unique_lock<std::mutex>& lock) {
  refuse_queued(lock);
  while (failure_ && !stopping_) {
    lock.unlock();
    const auto recovered = try_to_recover();
    lock.lock();
    if (recovered.ok()) {
      failure_.reset();
      break;
    }
    wake_.wait_for(lock, options_.retry_interval, [this] { return stopping_; });
  }
}

void Committer::refuse_queued(std::unique_lock<std::mutex>& lock) {
  const Error reason = *failure_;
  const std::vector<Pending> refused = std::exchange(queue_, {});
  queued_bytes_ = 0;
  lock.unlock();
  for (const Pending& pending : refused) pending.refuse(reason);
  lock.lock();
}

// Its own thread: the committer's may be waiting for the disk.
void Committer::watch() {
  std::unique_lock lock(mutex_);
  while (!watch_ends_) {
    if (queue_.empty()) {
      watch_sleeps_ = true;
      watch_wake_.wait(lock, [this] { return watch_ends_ || !watch_sleeps_; });
    } else {
      watch_wake_.wait_for(lock, options_.max_queued_time / 4, [this] { return watch_ends_; });
      refuse_late(lock);
      hand_over();
    }
  }
}

// To the thread, from an executor that is held up, or that was to take a turn for a commit refused meanwhile.
void Committer::hand_over() {
  if (queue_.empty() || working_) return;
  for_thread_ = true;
  wake_.notify_one();
}

void Committer::refuse_late(std::unique_lock<std::mutex>& lock) {
  const auto now = std::chrono::steady_clock::now();
  std::size_t late = 0;
  while (late < queue_.size() && queue_[late].deadline <= now) queued_bytes_ -= queue_[late++].bytes;
  if (late == 0) return;
  const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(late);
  const std::vector<Pending> refused(std::make_move_iterator(queue_.begin()), std::make_move_iterator(end));
  queue_.erase(queue_.begin(), end);
  lock.unlock();
  const Error reason = why_late();
  for (const Pending& pending : refused) pending.refuse(reason);
  lock.lock();
}

Error Committer::why_late() {
  if (const Database::Use use = database_.use()) {
    if (const auto needed = bytes_for_compaction(use))
      return no_writes("the disk is full, a compaction does not fit: " + free_some_space(needed));
  }
  return {ErrorCode::kBusy, "the write has waited too long for the disk"};
}

base::Result<base::Ok, std::string> Committer::try_to_recover() {
  if (lacks_room()) return std::string("no room");
  const rocksdb::Status probed = database_.probe_disk();
  if (!probed.ok()) return probed.ToString();
  STATOR_TRY(database_.reopen());
  return prepare_database();
}

}  // namespace stator::storage::rocks
