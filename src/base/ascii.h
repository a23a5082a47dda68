// Letters of ASCII, whatever the locale. Pure.
#pragma once

#include <string>
#include <string_view>

namespace stator::base {

inline void make_lower_ascii(std::string* text) {
  for (char& c : *text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
}

inline std::string lower_ascii(std::string_view text) {
  std::string out(text);
  make_lower_ascii(&out);
  return out;
}

}  // namespace stator::base
