// The metrics of all accounts and regions, and what was reported of them.
//
// Thread-safe. What put() acknowledged is kept as the engine's durability promises; what was reported for the
// same metric, moment and unit adds up. Values stay for the times of kTiers (metric_keys.h), a metric that
// nothing was reported of for as long as its last value.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/async_mutex.h"
#include "base/clock.h"
#include "base/executor.h"
#include "base/result.h"
#include "base/rounds.h"
#include "base/task.h"
#include "base/task_group.h"
#include "monitoring/metric.h"
#include "storage/engine.h"

namespace stator::monitoring {

enum class FailureKind : std::uint8_t {
  kBusy,     // retryable
  kUnknown,  // it may have been kept, or not
  kInternal,
};
struct Failure {
  FailureKind kind = FailureKind::kInternal;
  std::string message = {};
};
template <typename T>
using Result = base::Result<T, Failure>;

struct ReadRequest {
  Metric metric;
  std::int64_t begin = 0;   // unix seconds, included
  std::int64_t end = 0;     // excluded
  std::int64_t period = 0;  // seconds; 1, 5, 10, 20, 30 or a multiple of 60
  std::optional<Unit> unit;
};

struct ListRequest {
  // Empty: of all.
  std::string name_space;
  std::string name;
  // All of these, among others; without a value: whatever it is.
  struct DimensionFilter {
    std::string name;
    std::optional<std::string> value;
  };
  std::vector<DimensionFilter> dimensions;
  std::int64_t active_since = 0;  // unix seconds
  std::string after;              // the position of the page before
  std::size_t limit = 500;
};
struct MetricPage {
  std::vector<Metric> metrics;
  std::optional<std::string> next;  // the position, set if there may be more
};

class MetricStore {
 public:
  // What is too old is removed on `background`. All must outlive this.
  MetricStore(storage::Engine& engine, base::Clock& clock, base::Executor& background);

  // Begins to look for values that are too old.
  void start();
  // Waits for what runs in the background.
  base::Task<void> stop();

  // All or nothing. Samples that are too old or too new for any tier are the caller's to refuse.
  base::Task<Result<base::Ok>> put(Scope scope, std::vector<Sample> samples);
  // One for each period, counted from the begin, and unit that there are values for, in order of time. `each`
  // gets one after the other, so that only those of one period are held: a day of minutes can be 100 MB.
  using Consumer = std::function<void(Datapoint)>;
  base::Task<Result<base::Ok>> read(Scope scope, ReadRequest request, Consumer each);
  // All of them, where they are few.
  base::Task<Result<std::vector<Datapoint>>> read(Scope scope, ReadRequest request);
  // In order of namespace, name and dimensions. Looks at a bounded number of metrics: a page may be empty and
  // not the last one.
  base::Task<Result<MetricPage>> list(Scope scope, ListRequest request);

  base::Task<Result<base::Ok>> remove_expired();

  base::Clock& clock() { return clock_; }

 private:
  static constexpr std::size_t kLatches = 64;

  base::Task<std::vector<base::AsyncMutex::Lock>> latch(const std::vector<std::string>& keys);
  base::Task<Result<bool>> try_put(const std::vector<std::string>& keys, const std::vector<Sample>& samples);

  storage::Engine& engine_;
  base::Clock& clock_;
  std::array<base::AsyncMutex, kLatches> latches_;  // by metric, taken in order: writers queue, not collide
  base::TaskGroup tasks_;
  base::Rounds rounds_;
};

}  // namespace stator::monitoring
