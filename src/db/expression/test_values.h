// For tests: attribute values in a short notation, and back.
//
//   {id: 'x', n: -1.5, bytes: b'x', flag: true, nothing: null, list: [1, 'a'], set: <'a', 'b'>, map: {k: {}}}
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "db/expression/placeholders.h"
#include "db/model/value.h"

namespace stator::db::expression::test {

// Encoded bytes. Aborts on a mistake in the notation.
std::string encode(std::string_view notation);
std::string decode(model::ValueView value);
inline std::string decode(std::string_view encoded) { return decode(model::ValueView(encoded)); }

// Placeholders from pairs: "#n" with a name, ":v" with a value in the notation.
Placeholders placeholders(const std::vector<std::pair<std::string, std::string>>& pairs);

}  // namespace stator::db::expression::test
