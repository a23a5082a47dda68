// Finds attributes of an item: also where a request of the older parameters names a hundred thousand of them,
// and the item has as many. (An expression is too short for that.)
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "db/expression/path.h"
#include "db/model/value.h"

namespace stator::db::expression {

// A view: the item has to stay.
class AttributeLookup {
 public:
  // `times`: how often it will be asked at most.
  AttributeLookup(model::ItemView item, std::size_t times);

  std::optional<model::ValueView> find(const Path& path) const {
    return members_.empty() || !path.top_level() ? path.find(item_) : find_member(path.root());
  }

 private:
  std::optional<model::ValueView> find_member(std::string_view name) const;

  model::ItemView item_;
  std::vector<model::Attribute> members_;  // all, in the order of their names; or none: it is not worth it
};

}  // namespace stator::db::expression
