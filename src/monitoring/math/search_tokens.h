// Tokens of searches: names are cut where a new word begins, so that parts of them can be found. Pure.
// Source: CloudWatch user guide, search-expression-syntax, "Tokenization" and "Partial matches".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stator::monitoring::math {

struct Word {
  std::string_view text;
  // Is there nothing but a delimiter or an end on both sides of it?
  bool stands_alone = false;
};

// "Project2-trial333": Project, 2, trial, 333; "SDBFailure": SDB, Failure. What is neither a letter nor a
// digit of ASCII delimits; other characters count as lower-case letters (the guide does not say). Views into
// `text`.
std::vector<Word> words_of(std::string_view text);

// A name in which terms are looked for. Views into the name.
class TokenizedName {
 public:
  explicit TokenizedName(std::string_view name);

  // Does the name have the words of a term? A single word is found whatever its case, in the words and as the
  // whole name ("customcount1"). Several have to follow one another; those that the term writes together
  // (CustomCount) are found in their case only, those that it delimits (network-errors) in any: all examples
  // of the guide hold then. A term without words is found everywhere (assumed).
  bool has(const std::vector<Word>& term) const;

 private:
  std::vector<Word> words_;
  std::string whole_;  // all of them joined, in lower case
};

}  // namespace stator::monitoring::math
