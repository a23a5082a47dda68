// Syncs the write-ahead log in the background, for Durability::kRelaxed. Thread-safe. Sleeps while nothing is
// written.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "storage/rocksdb/database.h"

namespace stator::storage::rocks {

class WalSyncer {
 public:
  // `failed` is called on the thread that synced.
  WalSyncer(Database& database, std::chrono::milliseconds interval,
            std::function<void(rocksdb::Status)> failed);
  // Syncs once more.
  ~WalSyncer();

  // Something was written: it is synced after the interval at the latest.
  void mark_dirty();

  // What was written before is on the disk then. Waits for it.
  rocksdb::Status sync();

 private:
  void run();

  Database& database_;
  const std::chrono::milliseconds interval_;
  const std::function<void(rocksdb::Status)> failed_;
  std::mutex mutex_;  // guards what follows
  std::condition_variable wake_;
  bool dirty_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace stator::storage::rocks
