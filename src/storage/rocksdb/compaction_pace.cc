#include "storage/rocksdb/compaction_pace.h"

#include <rocksdb/db.h>
#include <rocksdb/listener.h>
#include <rocksdb/rate_limiter.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <memory>
#include <string>
#include <thread>

namespace stator::storage::rocks {
namespace {

using std::chrono::nanoseconds;

// With so many tables it takes what it can get. RocksDB begins at 8 and stops writes at 24
// (database_options.cc).
constexpr int kUrgentTables = 12;
constexpr int kPausePerWork = 16;  // so it gets a seventeenth of a core that others want all of
constexpr nanoseconds kLongestPause = std::chrono::milliseconds(100);
constexpr nanoseconds kLongestWork = std::chrono::seconds(1);  // more is from the compaction before

nanoseconds duration_of(const timeval& time) {
  return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
}

// Of the calling thread, since the last call on it.
CompactionWork take_work() {
  struct Before {
    std::chrono::steady_clock::time_point at{};
    nanoseconds cpu{0};
    long preemptions = 0;
  };
  thread_local Before before;
  rusage usage{};
  if (::getrusage(RUSAGE_THREAD, &usage) != 0) return {};
  const Before now{std::chrono::steady_clock::now(),
                   duration_of(usage.ru_utime) + duration_of(usage.ru_stime), usage.ru_nivcsw};
  const CompactionWork work{now.at - before.at, now.cpu - before.cpu, now.preemptions > before.preemptions};
  before = now;
  return work;
}

// RocksDB asks it before each write of a table, in pieces of a megabyte.
class Pace final : public rocksdb::RateLimiter {
 public:
  void set_tables(int tables) { tables_.store(tables, std::memory_order_relaxed); }

  using RateLimiter::Request;
  void Request(std::int64_t bytes, rocksdb::Env::IOPriority priority, rocksdb::Statistics*) override {
    bytes_.fetch_add(bytes, std::memory_order_relaxed);
    requests_.fetch_add(1, std::memory_order_relaxed);
    if (priority != rocksdb::Env::IO_LOW) return;  // a flush, or a compaction that writes wait for
    const nanoseconds pause = pause_after(take_work(), tables_.load(std::memory_order_relaxed));
    if (pause > nanoseconds(0)) std::this_thread::sleep_for(pause);
  }

  void SetBytesPerSecond(std::int64_t) override {}
  std::int64_t GetBytesPerSecond() const override { return std::numeric_limits<std::int64_t>::max(); }
  std::int64_t GetSingleBurstBytes() const override { return 1 << 20; }
  std::int64_t GetTotalBytesThrough(rocksdb::Env::IOPriority) const override { return bytes_; }
  std::int64_t GetTotalRequests(rocksdb::Env::IOPriority) const override { return requests_; }

 private:
  std::atomic<int> tables_ = 0;  // of level 0
  std::atomic<std::int64_t> bytes_ = 0;
  std::atomic<std::int64_t> requests_ = 0;
};

class Listener final : public rocksdb::EventListener {
 public:
  explicit Listener(std::shared_ptr<Pace> pace) : pace_(std::move(pace)) {}

  void OnFlushCompleted(rocksdb::DB* database, const rocksdb::FlushJobInfo&) override { count(*database); }
  void OnCompactionCompleted(rocksdb::DB* database, const rocksdb::CompactionJobInfo&) override {
    count(*database);
  }

 private:
  void count(rocksdb::DB& database) {
    std::string tables;
    if (database.GetProperty(rocksdb::DB::Properties::kNumFilesAtLevelPrefix + "0", &tables))
      pace_->set_tables(std::atoi(tables.c_str()));
  }

  const std::shared_ptr<Pace> pace_;
};

}  // namespace

nanoseconds pause_after(const CompactionWork& work, int tables) {
  const nanoseconds waited = work.passed - work.cpu;  // for the core, or for the disk
  if (tables > kUrgentTables || !work.was_preempted || work.passed > kLongestWork) return nanoseconds(0);
  if (waited < work.cpu / 4) return nanoseconds(0);
  return std::min(work.cpu * kPausePerWork, kLongestPause);
}

void pace_compaction(rocksdb::Options& options) {
  auto pace = std::make_shared<Pace>();
  options.rate_limiter = pace;
  options.listeners.push_back(std::make_shared<Listener>(std::move(pace)));
}

}  // namespace stator::storage::rocks
