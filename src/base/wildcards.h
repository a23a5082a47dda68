// Patterns with wildcards, of which the services have several kinds.
#pragma once

#include <optional>
#include <string_view>

#include "base/work_budget.h"

namespace stator::base {

struct Wildcards {
  char any = '*';           // stands for any characters, also for none
  std::optional<char> one;  // for one; nothing: there is no such wildcard
};

// Whether the pattern is the whole text. Long ones in time proportional to the sum of the lengths; where
// parts between stars have wildcards `one`, of these to a sixteenth of the product of their and the text's
// length at worst. With a budget: false, too, when it is spent.
bool matches_wildcards(std::string_view pattern, std::string_view text, Wildcards wildcards = {},
                       WorkBudget* work = nullptr);

}  // namespace stator::base
