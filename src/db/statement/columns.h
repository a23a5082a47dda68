// The columns of a SELECT. A document path is named after its last name: SELECT a.b[0] answers "b[0]" (seen
// on AWS, 2026-09). Immutable; thread-safe.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "db/expression/projection.h"

namespace stator::db::statement {

class Columns {
 public:
  // Precondition: not empty.
  explicit Columns(const std::vector<expression::Path>& paths);

  // Their top-level attributes: what must be read.
  const expression::Projection& attributes() const { return attributes_; }
  // Attributes that were read like that are the row already.
  bool plain() const { return plain_; }
  // Appends the encoded row.
  void project(model::ItemView item, std::string* out) const;

 private:
  struct Column {
    std::string name;
    expression::Path path;
  };

  std::vector<Column> columns_;
  expression::Projection attributes_;
  bool plain_ = true;
};

}  // namespace stator::db::statement
