// How an index build shares its event loop with requests: in small steps, and after each it rests in
// proportion to how long others kept it from its turn. Where nobody else is there it goes at full speed.
#pragma once

#include <chrono>
#include <cstddef>

#include "base/task.h"
#include "storage/engine.h"

namespace stator::db::table {

// What the last step was like.
struct BuildStepCost {
  std::size_t items = 0;
  std::chrono::nanoseconds worked{0};  // CPU time of the loop
  std::chrono::nanoseconds waited{0};  // for its turn, once it had given way
};

// The rule. Pure.
class BuildPaceRule {
 public:
  static constexpr std::size_t kFewestItems = 8;
  static constexpr std::size_t kMostItems = 128;
  // The CPU time that a step may take: what others have to wait for it at most, about.
  static constexpr std::chrono::nanoseconds kStep = std::chrono::microseconds(250);
  // Who waits less than that was alone.
  static constexpr std::chrono::nanoseconds kAlone = std::chrono::microseconds(100);
  static constexpr int kRestPerWait = 4;
  // A build always has a tenth of the loop. An index is not useful before it is complete.
  static constexpr int kMostRestPerWork = 9;

  // How many items the next step may take.
  static std::size_t next_items(const BuildStepCost& last);
  static std::chrono::nanoseconds rest_after(const BuildStepCost& last);
};

// Of one build. Used by one coroutine, on one event loop.
class BuildPace {
 public:
  // Of the next step.
  storage::ScanLimits limits() const;
  // Before a step.
  void begin();
  // After it: lets others run. `items`: that the step took.
  base::Task<> give_way(std::size_t items);

 private:
  std::size_t items_ = BuildPaceRule::kFewestItems;
  std::chrono::nanoseconds cpu_at_begin_{0};
};

}  // namespace stator::db::table
