#include "driver/result_json.h"

#include <fmt/format.h>

namespace stator::bench {

namespace {

constexpr double kNsPerUs = 1e3;

double microseconds(std::int64_t nanoseconds) { return static_cast<double>(nanoseconds) / kNsPerUs; }

std::string json_string(const std::string& text) {
  std::string out = "\"";
  for (const char character : text) {
    if (character == '"' || character == '\\') out += '\\';
    out += static_cast<unsigned char>(character) < ' ' ? ' ' : character;
  }
  return out + '"';
}

std::string group_json(const GroupResult& group, double seconds) {
  const auto us = [&](double fraction) { return microseconds(group.latency.quantile_ns(fraction)); };
  return fmt::format(
      R"({{"name":{},"connections":{},"requests":{},"ops_s":{:.1f},"p50_us":{:.1f},"p99_us":{:.1f},)"
      R"("p999_us":{:.1f},"max_us":{:.1f},"mean_us":{:.1f},"answered_ok":{},"wrong_answers":{},"errors":{},)"
      R"("conflicts":{},"overdue":{},"open":{},"first_problem":{}}})",
      json_string(group.options.name), group.options.connections, group.latency.count(),
      seconds > 0 ? static_cast<double>(group.latency.count()) / seconds : 0, us(0.5), us(0.99), us(0.999),
      microseconds(group.latency.max_ns()), group.latency.mean_ns() / kNsPerUs, group.answered_ok,
      group.wrong_answers, group.errors, group.conflicts, group.overdue, group.open,
      json_string(group.first_problem));
}

std::string interval_json(const Interval& interval) {
  std::string groups;
  for (const Interval::Group& group : interval.groups) {
    if (!groups.empty()) groups += ',';
    groups +=
        fmt::format(R"({{"requests":{},"p50_us":{:.1f},"p99_us":{:.1f},"p999_us":{:.1f},"max_us":{:.1f}}})",
                    group.requests, microseconds(group.p50_ns), microseconds(group.p99_ns),
                    microseconds(group.p999_ns), microseconds(group.max_ns));
  }
  return fmt::format(R"({{"end":{:.2f},"resident":{},"groups":[{}]}})", interval.end_seconds,
                     interval.resident_bytes, groups);
}

}  // namespace

std::string result_json(const LoadResult& result) {
  std::string groups, series;
  for (const Interval& interval : result.series) {
    if (!series.empty()) series += ',';
    series += interval_json(interval);
  }
  for (const GroupResult& group : result.groups) {
    if (!groups.empty()) groups += ',';
    groups += group_json(group, result.seconds);
  }
  return fmt::format(R"({{"seconds":{:.4f},"server_cpu_ns":{},"driver_cpu_ns":{},"machine_cpu_ns":{},)"
                     R"("server_wait_ns":{},"driver_wait_ns":{},)"
                     R"("resident_before":{},"resident_after":{},"groups":[{}],"series":[{}]}})",
                     result.seconds, result.server_cpu_ns, result.driver_cpu_ns, result.machine_cpu_ns,
                     result.server_wait_ns, result.driver_wait_ns, result.resident_before,
                     result.resident_after, groups, series);
}

}  // namespace stator::bench
