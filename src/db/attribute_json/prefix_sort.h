// Sorting texts by a number made of their first bytes: nearly every comparison is one of integers.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace stator::db::attribute_json {

// Of a name or payload: its first bytes as a number that orders like them. Reads past its end, up to 8 bytes.
inline std::uint64_t prefix_of(std::string_view text) {
  std::uint64_t prefix;
  std::memcpy(&prefix, text.data(), sizeof(prefix));
  prefix = __builtin_bswap64(prefix);
  return text.size() >= sizeof(prefix) ? prefix : prefix & ~(~std::uint64_t{0} >> (8 * text.size()));
}

// Sorts what has a prefix, mostly few; `less` decides between equal prefixes.
template <typename T, typename Less>
void sort_by_prefix(T* first, T* last, const Less& less) {
  constexpr std::ptrdiff_t kFew = 24;
  if (last - first > kFew) {
    std::sort(first, last, [&](const T& a, const T& b) {
      return a.prefix != b.prefix ? a.prefix < b.prefix : less(a, b);
    });
    return;
  }
  for (T* next = first + 1; next < last; ++next) {
    const T moved = *next;
    T* place = next;
    for (; place != first; --place) {
      if (place[-1].prefix < moved.prefix) break;
      if (place[-1].prefix == moved.prefix && !less(moved, place[-1])) [[unlikely]]
        break;
      *place = place[-1];
    }
    *place = moved;
  }
}

}  // namespace stator::db::attribute_json
