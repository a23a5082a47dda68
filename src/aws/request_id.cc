#include "aws/request_id.h"

#include <cstring>
#include <string_view>

namespace stator::aws {
namespace {

// splitmix64: successive states give independent-looking 64-bit words.
constexpr std::uint64_t kStep = 0x9E3779B97F4A7C15ULL;
constexpr int kWords = 5;  // 52 characters of 5 bits
constexpr int kPairsPerWord = 6;

using Pair = std::array<char, 2>;

// Two characters by their ten bits.
constexpr std::array<Pair, 1024> kPairs = [] {
  constexpr std::string_view kAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUV";
  std::array<Pair, 1024> pairs{};
  for (std::size_t i = 0; i < pairs.size(); ++i) pairs[i] = {kAlphabet[i & 31], kAlphabet[i >> 5]};
  return pairs;
}();

std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

}  // namespace

RequestId RequestIdSource::next() {
  std::uint64_t state = next_.fetch_add(kStep * kWords, std::memory_order_relaxed);
  RequestId id;
  std::size_t at = 0;
  while (at < id.size()) {
    std::uint64_t word = mix(state += kStep);
    for (int pair = 0; pair < kPairsPerWord && at < id.size(); ++pair, word >>= 10, at += sizeof(Pair)) {
      std::memcpy(id.data() + at, kPairs[word & 1023].data(), sizeof(Pair));
    }
  }
  return id;
}

}  // namespace stator::aws
