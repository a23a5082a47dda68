// UTF-8 as JSON understands it.
#pragma once

#include <string>
#include <string_view>

namespace stator::base {

// True if the bytes are well-formed UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
bool valid_utf8(std::string_view bytes);

// The bytes, with U+FFFD for each one that belongs to no character. For what is said about bytes of any kind
// to somebody who expects text.
std::string as_utf8(std::string_view bytes);

}  // namespace stator::base
