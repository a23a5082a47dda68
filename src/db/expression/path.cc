#include "db/expression/path.h"

namespace stator::db::expression {

std::string Path::debug_string() const {
  std::string out = "[";
  for (const PathElement& element : elements) {
    if (out.size() > 1) out += ", ";
    if (const auto* name = std::get_if<SharedString>(&element))
      out += **name;
    else
      out += '[' + std::to_string(std::get<std::uint32_t>(element)) + ']';
  }
  return out + ']';
}

std::optional<model::ValueView> Path::find(model::ItemView item) const {
  std::optional<model::ValueView> found = item.find(root());
  for (std::size_t i = 1; i < elements.size() && found; ++i) {
    if (const auto* name = std::get_if<SharedString>(&elements[i]))
      found = found->type() == model::Type::kM ? found->map().find(**name) : std::nullopt;
    else
      found =
          found->type() == model::Type::kL ? found->at(std::get<std::uint32_t>(elements[i])) : std::nullopt;
  }
  return found;
}

}  // namespace stator::db::expression
