#include "base/random.h"

#include <fmt/core.h>
#include <sys/random.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>

#include "base/check.h"

namespace stator::base {

namespace {

// Spreads a seed over the whole state, as the authors of xoshiro advise.
std::uint64_t splitmix64(std::uint64_t& state) {
  std::uint64_t z = (state += 0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

void fill_from_kernel(void* data, std::size_t size) {
  auto* out = static_cast<char*>(data);
  while (size > 0) {
    const ssize_t got = getrandom(out, size, 0);
    if (got < 0 && errno == EINTR) continue;
    STATOR_CHECK(got > 0);
    out += got;
    size -= static_cast<std::size_t>(got);
  }
}

// 256 bytes: what getrandom gives whole, at the price of about one small system call.
struct SecureBlock {
  static constexpr std::size_t kWords = 32;
  std::uint64_t words[kWords];
  std::size_t used = kWords;
};
thread_local SecureBlock secure_block;

}  // namespace

void Random::fill(std::span<std::byte> bytes) {
  while (!bytes.empty()) {
    const std::uint64_t word = next();
    const std::size_t count = std::min(bytes.size(), sizeof word);
    std::memcpy(bytes.data(), &word, count);
    bytes = bytes.subspan(count);
  }
}

SeededRandom::SeededRandom(std::uint64_t seed) {
  for (std::uint64_t& word : state_) word = splitmix64(seed);
}

std::uint64_t SeededRandom::next() {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t t = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= t;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

SecureRandom& SecureRandom::system() {
  static SecureRandom random;
  return random;
}

std::uint64_t SecureRandom::next() {
  SecureBlock& block = secure_block;
  if (block.used == SecureBlock::kWords) {
    fill_from_kernel(block.words, sizeof block.words);
    block.used = 0;
  }
  // Overwritten once used, so that a word is never given twice and does not linger.
  std::uint64_t word = 0;
  std::swap(word, block.words[block.used++]);
  return word;
}

std::string new_uuid(Random& random) {
  const std::uint64_t high = (random.next() & ~0xf000ULL) | 0x4000ULL;       // version 4
  const std::uint64_t low = (random.next() & ~(3ULL << 62)) | (2ULL << 62);  // variant 1
  return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", high >> 32, high >> 16 & 0xffff, high & 0xffff,
                     low >> 48, low & 0xffff'ffff'ffff);
}

}  // namespace stator::base
