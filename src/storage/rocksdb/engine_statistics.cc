#include "storage/rocksdb/engine_statistics.h"

#include <chrono>

#include "storage/rocksdb/lost_reads.h"

namespace stator::storage::rocks {
namespace {

std::size_t slice_of_this_thread(std::size_t slices) {
  static std::atomic<std::size_t> threads{0};
  thread_local const std::size_t mine = threads.fetch_add(1, std::memory_order_relaxed);
  return mine % slices;
}

}  // namespace

EngineStatistics::Count EngineStatistics::count_of(std::uint32_t ticker) {
  switch (ticker) {
    case rocksdb::BLOCK_CACHE_HIT:
      return kBlockHits;
    case rocksdb::BLOCK_CACHE_MISS:
      return kBlockMisses;
    case rocksdb::WAL_FILE_BYTES:
      return kLogBytes;
    case rocksdb::FLUSH_WRITE_BYTES:
      return kFlushedBytes;
    case rocksdb::COMPACT_READ_BYTES:
      return kCompactionReadBytes;
    case rocksdb::COMPACT_WRITE_BYTES:
      return kCompactionWrittenBytes;
    default:
      return kIgnored;
  }
}

void EngineStatistics::recordTick(std::uint32_t ticker, std::uint64_t count) {
  switch (ticker) {
    case rocksdb::BLOCK_CACHE_MISS:
    case rocksdb::NO_FILE_ERRORS:
      LostReads::count_wanted(count);
      break;
    case rocksdb::BLOCK_CACHE_ADD:
    case rocksdb::BLOCK_CACHE_ADD_FAILURES:
      LostReads::count_read(count);
      break;
    default:
      break;
  }
  const Count which = count_of(ticker);
  if (which == kIgnored) return;
  slices_[slice_of_this_thread(kSlices)].counts[which].fetch_add(count, std::memory_order_relaxed);
}

std::uint64_t EngineStatistics::count(Count count) const {
  std::uint64_t sum = 0;
  for (const Slice& slice : slices_) sum += slice.counts[count].load(std::memory_order_relaxed);
  return sum;
}

std::uint64_t EngineStatistics::getTickerCount(std::uint32_t ticker) const {
  const Count which = count_of(ticker);
  return which == kIgnored ? 0 : count(which);
}

bool EngineStatistics::HistEnabledForType(std::uint32_t type) const {
  return type == rocksdb::WAL_FILE_SYNC_MICROS || type == rocksdb::FLUSH_TIME ||
         type == rocksdb::COMPACTION_TIME;
}

void EngineStatistics::recordInHistogram(std::uint32_t type, std::uint64_t micros) {
  if (!HistEnabledForType(type)) return;
  const std::chrono::microseconds time(micros);
  std::lock_guard lock(mutex_);
  if (type == rocksdb::WAL_FILE_SYNC_MICROS) log_syncs_.add(time);
  if (type == rocksdb::FLUSH_TIME) flushes_.add(time);
  if (type == rocksdb::COMPACTION_TIME) compactions_.add(time);
}

metrics::TimeHistogram EngineStatistics::log_syncs() const {
  std::lock_guard lock(mutex_);
  return log_syncs_;
}

EngineStatistics::Work EngineStatistics::flushes() const {
  std::lock_guard lock(mutex_);
  return {flushes_.total(), flushes_.sum_seconds()};
}

EngineStatistics::Work EngineStatistics::compactions() const {
  std::lock_guard lock(mutex_);
  return {compactions_.total(), compactions_.sum_seconds()};
}

}  // namespace stator::storage::rocks
