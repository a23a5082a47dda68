// SELECT: from a statement to Query, Scan or GetItem, one page at a time.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/task.h"
#include "db/statement/ast.h"
#include "db/statement/columns.h"
#include "db/statement/page_token.h"
#include "db/statement/where.h"
#include "db/table/database.h"

namespace stator::db::statement {

struct SelectOptions {
  std::optional<std::uint32_t> limit;  // of items evaluated; at least 1
  bool consistent = false;
  PagePosition position;  // where the page before ended
};

// One page. `items` view into buffers that the page owns.
struct SelectPage {
  std::vector<model::ItemView> items;
  std::string last_evaluated_key;    // map; empty where the next page begins with another partition
  std::optional<PagePosition> next;  // nothing = there is no more
  table::ConsumedCapacity consumed;

  std::vector<table::ReadPage> pages;  // keep bytes alive
  std::vector<std::unique_ptr<std::string>> buffers;
};

// A SELECT bound to its table. Immutable; thread-safe.
class BoundSelect {
 public:
  // Errors: kValidation (index, ORDER BY, too many partition values). `select` must outlive the result.
  static Result<BoundSelect> bind(const Select& select, const table::TableSchema& table);

  // The WHERE clause names one item of the table itself: what batches and transactions ask for. Its encoded
  // key.
  bool names_one_item() const { return key_.has_value(); }
  model::ItemView key() const { return model::ItemView(key_->key); }

  // The statement of bind() and the object must outlive the call.
  base::Task<Result<SelectPage>> read(table::Database& database, table::TableRef table,
                                      SelectOptions options) const;

  // The row that an item of key() gives, or nothing where the rest of the WHERE clause refuses it.
  std::optional<std::string> row(model::ItemView item) const;

 private:
  explicit BoundSelect(const Select& select) : select_(&select) {}

  Result<base::Ok> bind_order(const model::KeySchema& keys);
  base::Task<Result<SelectPage>> get(table::Database& database, table::TableRef table, bool consistent) const;
  base::Task<Result<SelectPage>> scan(table::Database& database, table::TableRef table,
                                      SelectOptions options) const;
  base::Task<Result<SelectPage>> query(table::Database& database, table::TableRef table,
                                       SelectOptions options) const;
  void set_parameters(const SelectOptions& options, table::ReadPageRequest* request) const;
  void take(table::ReadPage read, SelectPage* page) const;
  bool filters_here() const { return ranges_.rest_names_keys; }

  const Select* select_;
  std::optional<FullKey> key_;
  KeyRanges ranges_;
  std::optional<expression::Condition> rest_;
  std::optional<Columns> columns_;
  bool forward_ = true;
};

}  // namespace stator::db::statement
