#include "storage/rocksdb/wal_syncer.h"

#include <pthread.h>

namespace stator::storage::rocks {

WalSyncer::WalSyncer(Database& database, std::chrono::milliseconds interval,
                     std::function<void(rocksdb::Status)> failed)
    : database_(database), interval_(interval), failed_(std::move(failed)), thread_([this] { run(); }) {
  pthread_setname_np(thread_.native_handle(), "wal-sync");
}

WalSyncer::~WalSyncer() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void WalSyncer::mark_dirty() {
  {
    std::lock_guard lock(mutex_);
    if (dirty_) return;
    dirty_ = true;
  }
  wake_.notify_one();
}

void WalSyncer::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return dirty_ || stopping_; });
    wake_.wait_for(lock, interval_, [this] { return stopping_; });
    const bool last = stopping_;
    if (dirty_) {
      dirty_ = false;
      lock.unlock();
      sync().PermitUncheckedError();
      lock.lock();
    }
    if (last) return;
  }
}

rocksdb::Status WalSyncer::sync() {
  rocksdb::Status status;
  {
    const Database::Use use = database_.use();
    // Opening it again brings everything to the disk.
    if (!use) return rocksdb::Status::Incomplete("the database is closed");
    status = use.sync_logs();
  }
  if (!status.ok()) failed_(status);
  return status;
}

}  // namespace stator::storage::rocks
