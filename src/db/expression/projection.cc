#include "db/expression/projection.h"

#include <algorithm>
#include <span>

#include "db/expression/attribute_lookup.h"
#include "db/expression/parser.h"
#include "db/expression/path_overlap.h"
#include "db/model/value_writer.h"

namespace stator::db::expression {
namespace {

using model::ItemView;
using model::ValueView;
using model::ValueWriter;

class ProjectionParser : private Parser {
 public:
  ProjectionParser(std::string_view text, Placeholders& placeholders)
      : Parser(Kind::kProjection, text, placeholders) {}

  Result<std::vector<Path>> parse() {
    std::vector<Path> paths;
    paths.reserve(8);
    if (!begin() || !parse_paths(&paths) || !finish() || has_error()) return take_error();
    if (auto wrong = check_overlap(paths, order_of_paths(paths))) report(Check::kOperands, std::move(*wrong));
    if (has_error()) return take_error();
    return paths;
  }

 private:
  bool parse_paths(std::vector<Path>* out) {
    do {
      if (!parse_path(&out->emplace_back())) return false;
    } while (accept(TokenKind::kComma));
    return true;
  }
};

// A path that the item has.
struct Found {
  const Path* path;
  ValueView value;
};

// Writes what is found below one document node, whose depth is `depth`; `found` is in the order of path_less
// and not empty. Nodes that hold nothing found are never met, so they leave no empty containers behind.
void write_found(std::span<const Found> found, std::size_t depth, ValueWriter* writer) {
  const Found& first = found.front();
  if (first.path->elements.size() == depth) return writer->value(first.value);
  const bool is_map = std::holds_alternative<SharedString>(first.path->elements[depth]);
  if (is_map)
    writer->begin_map();
  else
    writer->begin_list();
  while (!found.empty()) {
    const PathElement& element = found.front().path->elements[depth];
    const auto end = std::find_if(found.begin() + 1, found.end(),
                                  [&](const Found& f) { return f.path->elements[depth] != element; });
    const auto count = static_cast<std::size_t>(end - found.begin());
    if (is_map) writer->name(*std::get<SharedString>(element));
    write_found(found.first(count), depth + 1, writer);
    found = found.subspan(count);
  }
  if (is_map)
    writer->end_map();
  else
    writer->end_list();
}

// Members of `item` whose names are in `names`; both are sorted. AttributesToGet may name a hundred thousand,
// for each item of a page: most of those are leapt over.
void write_members(ItemView item, const std::vector<std::string>& names, ValueWriter* writer) {
  writer->begin_map();
  auto name = names.begin();
  for (const model::Attribute member : item) {
    if (name != names.end() && *name < member.name) ++name;
    if (name != names.end() && *name < member.name) name = std::lower_bound(name, names.end(), member.name);
    if (name == names.end()) break;
    if (*name != member.name) continue;
    writer->name(member.name);
    writer->value(member.value);
  }
  writer->end_map();
}

}  // namespace

Result<Projection> Projection::parse(std::string_view text, Placeholders& placeholders) {
  STATOR_ASSIGN(std::vector<Path> paths, ProjectionParser(text, placeholders).parse());
  return Projection(std::move(paths));
}

Projection::Projection(std::vector<Path> paths) : paths_(std::move(paths)) {
  std::sort(paths_.begin(), paths_.end(), path_less);
  for (const Path& path : paths_) {
    if (root_names_.empty() || root_names_.back() != path.root()) root_names_.push_back(path.root());
    top_level_only_ = top_level_only_ && path.top_level();
  }
}

void Projection::project(ItemView item, std::string* out) const {
  ValueWriter writer(out);
  if (top_level_only_) return write_members(item, root_names_, &writer);
  const AttributeLookup lookup(item, paths_.size());
  std::vector<Found> found;
  found.reserve(paths_.size());
  for (const Path& path : paths_)
    if (const auto value = lookup.find(path)) found.push_back({&path, *value});
  if (!found.empty()) return write_found(found, 0, &writer);
  writer.begin_map();
  writer.end_map();
}

}  // namespace stator::db::expression
