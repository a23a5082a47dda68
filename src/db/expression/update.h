// Update expressions (rules 71-79).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "db/expression/path.h"
#include "db/expression/placeholders.h"
#include "db/expression/projection.h"
#include "db/model/error.h"

namespace stator::db::expression {

struct UpdatePlan;  // ast.h

// Immutable after parsing; thread-safe.
class Update {
 public:
  static Result<Update> parse(std::string_view text, Placeholders& placeholders);
  explicit Update(std::shared_ptr<const UpdatePlan> plan);

  // The new item: `base` with the actions applied. All right-hand sides see `base` (rule 72). For an item
  // that does not exist, `base` is the map of the key attributes. Errors: kValidation with AWS's text (wrong
  // operand type, path not there, number overflow). Untouched top-level attributes are copied as bytes; only
  // nested edits unfold a tree.
  Result<std::string> apply(model::ItemView base) const;

  // The paths that the actions write, in order of appearance: UPDATED_OLD and UPDATED_NEW project them.
  const std::vector<Path>& paths() const;

  // True when it has only REMOVE and DELETE actions: such an update of a missing item creates nothing (rule
  // 79).
  bool removes_only() const;

  // Terms of UpdateItem's own size ceiling (rule 32).
  std::size_t writing_actions() const;
  std::size_t removing_actions() const;

 private:
  std::shared_ptr<const UpdatePlan> plan_;
};

}  // namespace stator::db::expression
