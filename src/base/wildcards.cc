#include "base/wildcards.h"

namespace stator::base {

// Greedy, going back to the last star only: linear for one star, never worse than the product.
bool matches_wildcards(std::string_view pattern, std::string_view text, Wildcards wildcards) {
  std::size_t p = 0, t = 0, star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == wildcards.any) {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && (pattern[p] == wildcards.one || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == wildcards.any) ++p;
  return p == pattern.size();
}

}  // namespace stator::base
