#include "db/expression/attribute_lookup.h"

#include <algorithm>
#include <iterator>
#include <variant>

namespace stator::db::expression {
namespace {

using model::Attribute;
using model::ElementRange;
using model::MapView;
using model::Type;
using model::ValueView;

// From one place that is remembered to the next. So they take a small part of what the item takes, and are
// found in one walk.
constexpr std::size_t kStep = 16;

template <typename Range, typename Places>
void remember(const Range& range, std::size_t count, Places* places) {
  places->reserve(count / kStep + 1);
  std::size_t walked = 0;
  for (auto at = range.begin(); at != range.end(); ++at)
    if (walked++ % kStep == 0) places->push_back(at);
}

}  // namespace

std::optional<ValueView> AttributeLookup::find_child(const ValueView& value,
                                                     const PathElement& element) const {
  if (const auto* name = std::get_if<SharedString>(&element)) {
    if (value.type() != Type::kM) return std::nullopt;
    return find_member(value.map(), **name);
  }
  if (value.type() != Type::kL) return std::nullopt;
  const std::size_t index = std::get<std::uint32_t>(element);
  return adds_up(index) ? find_far_element(value, index) : value.at(index);
}

std::optional<ValueView> AttributeLookup::find_far_member(MapView map, std::string_view name) const {
  const auto [entry, is_new] = members_.try_emplace(map.bytes().data());
  const Places<MapView>& places = entry->second;
  if (is_new) remember(map, map.count(), &entry->second);
  const auto next = std::upper_bound(
      places.begin(), places.end(), name,
      [](std::string_view wanted, const MapView::Iterator& place) { return wanted < (*place).name; });
  if (next == places.begin()) return std::nullopt;
  const MapView::Iterator end = next == places.end() ? map.end() : *next;
  for (MapView::Iterator at = *std::prev(next); at != end; ++at) {
    const Attribute member = *at;
    if (member.name == name) return member.value;
  }
  return std::nullopt;
}

std::optional<ValueView> AttributeLookup::find_far_element(const ValueView& list, std::size_t index) const {
  if (index >= list.count()) return std::nullopt;
  const auto [entry, is_new] = elements_.try_emplace(list.bytes().data());
  if (is_new) remember(list.elements(), list.count(), &entry->second);
  ElementRange::Iterator at = entry->second[index / kStep];
  for (std::size_t i = index % kStep; i > 0; --i) ++at;
  return *at;
}

}  // namespace stator::db::expression
