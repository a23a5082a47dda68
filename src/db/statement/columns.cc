#include "db/statement/columns.h"

#include <algorithm>
#include <variant>

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
  for (const Path& path : paths) {
    Path root{{path.elements.front()}};
    if (std::find(roots.begin(), roots.end(), root) == roots.end()) roots.push_back(std::move(root));
  }
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
  model::ValueWriter writer(out);
  writer.begin_map();
  for (const Column& column : columns_) {
    const auto value = column.path.find(item);
    if (!value) continue;
    writer.name(column.name);
    writer.value(*value);
  }
  writer.end_map();  // of two columns with one name the last one stays
}

}  // namespace stator::db::statement
