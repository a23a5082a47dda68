// The words that AWS refuses as bare attribute names in expressions (rule 58). Source: "Reserved words in
// DynamoDB", Amazon DynamoDB Developer Guide.
#pragma once

#include <cstddef>
#include <string_view>

namespace stator::db::expression {

inline constexpr std::size_t kReservedWordCount = 573;

// Case does not matter.
bool is_reserved_word(std::string_view word);

}  // namespace stator::db::expression
