#include "db/capacity/partition_buckets.h"

namespace stator::db::capacity {

static_assert(PartitionBuckets::kSets % 64 == 0, "one mutex a set");

bool PartitionBuckets::empty(std::uint64_t partition, double units_per_second, std::int64_t now_nanos) {
  std::lock_guard lock(mutex_of(partition));
  Place* place = find(set_of(partition), partition);
  if (place == nullptr) return false;
  place->units_per_second = units_per_second;
  place->refill(now_nanos);
  return place->bucket.empty();
}

void PartitionBuckets::take(std::uint64_t partition, double units_per_second, double units,
                            std::int64_t now_nanos) {
  std::lock_guard lock(mutex_of(partition));
  Set& set = set_of(partition);
  Place* place = find(set, partition);
  if (place == nullptr) {
    place = free_place(set, now_nanos);
    *place = {partition, units_per_second, {}};
  }
  place->units_per_second = units_per_second;
  place->refill(now_nanos);
  place->bucket.take(units);
}

PartitionBuckets::Place* PartitionBuckets::find(Set& set, std::uint64_t partition) {
  for (Place& place : set)
    if (place.partition == partition && place.units_per_second > 0) return &place;
  return nullptr;
}

// One that was never used, or else the one that used the smallest share of its capacity.
PartitionBuckets::Place* PartitionBuckets::free_place(Set& set, std::int64_t now_nanos) {
  Place* best = nullptr;
  double best_share = 0;
  for (Place& place : set) {
    if (place.units_per_second == 0) return &place;
    place.refill(now_nanos);
    const double share = place.bucket.units() / place.units_per_second;
    if (best != nullptr && share <= best_share) continue;
    best = &place;
    best_share = share;
  }
  return best;
}

}  // namespace stator::db::capacity
