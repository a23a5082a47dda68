// AWS refuses two paths in one projection or update when one contains the other, or when they want one value
// to be both a map and a list (rule 69).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "db/expression/path.h"

namespace stator::db::expression {

// Names in byte order before list indices, a prefix before what it is a prefix of. So paths below one
// document node stand together.
bool path_less(const Path& a, const Path& b);

// Positions of `paths` in that order.
std::vector<std::uint32_t> order_of_paths(std::span<const Path> paths);

// AWS's text (without "Invalid ...Expression: ") for two paths that overlap or conflict, or nothing. `order`
// is order_of_paths(paths).
std::optional<std::string> check_overlap(std::span<const Path> paths, std::span<const std::uint32_t> order);

}  // namespace stator::db::expression
