// What the shapes of all stored records of functions are made of. For the .cc files that declare one.
#pragma once

#include "aws/protocol/shape.h"
#include "functions/function.h"

namespace stator::functions {

inline constexpr auto kText = aws::protocol::string_shape();
inline constexpr auto kNumber = aws::protocol::long_shape();
inline constexpr auto kFlag = aws::protocol::boolean_shape();
inline constexpr auto kTexts = aws::protocol::list_shape(kText);

inline constexpr aws::protocol::Member kScopeMembers[] = {
    aws::protocol::member<&Scope::account>("account", kText),
    aws::protocol::member<&Scope::region>("region", kText),
};
inline constexpr aws::protocol::Structure kScopeStructure{"scope", kScopeMembers};
inline constexpr auto kScope = aws::protocol::structure_shape<Scope>(kScopeStructure);

}  // namespace stator::functions
