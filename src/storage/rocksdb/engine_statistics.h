// The few of RocksDB's own counts that are worth their cost, also those that LostReads lives on. Thread-safe.
#pragma once

#include <rocksdb/statistics.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>

#include "metrics/time_histogram.h"

namespace stator::storage::rocks {

// RocksDB counts more than two hundred things, most of them with a look at a clock. This one ignores all but
// those below.
class EngineStatistics final : public rocksdb::Statistics {
 public:
  enum Count : std::size_t {
    kBlockHits,
    kBlockMisses,
    kLogBytes,
    kFlushedBytes,
    kCompactionReadBytes,
    kCompactionWrittenBytes,
    kCounts,
    kIgnored = kCounts,
  };
  // How often something was done, and how long it took.
  struct Work {
    std::uint64_t times = 0;
    double seconds = 0;
  };

  std::uint64_t count(Count count) const;
  metrics::TimeHistogram log_syncs() const;
  Work flushes() const;
  Work compactions() const;

  // For RocksDB.
  const char* Name() const override { return "EngineStatistics"; }
  std::uint64_t getTickerCount(std::uint32_t ticker) const override;
  void histogramData(std::uint32_t, rocksdb::HistogramData* const) const override {}
  void recordTick(std::uint32_t ticker, std::uint64_t count) override;
  void setTickerCount(std::uint32_t, std::uint64_t) override {}
  std::uint64_t getAndResetTickerCount(std::uint32_t) override { return 0; }
  void recordInHistogram(std::uint32_t type, std::uint64_t micros) override;
  bool HistEnabledForType(std::uint32_t type) const override;

 private:
  // Threads that count at the same time mostly count in different ones.
  static constexpr std::size_t kSlices = 8;
  struct alignas(64) Slice {
    std::array<std::atomic<std::uint64_t>, kCounts> counts{};
  };

  static Count count_of(std::uint32_t ticker);

  std::array<Slice, kSlices> slices_;
  mutable std::mutex mutex_;  // guards what follows
  metrics::TimeHistogram log_syncs_;
  metrics::TimeHistogram flushes_;
  metrics::TimeHistogram compactions_;
};

}  // namespace stator::storage::rocks
