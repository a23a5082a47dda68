// Percent-encoding of texts in URLs and forms. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace stator::aws {

// RFC 3986: everything but letters, digits, -._~ and the characters of `plain` is escaped.
std::string percent_encode(std::string_view text, std::string_view plain = {});
// A '%' without two digits behind it stands for itself.
std::string percent_decode(std::string_view text);
// The same, but nothing for a text with such a '%'.
std::optional<std::string> percent_decode_strictly(std::string_view text);
// percent_decode(), and '+' is a blank.
std::string decode_form_text(std::string_view text);

}  // namespace stator::aws
