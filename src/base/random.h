// Randomness is passed in, so that a run can be replayed from a seed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace stator::base {

class Random {
 public:
  virtual ~Random() = default;
  virtual std::uint64_t next() = 0;  // 64 uniform bits

  // Uniform in [0, bound); bound > 0. The bias is below bound / 2^64.
  std::uint64_t below(std::uint64_t bound) {
    return static_cast<std::uint64_t>((static_cast<unsigned __int128>(next()) * bound) >> 64);
  }
  void fill(std::span<std::byte> bytes);
};

// The same sequence for the same seed, on every machine (xoshiro256**). Not thread-safe, not for secrets.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed);
  std::uint64_t next() override;

 private:
  std::uint64_t state_[4];
};

// The kernel's random bytes, fetched in blocks for each thread. Thread-safe. For ids and secrets.
class SecureRandom final : public Random {
 public:
  static SecureRandom& system();
  std::uint64_t next() override;
};

// A random one (version 4), as text.
std::string new_uuid(Random& random);

}  // namespace stator::base
