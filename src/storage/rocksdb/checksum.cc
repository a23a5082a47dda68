// The checksum of RocksDB's log records (CRC-32C), in the processor's own instruction. Debian builds RocksDB
// for processors that may lack it, and so with a table. The linker passes its calls here
// (src/CMakeLists.txt).
#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__x86_64__)
#include <nmmintrin.h>
#endif

// rocksdb::crc32c::Extend(std::uint32_t, const char*, std::size_t)
extern "C" std::uint32_t __real__ZN7rocksdb6crc32c6ExtendEjPKcm(std::uint32_t, const char*, std::size_t);
extern "C" std::uint32_t __wrap__ZN7rocksdb6crc32c6ExtendEjPKcm(std::uint32_t, const char*, std::size_t);

namespace {

#if defined(__x86_64__)

const bool has_instruction = __builtin_cpu_supports("sse4.2") != 0;

__attribute__((target("sse4.2"))) std::uint32_t extend(std::uint32_t sum, const char* data,
                                                       std::size_t size) {
  std::uint64_t value = sum ^ 0xffffffffU;
  for (; size >= sizeof value; data += sizeof value, size -= sizeof value) {
    std::uint64_t word;
    std::memcpy(&word, data, sizeof word);
    value = _mm_crc32_u64(value, word);
  }
  auto last = static_cast<std::uint32_t>(value);
  for (; size > 0; ++data, --size) last = _mm_crc32_u8(last, static_cast<unsigned char>(*data));
  return last ^ 0xffffffffU;
}

#else

constexpr bool has_instruction = false;
std::uint32_t extend(std::uint32_t sum, const char*, std::size_t) { return sum; }

#endif

}  // namespace

std::uint32_t __wrap__ZN7rocksdb6crc32c6ExtendEjPKcm(std::uint32_t sum, const char* data, std::size_t size) {
  if (has_instruction) return extend(sum, data, size);
  return __real__ZN7rocksdb6crc32c6ExtendEjPKcm(sum, data, size);
}
