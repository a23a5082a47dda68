#include "monitoring/math/search_tokens.h"

#include <algorithm>
#include <cstdint>

#include "base/ascii.h"

namespace stator::monitoring::math {
namespace {

enum class Letter : std::uint8_t { kDelimiter, kDigit, kUpper, kLower };

Letter kind_of(char c) {
  if (c >= '0' && c <= '9') return Letter::kDigit;
  if (c >= 'A' && c <= 'Z') return Letter::kUpper;
  if ((c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80) return Letter::kLower;
  return Letter::kDelimiter;
}

bool equal_but_for_case(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char a, char b) { return base::lower_ascii(a) == base::lower_ascii(b); });
}

// Where the word that begins `text` ends.
std::size_t word_length(std::string_view text) {
  std::size_t length = 1;
  const auto run = [&](Letter kind) {
    while (length < text.size() && kind_of(text[length]) == kind) ++length;
  };
  const Letter first = kind_of(text[0]);
  if (first != Letter::kUpper) {
    run(first);
    return length;
  }
  run(Letter::kUpper);
  if (length == text.size() || kind_of(text[length]) != Letter::kLower) return length;
  if (length > 1) return length - 1;  // the last capital begins the next word
  run(Letter::kLower);
  return length;
}

bool matches(const Word& word, const Word& wanted) {
  return wanted.stands_alone ? equal_but_for_case(word.text, wanted.text) : word.text == wanted.text;
}

}  // namespace

std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words;
  const auto delimited = [&](std::size_t at) {
    return at >= text.size() || kind_of(text[at]) == Letter::kDelimiter;
  };
  for (std::size_t at = 0; at < text.size();) {
    if (delimited(at)) {
      ++at;
      continue;
    }
    const std::size_t length = word_length(text.substr(at));
    words.push_back({text.substr(at, length), (at == 0 || delimited(at - 1)) && delimited(at + length)});
    at += length;
  }
  return words;
}

TokenizedName::TokenizedName(std::string_view name) : words_(words_of(name)) {
  for (const Word& word : words_) whole_ += word.text;
  base::make_lower_ascii(&whole_);
}

bool TokenizedName::has(const std::vector<Word>& term) const {
  if (term.size() == 1 && equal_but_for_case(whole_, term[0].text)) return true;
  return std::search(words_.begin(), words_.end(), term.begin(), term.end(), matches) != words_.end() ||
         term.empty();
}

}  // namespace stator::monitoring::math
