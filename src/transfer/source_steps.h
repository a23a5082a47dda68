// How much of their objects imports and bulk puts take at a time.
#pragma once

#include <cstddef>

namespace stator::transfer {

inline constexpr std::size_t kReadBytes = 256 * 1024;
inline constexpr std::size_t kListStep = 1000;     // objects
inline constexpr std::size_t kStepsOfATurn = 100;  // of ObjectItems; then others have their turn

}  // namespace stator::transfer
