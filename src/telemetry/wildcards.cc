#include "telemetry/wildcards.h"

namespace stator::telemetry {

bool matches_wildcards(std::string_view pattern, std::string_view text) {
  std::size_t at = 0, p = 0, star = std::string_view::npos, resume = 0;
  while (at < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = at;
    } else if (p < pattern.size() && pattern[p] == text[at]) {
      ++p;
      ++at;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      at = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace stator::telemetry
