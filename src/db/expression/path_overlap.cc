#include "db/expression/path_overlap.h"

#include <algorithm>
#include <numeric>

#include "messages/expressions.h"
#include "messages/fill.h"

namespace stator::db::expression {
namespace {

// What is wrong with two paths, as one of the two texts; empty if nothing is.
std::string_view clash(const Path& a, const Path& b) {
  const std::size_t common = std::min(a.elements.size(), b.elements.size());
  for (std::size_t i = 0; i < common; ++i) {
    if (a.elements[i].index() != b.elements[i].index()) return messages::kPathsConflict;
    if (a.elements[i] != b.elements[i]) return {};
  }
  return messages::kPathsOverlap;
}

}  // namespace

// A variant compares by its index first: names before list indices.
bool path_less(const Path& a, const Path& b) { return a.elements < b.elements; }

std::vector<std::uint32_t> order_of_paths(std::span<const Path> paths) {
  std::vector<std::uint32_t> order(paths.size());
  std::iota(order.begin(), order.end(), 0);
  // Equal paths by position, so that messages do not depend on the sort.
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    if (path_less(paths[a], paths[b])) return true;
    return a < b && paths[a] == paths[b];
  });
  return order;
}

// In that order a path stands next to one that clashes with it, if there is any: everything between a prefix
// and its extension begins with the prefix too, and the two kinds of children of a node meet at one place.
std::optional<std::string> check_overlap(std::span<const Path> paths, std::span<const std::uint32_t> order) {
  for (std::size_t i = 1; i < order.size(); ++i) {
    const auto [first, second] = std::minmax(order[i - 1], order[i]);
    const std::string_view text = clash(paths[first], paths[second]);
    if (!text.empty())
      return messages::fill(text, {paths[first].debug_string(), paths[second].debug_string()});
  }
  return std::nullopt;
}

}  // namespace stator::db::expression
