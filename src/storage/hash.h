// The 64-bit hash that places source keys in log shards. It is XXH64 with seed 0, as published by Yann Collet
// (https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md). Shard borders on disk are cut in its
// values: it must never change.
#pragma once

#include <cstdint>
#include <string_view>

namespace stator::storage {

std::uint64_t stable_hash(std::string_view bytes);

}  // namespace stator::storage
