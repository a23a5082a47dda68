// Parts of a JSON text, as they are written there. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace stator::functions {

// The text of the last member of that name, whose name is written without escapes; nothing if there is none.
// Precondition: `object` is a JSON object, well-formed.
std::optional<std::string_view> member_text(std::string_view object, std::string_view name);

// Appends a member whose value is a text: "name":"value". `name` needs no escapes.
void add_text(std::string_view name, std::string_view value, std::string* out);

}  // namespace stator::functions
