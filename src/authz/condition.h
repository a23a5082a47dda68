// Conditions of a statement, and the wildcards and variables of its texts.
#pragma once

#include <string>
#include <string_view>

#include "authz/evaluation.h"

namespace stator::authz {

// What texts of a policy are matched with. When the work is spent, nothing here means anything.
struct Matching {
  const Facts* facts = nullptr;
  bool has_variables = false;  // the policy's
  base::WorkBudget* work = nullptr;
};

// Whether a condition holds for a request.
bool holds(const Condition& condition, const Matching& matching);

// A text of a policy with its variables filled in, made for matching: wildcards are special characters in it,
// what came out of a variable is literal. False: it matches nothing, because a variable has no value here, or
// because it needs more characters than the longest of the texts that it would be matched with has.
bool make_pattern(std::string_view text, const Matching& matching, std::size_t longest, std::string* pattern);

// The key of a variable: of the text between the braces of ${...}, without a default. Empty: it stands for a
// character.
std::string_view variable_name(std::string_view variable);

// `pattern` comes from make_pattern().
bool matches(std::string_view pattern, std::string_view text, base::WorkBudget* work);
// ARNs: each of the first five parts by itself.
bool matches_arn(std::string_view pattern, std::string_view arn, base::WorkBudget* work);

// What operators on numbers, dates and addresses take for one. An address may have a prefix length.
bool is_number(std::string_view text);
bool is_date(std::string_view text);
bool is_address(std::string_view text);

}  // namespace stator::authz
