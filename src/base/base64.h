// Base64 as AWS takes it: standard alphabet, padded, no white space.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace stator::base {

constexpr std::size_t base64_size(std::size_t bytes) { return (bytes + 2) / 3 * 4; }

// Appends the text of `bytes`.
void append_base64(std::string_view bytes, std::string& out);

// Appends the bytes of `text`. False if the text is malformed (length, alphabet, padding, or set bits that no
// byte takes up); `out` then keeps its old content.
[[nodiscard]] bool append_base64_decoded(std::string_view text, std::string& out);

}  // namespace stator::base
