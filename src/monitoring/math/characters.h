// Lengths as the API counts them.
#pragma once

#include <algorithm>
#include <string_view>

namespace stator::monitoring::math {

// Of UTF-8.
inline std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace stator::monitoring::math
