#include "driver/disk_sync.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "driver/process_stats.h"

namespace stator::bench {

namespace {

constexpr std::size_t kAppendedBytes = 1024;

}  // namespace

base::Result<LoadResult, std::string> measure_disk_sync(const std::string& folder, double seconds) {
  const std::string path = folder + "/sync";
  const net::UniqueFd file(::open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_APPEND | O_CLOEXEC, 0644));
  if (file.get() < 0) return path + ": " + std::strerror(errno);
  std::array<char, kAppendedBytes> bytes;
  bytes.fill('x');

  LoadResult result;
  GroupResult& group = result.groups.emplace_back();
  group.options = GroupOptions{"sync", 1};
  const std::int64_t begin = monotonic_ns(), own_begin = own_cpu_ns(), machine_begin = machine_cpu_ns();
  const std::int64_t end = begin + static_cast<std::int64_t>(seconds * 1e9);
  std::int64_t now = begin;
  while (now < end) {
    if (::write(file.get(), bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()) ||
        ::fdatasync(file.get()) != 0) {
      ::unlink(path.c_str());
      return path + ": " + std::strerror(errno);
    }
    const std::int64_t before = now;
    now = monotonic_ns();
    group.latency.add(now - before);
    ++group.answered_ok;
  }
  ::unlink(path.c_str());
  result.seconds = static_cast<double>(now - begin) / 1e9;
  result.driver_cpu_ns = own_cpu_ns() - own_begin;
  result.machine_cpu_ns = machine_cpu_ns() - machine_begin;
  return result;
}

}  // namespace stator::bench
