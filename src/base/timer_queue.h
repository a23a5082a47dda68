// Jobs ordered by the time they are due; equal times keep their order. Not thread-safe. The waiting is done
// by the executor that owns it.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <vector>

#include "base/executor.h"

namespace stator::base {

class TimerQueue {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  bool empty() const { return heap_.empty(); }
  TimePoint next_due() const { return heap_.front().due; }

  void add(TimePoint due, Job job) {
    heap_.push_back({due, next_order_++, job});
    std::push_heap(heap_.begin(), heap_.end(), Later{});
  }

  // Moves the jobs due at `now` to the end of `jobs`. Pass TimePoint::max() for all.
  template <typename Jobs>
  void take_due(TimePoint now, Jobs& jobs) {
    while (!heap_.empty() && heap_.front().due <= now) {
      std::pop_heap(heap_.begin(), heap_.end(), Later{});
      jobs.push_back(heap_.back().job);
      heap_.pop_back();
    }
  }

 private:
  struct Entry {
    TimePoint due;
    std::uint64_t order;
    Job job;
  };
  struct Later {
    bool operator()(const Entry& a, const Entry& b) const {
      return a.due != b.due ? a.due > b.due : a.order > b.order;
    }
  };

  std::vector<Entry> heap_;
  std::uint64_t next_order_ = 0;
};

}  // namespace stator::base
