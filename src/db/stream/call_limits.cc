#include "db/stream/call_limits.h"

namespace stator::db::stream {

namespace {

constexpr std::int64_t kSecondNanos = 1'000'000'000;
constexpr std::size_t kManyEntries = 4096;

}  // namespace

bool CallLimits::admits(const std::string& key, double per_second) {
  const std::int64_t now = clock_.steady_nanos();
  std::lock_guard lock(mutex_);
  if (entries_.size() >= kManyEntries) forget_idle(now);
  Entry& entry = entries_[key];
  entry.bucket.refill({per_second, 1}, 1, now);
  entry.used_nanos = now;
  // A whole unit: a call costs one, and a debt would let one too many in.
  if (entry.bucket.units() < 1) return false;
  entry.bucket.take(1);
  return true;
}

// A bucket that was not used for a second is full, as a new one.
void CallLimits::forget_idle(std::int64_t now_nanos) {
  std::erase_if(entries_, [now_nanos](const auto& entry) {
    return entry.second.used_nanos + kSecondNanos <= now_nanos;
  });
}

}  // namespace stator::db::stream
