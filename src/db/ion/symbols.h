// Symbols of Ion text that stand without quotes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace stator::db::ion {

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }

inline bool in_identifier(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '$' || c == '_';
}

// The identifier that `text` begins with, or nothing.
inline std::string_view identifier_of(std::string_view text) {
  if (text.empty() || is_digit(text.front())) return {};
  return text.substr(0,
                     static_cast<std::size_t>(std::ranges::find_if_not(text, in_identifier) - text.begin()));
}

// Identifiers that are values.
inline bool is_keyword(std::string_view identifier) {
  return identifier == "null" || identifier == "true" || identifier == "false" || identifier == "nan";
}

// $10: the symbol of this number in a symbol table.
inline bool is_symbol_number(std::string_view identifier) {
  return identifier.size() > 1 && identifier.front() == '$' &&
         std::ranges::all_of(identifier.substr(1), is_digit);
}

}  // namespace stator::db::ion
