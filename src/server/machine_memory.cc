#include "server/machine_memory.h"

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <fstream>

namespace stator::server {
namespace {

constexpr std::size_t kMiB = 1 << 20;
constexpr std::size_t kShare = 8;
constexpr std::size_t kLeast = 64 * kMiB;
constexpr std::size_t kMost = 1024 * kMiB;

}  // namespace

std::size_t machine_memory(const std::string& groups) {
  std::uint64_t memory = static_cast<std::uint64_t>(::sysconf(_SC_PHYS_PAGES)) *
                         static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  for (const char* name : {"/memory.max", "/memory/memory.limit_in_bytes"}) {
    std::ifstream file(groups + name);
    std::uint64_t limit = 0;
    if (file >> limit) memory = std::min(memory, limit);  // "max" is no number
  }
  return static_cast<std::size_t>(memory);
}

std::size_t default_memory(std::size_t machine_memory) {
  return std::clamp(machine_memory / kShare / kMiB * kMiB, kLeast, kMost);
}

}  // namespace stator::server
