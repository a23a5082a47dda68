#include "metrics/process_metrics.h"

#include <dirent.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>

namespace stator::metrics {
namespace {

// The fields of /proc/self/stat behind the program's name: the first is the state, number 3 in proc(5).
constexpr int kFirstField = 3;
constexpr int kStartTimeField = 22;
constexpr int kVirtualBytesField = 23;
constexpr int kResidentPagesField = 24;

struct Memory {
  double virtual_bytes = 0;
  double resident_bytes = 0;
  double start_ticks = 0;  // after the boot
};

Memory read_memory() {
  std::ifstream file("/proc/self/stat");
  std::string text;
  std::getline(file, text);
  const std::size_t name_end = text.rfind(')');
  Memory memory;
  if (name_end == std::string::npos) return memory;
  std::istringstream fields(text.substr(name_end + 1));
  std::string field;
  for (int number = kFirstField; number <= kResidentPagesField && fields >> field; ++number) {
    if (number == kStartTimeField) memory.start_ticks = std::stod(field);
    if (number == kVirtualBytesField) memory.virtual_bytes = std::stod(field);
    if (number == kResidentPagesField)
      memory.resident_bytes = std::stod(field) * static_cast<double>(::sysconf(_SC_PAGESIZE));
  }
  return memory;
}

double boot_seconds() {
  std::ifstream file("/proc/stat");
  std::string name;
  double seconds = 0;
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("btime ")) continue;
    std::istringstream(line) >> name >> seconds;
  }
  return seconds;
}

double open_descriptors() {
  DIR* folder = ::opendir("/proc/self/fd");
  if (folder == nullptr) return 0;
  double count = -1;  // that of the folder itself
  while (const dirent* entry = ::readdir(folder)) {
    if (entry->d_name[0] != '.') ++count;
  }
  ::closedir(folder);
  return count;
}

}  // namespace

void write_process_metrics(Exposition* out) {
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  const Memory memory = read_memory();
  out->counter("process_cpu_seconds", "Time that processors worked for this process.",
               seconds(usage.ru_utime) + seconds(usage.ru_stime));
  out->gauge("process_resident_memory_bytes", "Memory that is resident.", memory.resident_bytes);
  out->gauge("process_virtual_memory_bytes", "Memory that is mapped.", memory.virtual_bytes);
  out->gauge("process_open_fds", "File descriptors that are open.", open_descriptors());
  out->gauge("process_max_fds", "File descriptors that may be open.", static_cast<double>(files.rlim_cur));
  out->gauge("process_start_time_seconds", "When the process was started, since 1970.",
             boot_seconds() + memory.start_ticks / static_cast<double>(::sysconf(_SC_CLK_TCK)));
}

}  // namespace stator::metrics
