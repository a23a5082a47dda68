#include "base/wildcards.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace stator::base {
namespace {

constexpr std::size_t kNowhere = std::string_view::npos;
// Up to this product of the lengths the plain way is taken, which needs no memory.
constexpr std::size_t kPlainProduct = 64 * 1024;

// What is counted of parts that are short, and of a look at 64 places.
constexpr std::uint64_t kPartSteps = 32;
constexpr std::uint64_t kLookSteps = 4;

bool spend(WorkBudget* work, std::uint64_t steps) { return work == nullptr || work->spend(steps); }

// Greedy, going back to the last star only: linear for one star, never worse than the product.
bool matches_plainly(std::string_view pattern, std::string_view text, Wildcards wildcards,
                     std::uint64_t* steps) {
  std::size_t p = 0, t = 0, star = kNowhere, resume = 0;
  while (t < text.size()) {
    ++*steps;
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

// How often each byte is in a text.
class Frequencies {
 public:
  explicit Frequencies(std::string_view text) {
    for (const char c : text) ++counts_[static_cast<unsigned char>(c)];
  }
  // Where `part` has the byte that is rarest in the text; kNowhere: it has wildcards only.
  std::size_t rarest(std::string_view part, char one) const {
    std::size_t place = kNowhere;
    for (std::size_t i = 0; i < part.size(); ++i)
      if (part[i] != one && (place == kNowhere || count(part[i]) < count(part[place]))) place = i;
    return place;
  }

 private:
  std::size_t count(char c) const { return counts_[static_cast<unsigned char>(c)]; }

  std::array<std::size_t, 256> counts_{};
};

// The places of a text where a part may be, so many of them at once.
class Places {
 public:
  static constexpr std::size_t kMost = 64;

  explicit Places(std::size_t count) : count_(count) { std::fill_n(possible_.begin(), count, 1); }

  // Those stay where the byte is `c`, the first place's at `text`.
  void keep(const char* text, char c) {
    if (count_ == kMost) {  // a number that the compiler knows: it takes many at once
      for (std::size_t i = 0; i < kMost; ++i) possible_[i] &= static_cast<unsigned char>(text[i] == c);
    } else {
      for (std::size_t i = 0; i < count_; ++i) possible_[i] &= static_cast<unsigned char>(text[i] == c);
    }
  }
  bool none() const {
    std::array<std::uint64_t, kMost / sizeof(std::uint64_t)> words;
    std::memcpy(words.data(), possible_.data(), kMost);
    std::uint64_t all = 0;
    for (const std::uint64_t word : words) all |= word;
    return all == 0;
  }
  std::size_t first() const {
    return static_cast<std::size_t>(std::find(possible_.begin(), possible_.end(), 1) - possible_.begin());
  }
  std::uint64_t steps() const { return count_ == kMost ? kLookSteps : kMost; }

 private:
  const std::size_t count_;
  std::array<unsigned char, kMost> possible_{};
};

// The first place of `part`, which has wildcards but no star, and is not longer than the text. Places where
// its rarest byte is not are skipped; at the others the part is compared byte after byte, 64 places at once.
// kNowhere also when the work is too much.
std::size_t find_with_gaps(std::string_view part, std::string_view text, char one,
                           const Frequencies& frequencies, WorkBudget* work) {
  if (!spend(work, part.size())) return kNowhere;
  const std::size_t rarest = frequencies.rarest(part, one);
  if (rarest == kNowhere) return 0;
  const std::size_t places = text.size() - part.size() + 1;
  for (std::size_t begin = 0; begin < places;) {
    const void* hit = std::memchr(text.data() + begin + rarest, part[rarest], places - begin);
    if (hit == nullptr) {
      spend(work, places - begin);
      return kNowhere;
    }
    const std::size_t skipped = begin;
    begin = static_cast<std::size_t>(static_cast<const char*>(hit) - text.data()) - rarest;
    std::uint64_t steps = kPartSteps + (begin - skipped);
    // The last ones are looked at together with some that were seen before.
    if (places >= Places::kMost) begin = std::min(begin, places - Places::kMost);
    const std::size_t count = std::min(Places::kMost, places - begin);
    Places possible(count);
    for (std::size_t i = 0; i < part.size() && !possible.none(); ++i) {
      if (part[i] == one) continue;
      possible.keep(text.data() + begin + i, part[i]);
      steps += possible.steps();
    }
    if (!spend(work, steps)) return kNowhere;
    if (!possible.none()) return begin + possible.first();
    begin += count;
  }
  return kNowhere;
}

std::size_t find(std::string_view part, std::string_view text, WorkBudget* work) {
  const void* at = ::memmem(text.data(), text.size(), part.data(), part.size());
  const std::size_t place =
      at == nullptr ? kNowhere : static_cast<std::size_t>(static_cast<const char*>(at) - text.data());
  return spend(work, part.size() + std::min(place, text.size())) ? place : kNowhere;
}

}  // namespace

bool matches_wildcards(std::string_view pattern, std::string_view text, Wildcards wildcards,
                       WorkBudget* work) {
  if (pattern.size() * text.size() <= kPlainProduct) {
    std::uint64_t steps = 0;
    const bool matched = matches_plainly(pattern, text, wildcards, &steps);
    return spend(work, steps) && matched;
  }
  if (!spend(work, pattern.size())) return false;
  std::size_t star = pattern.find(wildcards.any);
  if (star == kNowhere) return pattern.size() == text.size() && is_at(pattern, text, wildcards.one);
  const std::size_t last = pattern.rfind(wildcards.any);
  const std::string_view head = pattern.substr(0, star), tail = pattern.substr(last + 1);
  if (head.size() + tail.size() > text.size()) return false;
  if (!is_at(head, text.substr(0, head.size()), wildcards.one) ||
      !is_at(tail, text.substr(text.size() - tail.size()), wildcards.one))
    return false;
  text = text.substr(head.size(), text.size() - head.size() - tail.size());
  std::optional<Frequencies> frequencies;
  while (star < last) {
    const std::size_t end = pattern.find(wildcards.any, star + 1);
    const std::string_view part = pattern.substr(star + 1, end - star - 1);
    star = end;
    if (part.empty()) continue;
    if (part.size() > text.size() || !spend(work, kPartSteps)) return false;
    std::size_t place = kNowhere;
    if (wildcards.one && part.find(*wildcards.one) != kNowhere) {
      if (!frequencies) {
        if (!spend(work, text.size())) return false;
        frequencies.emplace(text);
      }
      place = find_with_gaps(part, text, *wildcards.one, *frequencies, work);
    } else {
      place = find(part, text, work);
    }
    if (place == kNowhere) return false;
    text.remove_prefix(place + part.size());
  }
  return true;
}

}  // namespace stator::base
