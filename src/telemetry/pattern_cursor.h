// What the parsers of filter patterns have in common: the characters that they know, and a position in the
// text. Pure.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace stator::telemetry {

inline bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// Of a name; any character beyond ASCII is one.
inline bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// The quoted text at the front, which is taken off; \" stands for a quote. Nothing if it does not end.
inline std::optional<std::string> take_quoted(std::string_view* rest) {
  std::string text;
  for (std::size_t i = 1; i < rest->size(); ++i) {
    if ((*rest)[i] == '"') {
      rest->remove_prefix(i + 1);
      return text;
    }
    if ((*rest)[i] == '\\' && i + 1 < rest->size()) ++i;
    text.push_back((*rest)[i]);
  }
  return std::nullopt;
}

// A parser derives from it. The text must outlive it. Belongs to one parse; not thread-safe.
class PatternCursor {
 protected:
  explicit PatternCursor(std::string_view text) : rest_(text) {}

  void skip_blanks() {
    while (!rest_.empty() && is_blank(rest_.front())) rest_.remove_prefix(1);
  }

  // Whether the token is next, behind blanks. Then it is taken off.
  bool take(std::string_view token) {
    skip_blanks();
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }

  // The characters at the front that are parts; maybe none.
  template <typename IsPart>
  std::string take_while(IsPart is_part) {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_part);
    std::string text(rest_.begin(), end);
    rest_.remove_prefix(text.size());
    return text;
  }

  std::string_view rest_;  // what is not taken yet
};

}  // namespace stator::telemetry
