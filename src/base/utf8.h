// UTF-8 as JSON understands it.
#pragma once

#include <string_view>

namespace stator::base {

// True if the bytes are well-formed UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
bool valid_utf8(std::string_view bytes);

}  // namespace stator::base
