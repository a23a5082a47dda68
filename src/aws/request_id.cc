#include "aws/request_id.h"

namespace stator::aws {
namespace {

// splitmix64: successive states give independent-looking 64-bit words.
constexpr std::uint64_t kStep = 0x9E3779B97F4A7C15ULL;
constexpr int kWords = 5;  // 52 characters of 5 bits

std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

}  // namespace

RequestId RequestIdSource::next() {
  static constexpr char kAlphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUV";
  constexpr int kCharactersPerWord = 12;
  std::uint64_t state = next_.fetch_add(kStep * kWords, std::memory_order_relaxed);
  RequestId id;
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < id.size(); ++i) {
    if (i % kCharactersPerWord == 0) word = mix(state += kStep);
    id[i] = kAlphabet[word & 31];
    word >>= 5;
  }
  return id;
}

}  // namespace stator::aws
