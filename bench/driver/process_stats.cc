#include "driver/process_stats.h"

#include <sched.h>
#include <time.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

namespace stator::bench {

namespace {

constexpr std::int64_t kNsPerSecond = 1'000'000'000;

std::int64_t clock_ns(clockid_t clock) {
  timespec time{};
  if (::clock_gettime(clock, &time) != 0) return 0;
  return time.tv_sec * kNsPerSecond + time.tv_nsec;
}

}  // namespace

std::int64_t monotonic_ns() { return clock_ns(CLOCK_MONOTONIC); }

std::int64_t own_cpu_ns() { return clock_ns(CLOCK_PROCESS_CPUTIME_ID); }

std::int64_t process_cpu_ns(pid_t pid) {
  clockid_t clock = 0;
  if (pid <= 0 || ::clock_getcpuclockid(pid, &clock) != 0) return 0;
  return clock_ns(clock);
}

std::int64_t process_wait_ns(pid_t pid) {
  std::int64_t sum = 0;
  std::error_code error;
  for (std::filesystem::directory_iterator at("/proc/" + std::to_string(pid) + "/task", error), end;
       !error && at != end; at.increment(error)) {
    std::ifstream stat(at->path() / "schedstat");
    std::int64_t ran = 0, waited = 0;
    if (stat >> ran >> waited) sum += waited;
  }
  return sum;
}

std::int64_t machine_cpu_ns() {
  std::ifstream stat("/proc/stat");
  std::string word;
  stat >> word;                // "cpu"
  std::int64_t ticks[8] = {};  // user nice system idle iowait irq softirq steal
  for (std::int64_t& value : ticks) stat >> value;
  const std::int64_t busy = ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6] + ticks[7];
  return busy * (kNsPerSecond / ::sysconf(_SC_CLK_TCK));
}

std::int64_t resident_bytes(pid_t pid) {
  std::ifstream statm("/proc/" + std::to_string(pid) + "/statm");
  std::int64_t total = 0, resident = 0;
  statm >> total >> resident;
  return resident * ::sysconf(_SC_PAGESIZE);
}

bool stay_on_cpu(int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(cpu, &set);
  return ::sched_setaffinity(0, sizeof set, &set) == 0;
}

}  // namespace stator::bench
