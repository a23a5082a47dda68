// How often functions were invoked, and how that went. The number of functions that are named is bounded;
// those that are deleted leave.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <tuple>
#include <vector>

#include "functions/function.h"
#include "metrics/exposition.h"
#include "metrics/time_histogram.h"
#include "monitoring/distribution.h"

namespace stator::functions {

// What the invocations of a function did since the last time that this was asked.
struct FunctionWindow {
  telemetry::Scope scope;
  std::string name;
  std::uint64_t invocations = 0;
  std::uint64_t errors = 0;
  std::uint64_t throttles = 0;
  monitoring::Distribution duration_millis;
  monitoring::Distribution running;  // at the end of each, itself counted; not of those that were refused
};

// Thread-safe.
class FunctionMetrics {
 public:
  static constexpr std::size_t kMaxFunctions = 200;  // by name; the others count together as "(other)"

  enum class Result { kDone, kError, kThrottled, kRefused };

  void begin(const Function& function);
  // Of one that was begun. `time` counts unless it was throttled or refused.
  void end(const Function& function, Result result, std::chrono::nanoseconds time);
  void forget(const Function& function);

  void write(metrics::Exposition* out) const;
  // Of those functions that are named.
  std::vector<FunctionWindow> take_windows();

 private:
  struct Counts {
    std::uint64_t invocations = 0;
    std::uint64_t errors = 0;
    std::uint64_t throttles = 0;
    std::int64_t running = 0;
    metrics::TimeHistogram duration;
  };
  using Name = std::tuple<std::string, std::string, std::string>;  // account, region, name

  Counts& counts_of(const Function& function);
  Counts* find_counts(const Function& function);
  FunctionWindow* window_of(const Function& function);

  mutable std::mutex mutex_;  // guards what follows
  std::map<Name, Counts> functions_;
  std::map<Name, FunctionWindow> windows_;
};

}  // namespace stator::functions
