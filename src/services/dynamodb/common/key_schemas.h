// KeySchema and AttributeDefinitions (rules 40 and 43).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "aws/error.h"
#include "db/model/key_schema.h"
#include "services/dynamodb/shapes/table.h"

namespace stator::services::dynamodb {

// The attributes that AttributeDefinitions declares, by name. Remembers which were used by a key.
class AttributeTypes {
 public:
  static aws::Result<AttributeTypes> read(const std::vector<AttributeDefinition>& definitions);

  // A table's or local index's key: one HASH and at most one RANGE. A global index's: up to four of each.
  aws::Result<db::model::KeySchema> table_key(const std::vector<KeySchemaElement>& elements);
  aws::Result<db::model::KeySchema> global_index_key(const std::vector<KeySchemaElement>& elements);

  // An element of the search schema of a vector index.
  aws::Result<db::model::KeyAttribute> search_attribute(const std::string& name);

  // Every definition is used by a key or a search schema. The text depends on whether the table has indexes.
  aws::Result<base::Ok> check_all_used(bool has_indexes) const;

  std::vector<db::model::KeyAttribute> used() const;

 private:
  struct Entry {
    db::model::KeyAttribute attribute;
    bool used = false;
  };

  aws::Result<db::model::KeySchema> resolve(const std::vector<KeySchemaElement>& elements);
  std::string names(bool used_only) const;

  std::vector<Entry> entries_;
  // By name: a request may declare hundreds of thousands. Its client chooses them, so they are not hashed.
  std::map<std::string, std::size_t> positions_;
};

}  // namespace stator::services::dynamodb
