#include "db/expression/attribute_lookup.h"

#include <algorithm>

namespace stator::db::expression {

// Above what an expression of 4 KB asks for.
constexpr std::size_t kManyTimes = 2000;

AttributeLookup::AttributeLookup(model::ItemView item, std::size_t times) : item_(item) {
  if (times > kManyTimes) members_.assign(item.begin(), item.end());
}

std::optional<model::ValueView> AttributeLookup::find_member(std::string_view name) const {
  const auto at = std::lower_bound(
      members_.begin(), members_.end(), name,
      [](const model::Attribute& member, std::string_view wanted) { return member.name < wanted; });
  if (at == members_.end() || at->name != name) return std::nullopt;
  return at->value;
}

}  // namespace stator::db::expression
