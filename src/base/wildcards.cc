#include "base/wildcards.h"

#include <algorithm>
#include <cstring>
#include <vector>

namespace stator::base {
namespace {

constexpr std::size_t kNowhere = std::string_view::npos;
// Up to this product of the lengths the plain way is taken, which needs no memory.
constexpr std::size_t kPlainProduct = 64 * 1024;

// Greedy, going back to the last star only: linear for one star, never worse than the product.
bool matches_plainly(std::string_view pattern, std::string_view text, Wildcards wildcards) {
  std::size_t p = 0, t = 0, star = kNowhere, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == wildcards.any) {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && (pattern[p] == wildcards.one || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != kNowhere) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == wildcards.any) ++p;
  return p == pattern.size();
}

// Both are of one length; `part` has no star.
bool is_at(std::string_view part, std::string_view text, std::optional<char> one) {
  return std::equal(part.begin(), part.end(), text.begin(),
                    [one](char p, char t) { return p == one || p == t; });
}

// Where in the text `word` is, one place after the other (Knuth, Morris and Pratt).
template <typename See>
void each_place(std::string_view word, std::string_view text, const See& see) {
  std::vector<std::size_t> next(word.size(),
                                0);  // how much still fits where the character after so many does not
  for (std::size_t i = 1, fits = 0; i < word.size(); ++i) {
    while (fits > 0 && word[i] != word[fits]) fits = next[fits - 1];
    if (word[i] == word[fits]) ++fits;
    next[i] = fits;
  }
  for (std::size_t t = 0, fits = 0; t < text.size(); ++t) {
    while (fits > 0 && (fits == word.size() || text[t] != word[fits])) fits = next[fits - 1];
    if (text[t] == word[fits]) ++fits;
    if (fits == word.size()) see(t + 1 - fits);
  }
}

// The first place of `part`, which has no star. Once over the text for each word between wildcards.
std::size_t find(std::string_view part, std::string_view text, std::optional<char> one) {
  if (part.size() > text.size()) return kNowhere;
  if (!one || part.find(*one) == kNowhere) {
    const void* at = ::memmem(text.data(), text.size(), part.data(), part.size());
    return at == nullptr ? kNowhere : static_cast<std::size_t>(static_cast<const char*>(at) - text.data());
  }
  std::vector<char> possible(text.size() - part.size() + 1, 1);
  for (std::size_t begin = 0; begin < part.size();) {
    if (part[begin] == *one) {
      ++begin;
      continue;
    }
    const std::string_view word = part.substr(begin, part.find(*one, begin) - begin);
    std::size_t seen = 0;
    each_place(word, text.substr(begin, possible.size() + word.size() - 1), [&](std::size_t place) {
      std::fill(possible.begin() + seen, possible.begin() + place, 0);
      seen = place + 1;
    });
    std::fill(possible.begin() + seen, possible.end(), 0);
    begin += word.size();
  }
  const auto first = std::find(possible.begin(), possible.end(), 1);
  return first == possible.end() ? kNowhere : static_cast<std::size_t>(first - possible.begin());
}

}  // namespace

bool matches_wildcards(std::string_view pattern, std::string_view text, Wildcards wildcards) {
  if (pattern.size() * text.size() <= kPlainProduct) return matches_plainly(pattern, text, wildcards);
  std::size_t star = pattern.find(wildcards.any);
  if (star == kNowhere) return pattern.size() == text.size() && is_at(pattern, text, wildcards.one);
  const std::size_t last = pattern.rfind(wildcards.any);
  const std::string_view head = pattern.substr(0, star), tail = pattern.substr(last + 1);
  if (head.size() + tail.size() > text.size()) return false;
  if (!is_at(head, text.substr(0, head.size()), wildcards.one) ||
      !is_at(tail, text.substr(text.size() - tail.size()), wildcards.one))
    return false;
  text = text.substr(head.size(), text.size() - head.size() - tail.size());
  while (star < last) {
    const std::size_t end = pattern.find(wildcards.any, star + 1);
    const std::string_view part = pattern.substr(star + 1, end - star - 1);
    const std::size_t place = part.empty() ? 0 : find(part, text, wildcards.one);
    if (place == kNowhere) return false;
    text.remove_prefix(place + part.size());
    star = end;
  }
  return true;
}

}  // namespace stator::base
