// A document path: a.b[3].c, with all # placeholders resolved.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "db/expression/shared_string.h"
#include "db/model/value.h"

namespace stator::db::expression {

using PathElement = std::variant<SharedString, std::uint32_t>;  // member name, or list index

struct Path {
  std::vector<PathElement> elements;  // never empty; the first is a name

  const std::string& root() const { return *std::get<SharedString>(elements.front()); }
  bool top_level() const { return elements.size() == 1; }
  // As AWS prints it in error messages: [a, b, [3], c].
  std::string debug_string() const;
  // The value at this path, or nothing.
  std::optional<model::ValueView> find(model::ItemView item) const;

  bool operator==(const Path&) const = default;
};

}  // namespace stator::db::expression
