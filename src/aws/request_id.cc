#include "aws/request_id.h"

#include <array>
#include <cstring>
#include <string_view>
#include <tuple>

namespace stator::aws {
namespace {

// splitmix64: successive states give independent-looking 64-bit words.
constexpr std::uint64_t kStep = 0x9E3779B97F4A7C15ULL;
constexpr std::size_t kWords = 7;  // each gives eight characters, by five bits each
static_assert(kWords * sizeof(std::uint64_t) >= std::tuple_size_v<RequestId>);

std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

// Eight characters of 0-9 and A-V, by the lower 40 bits.
std::uint64_t characters(std::uint64_t bits) {
  constexpr std::uint64_t kEach = 0x0101010101010101ULL;
  bits = (bits & 0xFFFFFULL) | (bits & 0xFFFFF00000ULL) << 12;
  bits = (bits & 0x000003FF000003FFULL) | (bits & 0x000FFC00000FFC00ULL) << 6;
  bits = (bits & 0x001F001F001F001FULL) | (bits & 0x03E003E003E003E0ULL) << 3;
  const std::uint64_t letters = ((bits + kEach * (0x80 - 10)) >> 7) & kEach;  // 1 where it is 10 or more
  return bits + kEach * '0' + letters * ('A' - 10 - '0');
}

}  // namespace

RequestId RequestIdSource::next() {
  std::uint64_t state = next_.fetch_add(kStep * kWords, std::memory_order_relaxed);
  RequestId id;
  std::array<std::uint64_t, kWords> text;
  for (std::uint64_t& word : text) word = characters(mix(state += kStep));
  std::memcpy(id.data(), text.data(), id.size());
  return id;
}

std::string uuid_of(const RequestId& id) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (std::size_t i = 0; i < 32; ++i) {
    if (i == 8 || i == 12 || i == 16 || i == 20) out.push_back('-');
    // A request id has 32 different characters; each gives four bits.
    out.push_back(kDigits[static_cast<unsigned char>(id[i]) & 15]);
  }
  return out;
}

}  // namespace stator::aws
