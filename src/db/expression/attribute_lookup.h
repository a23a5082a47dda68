// Finds the values of paths in one item, for one evaluation: also where an expression, or a request of the
// older parameters, names a great many, and the item has as many.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "db/expression/path.h"
#include "db/model/value.h"

namespace stator::db::expression {

// A view: the item has to stay. Not thread-safe.
//
// A member or an element is behind all those before it. Where a walk to each of them would add up, the places
// of some are remembered, once for each map or list.
class AttributeLookup {
 public:
  // `times`: how often it will be asked at most.
  AttributeLookup(model::ItemView item, std::size_t times) : item_(item), times_(times) {}

  // As Path::find.
  std::optional<model::ValueView> find(const Path& path) const {
    std::optional<model::ValueView> found = find_root(path);
    for (std::size_t i = 1; i < path.elements.size() && found; ++i)
      found = find_child(*found, path.elements[i]);
    return found;
  }
  // The attribute that the path begins with.
  std::optional<model::ValueView> find_root(const Path& path) const {
    return find_member(item_, path.root());
  }
  // The next element of a path to that value, which lies in the item. Nothing also where the value is no map
  // or list, as the element wants it.
  std::optional<model::ValueView> find_child(const model::ValueView& value, const PathElement& element) const;

 private:
  template <typename Range>
  using Places = std::vector<decltype(std::declval<Range>().begin())>;
  template <typename Range>
  using PlacesByStart = std::map<const char*, Places<Range>>;

  // Whether places are remembered for walks of that length.
  bool adds_up(std::size_t length) const {
    constexpr std::size_t kFewTimes = 16, kShort = 64, kMuch = 8192;
    return times_ >= kFewTimes && length >= kShort && times_ * length >= kMuch;
  }
  std::optional<model::ValueView> find_member(model::MapView map, std::string_view name) const {
    return adds_up(map.count()) ? find_far_member(map, name) : map.find(name);
  }
  std::optional<model::ValueView> find_far_member(model::MapView map, std::string_view name) const;
  std::optional<model::ValueView> find_far_element(const model::ValueView& list, std::size_t index) const;

  model::ItemView item_;
  std::size_t times_;
  mutable PlacesByStart<model::MapView> members_;        // by the first byte of the map
  mutable PlacesByStart<model::ElementRange> elements_;  // of the list
};

}  // namespace stator::db::expression
