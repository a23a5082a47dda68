// Writes of items in texts, as requests of the database.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "db/table/database.h"
#include "power_cut/plain.h"

namespace stator::power_cut {

// A write of one item.
struct PlainWrite {
  std::string table;
  Plain item;          // of a put; for the others the key
  std::string update;  // its expression; empty: not an update
  bool remove = false;
  std::string condition;  // empty: none
  Plain values;           // of the expressions
};

// The request of a PlainWrite, with all that it points to.
class PlainRequest {
 public:
  explicit PlainRequest(const PlainWrite& write);
  PlainRequest(const PlainRequest&) = delete;
  PlainRequest& operator=(const PlainRequest&) = delete;

  using Intent = std::variant<const db::table::PutRequest*, const db::table::UpdateRequest*,
                              const db::table::DeleteRequest*>;
  const Intent& intent() const { return intent_; }
  db::model::ItemView item() const { return db::model::ItemView(bytes_); }

 private:
  const std::string bytes_;
  const std::string values_;
  std::optional<db::expression::Update> update_;
  std::optional<db::expression::Condition> condition_;
  db::table::PutRequest put_;
  db::table::UpdateRequest update_request_;
  db::table::DeleteRequest remove_;
  Intent intent_;
};

// Sends it.
base::Task<db::Result<db::table::WriteOutcome>> send(db::table::Database& database, db::table::TableRef table,
                                                     const PlainRequest& request);

}  // namespace stator::power_cut
