// Conditions of a statement, and the wildcards and variables of its texts.
#pragma once

#include <string>
#include <string_view>

#include "authz/evaluation.h"

namespace stator::authz {

// Whether a condition holds for a request; `has_variables` is the policy's.
bool holds(const Condition& condition, const Facts& facts, bool has_variables);

// A text of a policy with its variables filled in, made for matching: wildcards are special characters in it,
// what came out of a variable is literal. False: a variable has no value here, then the text matches nothing.
bool make_pattern(std::string_view text, const Facts& facts, bool has_variables, std::string* pattern);

// The key of a variable: of the text between the braces of ${...}, without a default. Empty: it stands for a
// character.
std::string_view variable_name(std::string_view variable);

// `pattern` comes from make_pattern().
bool matches(std::string_view pattern, std::string_view text);
// ARNs: each of the first five parts by itself.
bool matches_arn(std::string_view pattern, std::string_view arn);

// What operators on numbers, dates and addresses take for one. An address may have a prefix length.
bool is_number(std::string_view text);
bool is_date(std::string_view text);
bool is_address(std::string_view text);

}  // namespace stator::authz
