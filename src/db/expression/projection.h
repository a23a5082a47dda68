// Projection expressions, also used for UPDATED_OLD / UPDATED_NEW fragments (rules 69, 70, 80).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "db/expression/path.h"
#include "db/expression/placeholders.h"
#include "db/model/error.h"

namespace stator::db::expression {

class Projection {
 public:
  static Result<Projection> parse(std::string_view text, Placeholders& placeholders);
  // Paths must not overlap. For AttributesToGet and for update fragments.
  explicit Projection(std::vector<Path> paths);

  // Appends the encoding of the projected map; an item with none of the paths gives an empty map. List
  // elements come back compacted in ascending order.
  void project(model::ItemView item, std::string* out) const;

  // Top-level attribute names, sorted, each once.
  const std::vector<std::string>& root_names() const { return root_names_; }
  const std::vector<Path>& paths() const { return paths_; }

 private:
  std::vector<Path> paths_;
  std::vector<std::string> root_names_;
  bool top_level_only_ = true;  // the fast way: copy members by name
};

}  // namespace stator::db::expression
