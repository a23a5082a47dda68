// A token bucket for every partition that is in use, in memory of a fixed size: a bucket that is full again
// says nothing any more, so its place goes to the next partition. If more partitions than places are in use
// within one second, those that used least give way.
//
// A partition is a number that the caller makes up; reads and writes of one partition are two of them.
// Thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

#include "db/capacity/token_bucket.h"

namespace stator::db::capacity {

class PartitionBuckets {
 public:
  static constexpr std::size_t kWays = 8;
  static constexpr std::size_t kSets = 4'096;  // 1.3 MB

  PartitionBuckets() : sets_(kSets) {}

  // A partition saves no more than one second's capacity, so an unused one holds `units_per_second`.
  bool empty(std::uint64_t partition, double units_per_second, std::int64_t now_nanos);
  void take(std::uint64_t partition, double units_per_second, double units, std::int64_t now_nanos);

 private:
  struct Place {
    std::uint64_t partition = 0;
    double units_per_second = 0;  // 0 = the place is free
    TokenBucket bucket;

    void refill(std::int64_t now_nanos) { bucket.refill({units_per_second, 1}, 1, now_nanos); }
  };
  using Set = std::array<Place, kWays>;
  static constexpr std::size_t kMutexes = 64;

  Set& set_of(std::uint64_t partition) { return sets_[partition % kSets]; }
  std::mutex& mutex_of(std::uint64_t partition) { return mutexes_[partition % kMutexes]; }
  static Place* find(Set& set, std::uint64_t partition);
  static Place* free_place(Set& set, std::int64_t now_nanos);

  std::vector<Set> sets_;
  std::array<std::mutex, kMutexes> mutexes_;  // each guards every kMutexes-th set
};

}  // namespace stator::db::capacity
