// Patterns with wildcards, of which the services have several kinds.
#pragma once

#include <optional>
#include <string_view>

namespace stator::base {

struct Wildcards {
  char any = '*';           // stands for any characters, also for none
  std::optional<char> one;  // for one; nothing: there is no such wildcard
};

// Whether the pattern is the whole text. In time proportional to the product of the lengths at most.
bool matches_wildcards(std::string_view pattern, std::string_view text, Wildcards wildcards = {});

}  // namespace stator::base
