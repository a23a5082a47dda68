// Search in text that nobody vouches for.
#pragma once

#include <string_view>

namespace stator::db::expression {

// Whether `needle` stands somewhere in `text`. As quick as std::string_view::find where that is quick; but in
// time linear in their lengths whatever they are, where that takes the product (seconds, for two texts of an
// item's size).
bool has_substring(std::string_view text, std::string_view needle);

}  // namespace stator::db::expression
