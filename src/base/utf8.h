// UTF-8 as JSON understands it.
#pragma once

#include <string>
#include <string_view>

namespace stator::base {

// True if the bytes are well-formed UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
bool valid_utf8(std::string_view bytes);

// The bytes, with U+FFFD for each one that belongs to no character. For what is said about bytes of any kind
// to somebody who expects text.
std::string as_utf8(std::string_view bytes);

// How many UTF-16 units the same text has: what Java, and so AWS, calls the length of a text.
inline std::size_t utf16_length(std::string_view utf8) {
  std::size_t length = 0;
  for (const char c : utf8) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) length += byte >= 0xF0 ? 2 : 1;
  }
  return length;
}

}  // namespace stator::base
