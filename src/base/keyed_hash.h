// A hash of keys that clients choose. Without the secret, which each process draws for itself, nobody can
// find texts that share a bucket, so nobody makes a hash table slow. The values are of this process only:
// they are never stored.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace stator::base {

struct HashSecret {
  std::uint64_t words[2];
};

// SipHash-1-3 (Aumasson and Bernstein, 2012). Thread-safe.
std::uint64_t keyed_hash(std::string_view bytes, const HashSecret& secret);

// With the secret of the process.
std::uint64_t keyed_hash(std::string_view bytes);

// For the standard library's tables.
struct KeyedHash {
  using is_transparent = void;
  // May throw, for all that libstdc++ knows: then it keeps the values in the table's nodes.
  std::size_t operator()(std::string_view bytes) const { return keyed_hash(bytes); }
};

}  // namespace stator::base
