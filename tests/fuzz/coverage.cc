// What GCC's instrumented code calls at each basic block, for libFuzzer: it finds these counters by their
// section, and clears and reads them for each input.
#include <cstddef>
#include <cstdint>

namespace {

constexpr unsigned kBits = 16;
[[gnu::section("__libfuzzer_extra_counters"), gnu::used]] std::uint8_t counters[1 << kBits];

}  // namespace

// Threads may lose a count of each other's.
extern "C" [[gnu::no_sanitize("address,thread")]] void __sanitizer_cov_trace_pc() {
  const auto here = reinterpret_cast<std::uintptr_t>(__builtin_return_address(0));
  const std::uintptr_t relative =
      here - reinterpret_cast<std::uintptr_t>(counters);  // the same wherever it is loaded
  ++counters[relative * 0x9E3779B97F4A7C15U >> (64 - kBits)];
}

// Comparisons of integers libFuzzer knows itself.
extern "C" void __sanitizer_cov_trace_cmpf(float, float) {}
extern "C" void __sanitizer_cov_trace_cmpd(double, double) {}
