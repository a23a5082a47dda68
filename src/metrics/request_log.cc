#include "metrics/request_log.h"

#include "base/log_fields.h"

namespace stator::metrics {
namespace {

constexpr std::int64_t kNanosPerSecond = 1'000'000'000;
constexpr std::int64_t kNanosPerMilli = 1'000'000;

}  // namespace

// At the turn of a second a line more or less may be written.
bool RequestLog::take_line(std::int64_t* left_out) {
  const std::int64_t second = clock_.steady_nanos() / kNanosPerSecond;
  if (second_.exchange(second, std::memory_order_relaxed) != second)
    lines_.store(0, std::memory_order_relaxed);
  if (lines_.fetch_add(1, std::memory_order_relaxed) >= kMaxLinesASecond) {
    left_out_.fetch_add(1, std::memory_order_relaxed);
    return false;
  }
  *left_out = left_out_.exchange(0, std::memory_order_relaxed);
  return true;
}

void RequestLog::write(const FinishedRequest& request) {
  if (!base::log_enabled(base::LogLevel::kWarning)) return;
  std::int64_t left_out = 0;
  if (!take_line(&left_out)) return;
  const RequestRecord& record = request.record;
  std::string tables;
  double read_units = 0, write_units = 0;
  record.for_each_table([&](const RequestRecord::TableUse& use) {
    const std::string name = table_name_(use.id);
    if (!name.empty()) tables.append(tables.empty() ? "" : ",").append(name);
    read_units += use.read_units;
    write_units += use.write_units;
  });
  const bool failed = request.status >= kFirstFailure;
  base::log_with_fields(base::LogLevel::kWarning, "requests", failed ? "failed request" : "slow request",
                        {{"operation", record.operation},
                         {"service", record.service},
                         {"table", tables},
                         {"duration_ms", request.duration.count() / kNanosPerMilli},
                         {"status", request.status},
                         {"error", record.error_code},
                         {"request_id", request.request_id},
                         {"request_bytes", static_cast<std::int64_t>(record.request_bytes)},
                         {"response_bytes", static_cast<std::int64_t>(record.response_bytes)},
                         {"items", static_cast<std::int64_t>(record.items)},
                         {"capacity_units", static_cast<std::int64_t>(read_units + write_units)},
                         {"access_key_id", record.access_key_id},
                         {"from", request.remote_address},
                         {"left_out", left_out}});
}

}  // namespace stator::metrics
