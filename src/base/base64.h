// Base64 as AWS takes it: standard alphabet, padded, no white space.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace stator::base {

constexpr std::size_t base64_size(std::size_t bytes) { return (bytes + 2) / 3 * 4; }

// Writes the text of `bytes`, which takes base64_size() bytes; returns its end.
char* write_base64(std::string_view bytes, char* out);

// Writes the bytes of `text`, at most text.size() / 4 * 3; returns their end. nullptr if the text is
// malformed (length, alphabet, padding, or set bits that no byte takes up).
[[nodiscard]] char* read_base64(std::string_view text, char* out);

// The same at the end of a string. Of a malformed text nothing is appended.
void append_base64(std::string_view bytes, std::string& out);
[[nodiscard]] bool append_base64_decoded(std::string_view text, std::string& out);

}  // namespace stator::base
