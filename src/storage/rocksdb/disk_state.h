// What a faulty disk does now and what it has seen. For tests only. Thread-safe.
#pragma once

#include <rocksdb/io_status.h>

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>

#include "base/random.h"
#include "storage/rocksdb/disk_memory.h"

namespace stator::storage::rocks {

// Chances from 0 to 1 of one call.
struct DiskFaultRates {
  double sync_error = 0;   // EIO; what was to be synced is lost
  double write_error = 0;  // EIO; a part is written
};

class DiskState {
 public:
  using FileRef = DiskMemory::FileRef;

  void set(bool& switch_, bool value) {
    {
      std::lock_guard lock(mutex_);
      switch_ = value;
    }
    changed_.notify_all();
  }
  void set_rates(DiskFaultRates rates, std::uint64_t seed) {
    std::lock_guard lock(mutex_);
    rates_ = rates;
    random_ = base::SeededRandom(seed);
  }

  // ---- power

  void cut_power_after(std::uint64_t calls) {
    std::lock_guard lock(mutex_);
    calls_left_ = calls;
  }
  void cut_power() {
    std::lock_guard lock(mutex_);
    power_off_ = true;
  }
  bool power_is_off() {
    std::lock_guard lock(mutex_);
    return power_off_;
  }
  void restore_power(PowerLoss loss, std::uint64_t seed) {
    std::lock_guard lock(mutex_);
    base::SeededRandom random(seed);
    memory_.lose_power(loss, random);
    power_off_ = false;
    calls_left_.reset();
  }

  // ---- calls of the file system

  // A change of a directory: `before` and `after` tell the memory, `act` does it.
  template <typename Before, typename Act, typename After>
  rocksdb::IOStatus on_change(Before before, Act act, After after) {
    std::lock_guard lock(mutex_);
    if (!has_power()) return no_power();
    before(memory_);
    const rocksdb::IOStatus status = act();
    if (status.ok()) after(memory_);
    return status;
  }
  rocksdb::IOStatus on_directory_sync(const std::string& path) {
    std::lock_guard lock(mutex_);
    if (!has_power()) return no_power();
    if (syncs_fail || draw(rates_.sync_error)) return broken();
    memory_.sync_directory(path);
    return rocksdb::IOStatus::OK();
  }
  // Writes all bytes or, with an error, the first half of them.
  template <typename Write>
  rocksdb::IOStatus on_append(const FileRef& file, std::size_t bytes, Write write) {
    std::unique_lock lock(mutex_);
    if (!has_power()) return no_power();
    rocksdb::IOStatus fault;
    if (full) fault = rocksdb::IOStatus::NoSpace("no space left");
    if (draw(rates_.write_error)) fault = broken();
    lock.unlock();
    const std::size_t written = fault.ok() ? bytes : bytes / 2;
    const rocksdb::IOStatus status = write(written);
    if (!status.ok()) return status;
    lock.lock();
    DiskMemory::appended(*file, written);
    return fault;
  }
  rocksdb::IOStatus on_sync(const FileRef& file, const std::string& path) {
    std::unique_lock lock(mutex_);
    if (path.ends_with(".log")) wait_while(lock, syncs_held);
    if (!has_power()) return no_power();
    if (syncs_fail || draw(rates_.sync_error)) {
      DiskMemory::fail_sync(*file);
      return broken();
    }
    DiskMemory::sync(*file);
    return rocksdb::IOStatus::OK();
  }
  void on_close(const FileRef& file) {
    std::lock_guard lock(mutex_);
    if (!power_off_) file->cut = true;
  }
  void on_new_file(const std::string& path) {
    std::unique_lock lock(mutex_);
    if (path.ends_with(".sst")) wait_while(lock, tables_held);
  }
  void on_read(const std::string& path) {
    std::lock_guard lock(mutex_);
    if (path.ends_with(".sst")) readers_.insert(std::this_thread::get_id());
  }

  // ---- what was seen

  void await_waiter() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return waiting_ > 0; });
  }
  std::set<std::thread::id> take_readers() {
    std::lock_guard lock(mutex_);
    return std::exchange(readers_, {});
  }

  bool full = false;
  bool syncs_fail = false;
  bool syncs_held = false;
  bool tables_held = false;

 private:
  static rocksdb::IOStatus no_power() { return rocksdb::IOStatus::IOError("the power is off"); }
  static rocksdb::IOStatus broken() { return rocksdb::IOStatus::IOError("the disk failed"); }

  // Counts the calls. With the mutex held.
  bool has_power() {
    if (calls_left_ && (*calls_left_)-- == 0) power_off_ = true;
    if (power_off_) calls_left_.reset();
    return !power_off_;
  }
  bool draw(double chance) {
    return chance > 0 && static_cast<double>(random_.below(1 << 20)) < chance * (1 << 20);
  }
  void wait_while(std::unique_lock<std::mutex>& lock, const bool& held) {
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [&held] { return !held; });
    --waiting_;
  }

  std::mutex mutex_;  // guards everything
  std::condition_variable changed_;
  int waiting_ = 0;
  DiskMemory memory_;
  DiskFaultRates rates_;
  base::SeededRandom random_{0};
  bool power_off_ = false;
  std::optional<std::uint64_t> calls_left_;  // until the power goes
  std::set<std::thread::id> readers_;
};

}  // namespace stator::storage::rocks
