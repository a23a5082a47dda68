#include "db/expression/substring.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace stator::db::expression {

namespace {

// The C library searches for longer needles in linear time.
constexpr std::size_t kShortNeedle = 256;
// What a vain comparison costs, in bytes that could have been looked at instead; and what all of them may
// cost.
constexpr std::size_t kVainComparison = 16;
constexpr std::size_t kVainFactor = 4;
constexpr std::size_t kVainBase = 4096;

// Knuth, Morris and Pratt: no byte of the text is looked at twice.
bool has_short_needle(std::string_view text, std::string_view needle) {
  std::array<std::uint8_t, kShortNeedle>
      borders{};  // of each beginning of the needle: its longest end that it begins with
  std::size_t border = 0;
  for (std::size_t i = 1; i < needle.size(); ++i) {
    while (border > 0 && needle[i] != needle[border]) border = borders[border - 1];
    if (needle[i] == needle[border]) ++border;
    borders[i] = static_cast<std::uint8_t>(border);
  }
  std::size_t matched = 0;
  for (const char c : text) {
    while (matched > 0 && c != needle[matched]) matched = borders[matched - 1];
    if (c == needle[matched]) ++matched;
    if (matched == needle.size()) return true;
  }
  return false;
}

}  // namespace

bool has_substring(std::string_view text, std::string_view needle) {
  if (needle.empty()) return true;
  if (needle.size() > text.size()) return false;
  if (needle.size() > kShortNeedle)
    return ::memmem(text.data(), text.size(), needle.data(), needle.size()) != nullptr;
  const char* at = text.data();
  const char* const last = text.data() + text.size() - needle.size();
  std::size_t vain = 0;
  while (at <= last) {
    at = static_cast<const char*>(std::memchr(at, needle.front(), static_cast<std::size_t>(last - at) + 1));
    if (at == nullptr) return false;
    const auto [end, unused] = std::mismatch(needle.begin(), needle.end(), at);
    if (end == needle.end()) return true;
    vain += kVainComparison + static_cast<std::size_t>(end - needle.begin());
    const auto done = static_cast<std::size_t>(at - text.data());
    if (vain > kVainBase + kVainFactor * done) return has_short_needle(text.substr(done + 1), needle);
    ++at;
  }
  return false;
}

}  // namespace stator::db::expression
