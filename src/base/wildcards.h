// Patterns with wildcards, of which the services have several kinds.
#pragma once

#include <optional>
#include <string_view>

namespace stator::base {

struct Wildcards {
  char any = '*';           // stands for any characters, also for none
  std::optional<char> one;  // for one; nothing: there is no such wildcard
};

// Whether the pattern is the whole text. Long ones in time proportional to the sum of the lengths, and to the
// text's once more for each wildcard `one`: a pattern of a policy is as long as a variable's value, and there
// may be hundreds.
bool matches_wildcards(std::string_view pattern, std::string_view text, Wildcards wildcards = {});

}  // namespace stator::base
