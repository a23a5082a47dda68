// INSERT, UPDATE, DELETE and EXISTS: from a statement to a write of the item API.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "base/task.h"
#include "db/expression/condition.h"
#include "db/expression/update.h"
#include "db/statement/ast.h"
#include "db/table/database.h"
#include "db/transaction/transactions.h"

namespace stator::db::statement {

// A write bound to its table. The requests point into it, so it stays where it is. Immutable; thread-safe.
class BoundWrite {
 public:
  // `statement` is no SELECT. Errors: kValidation ("Where clause does not contain ...").
  static Result<std::unique_ptr<BoundWrite>> bind(const Statement& statement,
                                                  const table::TableSchema& table);

  BoundWrite(const BoundWrite&) = delete;
  BoundWrite& operator=(const BoundWrite&) = delete;

  // A failed condition carries the stored item.
  void return_item_on_condition_failure();

  // Precondition: no EXISTS. kConditionalCheckFailed of an INSERT means that there is such an item already:
  // see is_insert(). The object must outlive the call.
  base::Task<Result<table::WriteOutcome>> write(table::Database& database, table::TableRef table) const;
  // What RETURNING asks for: an item's bytes, or nothing.
  std::optional<std::string> returned(const table::WriteOutcome& outcome) const;

  // For a transaction.
  transaction::WriteAction action(table::TableRef table) const;

  bool is_insert() const { return std::holds_alternative<table::PutRequest>(request_); }
  bool is_check() const { return std::holds_alternative<transaction::ConditionCheck>(request_); }
  bool has_returning() const { return returning_ != Returning::kNothing; }
  bool returns_old() const {
    return returning_ == Returning::kAllOld || returning_ == Returning::kModifiedOld;
  }
  // The item or the key: has at least the key attributes, once the database has validated it.
  model::ItemView item_or_key() const { return model::ItemView(bytes_); }
  // As the database does before it writes.
  Result<base::Ok> validate(const table::Database& database, const table::TableSchema& table) const;

 private:
  BoundWrite() = default;

  void bind_insert(const Insert& insert, const table::TableSchema& table);
  Result<base::Ok> bind_update(const Update& update, const table::TableSchema& table);
  Result<base::Ok> bind_delete(const Delete& statement, const table::TableSchema& table);
  Result<base::Ok> bind_exists(const Exists& exists, const table::TableSchema& table);
  template <typename Request>
  Request* set_request();

  std::string bytes_;  // item or key
  std::optional<expression::Condition> condition_;
  std::optional<expression::Update> update_;
  std::variant<table::PutRequest, table::UpdateRequest, table::DeleteRequest, transaction::ConditionCheck>
      request_;
  Returning returning_ = Returning::kNothing;
};

}  // namespace stator::db::statement
