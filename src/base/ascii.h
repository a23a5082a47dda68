// Letters and digits of ASCII, whatever the locale. Pure.
#pragma once

#include <string>
#include <string_view>

namespace stator::base {

constexpr char lower_ascii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

inline void make_lower_ascii(std::string* text) {
  for (char& c : *text) c = lower_ascii(c);
}

inline std::string lower_ascii(std::string_view text) {
  std::string out(text);
  make_lower_ascii(&out);
  return out;
}

// The value of a hexadecimal digit of either case; -1 for any other character.
constexpr int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace stator::base
