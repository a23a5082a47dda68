// Items as texts. A text that begins with '#' is a number.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "db/model/value.h"

namespace stator::power_cut {

using Plain = std::map<std::string, std::string>;

std::string encode(const Plain& plain);
Plain decode(db::model::ItemView item);

// The text of a number.
std::string number(std::int64_t value);
// The number of an attribute; 0 where there is none.
std::int64_t number_of(const Plain& plain, const std::string& name);

}  // namespace stator::power_cut
