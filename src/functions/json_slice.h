// Parts of a JSON text, as they are written there. Pure.
#pragma once

#include <optional>
#include <string_view>

namespace stator::functions {

// The text of the last member of that name, whose name is written without escapes; nothing if there is none.
// Precondition: `object` is a JSON object, well-formed.
std::optional<std::string_view> member_text(std::string_view object, std::string_view name);

}  // namespace stator::functions
