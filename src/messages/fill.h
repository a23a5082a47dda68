#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace stator::messages {

// `text` with its slots, {}, replaced in order: for texts that are chosen at run time. It has that many
// slots.
std::string fill(std::string_view text, std::initializer_list<std::string_view> arguments);

}  // namespace stator::messages
