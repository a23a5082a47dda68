// The log's lines about requests: those that took long, and those that failed inside the server.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "base/clock.h"
#include "metrics/request_record.h"

namespace stator::metrics {

// Thread-safe.
class RequestLog {
 public:
  // Beyond it, lines are left out, and the next one says how many.
  static constexpr std::int64_t kMaxLinesASecond = 10;

  // The name of a table by its id; empty: there is none. Called for lines that are written only.
  using TableName = std::function<std::string(std::uint32_t id)>;

  // The clock must outlive this.
  RequestLog(const base::Clock& clock, TableName table_name)
      : clock_(clock), table_name_(std::move(table_name)) {}

  // From when on a request is slow; 0: none is.
  void set_slow(std::chrono::milliseconds limit) {
    slow_nanos_.store(std::chrono::nanoseconds(limit).count(), std::memory_order_relaxed);
  }

  void look_at(const FinishedRequest& request) {
    const std::int64_t slow = slow_nanos_.load(std::memory_order_relaxed);
    const bool is_slow = slow != 0 && request.duration.count() >= slow;
    if (is_slow || request.status >= kFirstFailure) write(request);
  }

 private:
  static constexpr int kFirstFailure = 500;

  void write(const FinishedRequest& request);
  bool take_line(std::int64_t* left_out);

  const base::Clock& clock_;
  const TableName table_name_;
  std::atomic<std::int64_t> slow_nanos_{0};
  std::atomic<std::int64_t> second_{0};  // that lines_ counts
  std::atomic<std::int64_t> lines_{0};
  std::atomic<std::int64_t> left_out_{0};
};

}  // namespace stator::metrics
