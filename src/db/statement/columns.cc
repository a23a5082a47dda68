#include "db/statement/columns.h"

#include <algorithm>
#include <variant>

#include "db/expression/attribute_lookup.h"
#include "db/expression/path_overlap.h"
#include "db/model/value_writer.h"

namespace stator::db::statement {
namespace {

using expression::Path;

std::string column_name(const Path& path) {
  std::size_t last = path.elements.size() - 1;
  while (!std::holds_alternative<expression::SharedString>(path.elements[last])) --last;
  std::string name = *std::get<expression::SharedString>(path.elements[last]);
  for (std::size_t i = last + 1; i < path.elements.size(); ++i)
    name += '[' + std::to_string(std::get<std::uint32_t>(path.elements[i])) + ']';
  return name;
}

expression::Projection top_level(const std::vector<Path>& paths) {
  std::vector<Path> roots;
  roots.reserve(paths.size());
  for (const Path& path : paths) roots.push_back({{path.elements.front()}});
  std::sort(roots.begin(), roots.end(), expression::path_less);
  roots.erase(std::unique(roots.begin(), roots.end()), roots.end());
  return expression::Projection(std::move(roots));
}

}  // namespace

Columns::Columns(const std::vector<Path>& paths) : attributes_(top_level(paths)) {
  for (const Path& path : paths) {
    plain_ = plain_ && path.top_level();
    columns_.push_back({column_name(path), path});
  }
}

void Columns::project(model::ItemView item, std::string* out) const {
  if (plain_) return attributes_.project(item, out);
  const expression::AttributeLookup lookup(item, columns_.size());
  model::ValueWriter writer(out);
  writer.begin_map();
  for (const Column& column : columns_) {
    const auto value = lookup.find(column.path);
    if (!value) continue;
    writer.name(column.name);
    writer.value(*value);
  }
  writer.end_map();  // of two columns with one name the last one stays
}

}  // namespace stator::db::statement
