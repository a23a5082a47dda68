// One action on one table or index, described as policies see it: its ARN, the policy attached to it and the
// condition keys of fine-grained access control
// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html).
// One thread at a time.
#pragma once

#include <array>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "aws/authorizer.h"
#include "aws/request_context.h"
#include "db/model/key_schema.h"
#include "db/model/value.h"
#include "services/dynamodb/service.h"
#include "services/dynamodb/shapes/item.h"

namespace stator::services::dynamodb {

using Names = std::set<std::string>;
using Placeholders = std::optional<Map<std::string>>;

// A key value as policies write it; nothing for what is no key.
std::optional<std::string> policy_text(db::model::ValueView value);

// Names of the top-level attributes in an expression, with its placeholders replaced.
void add_names(const std::optional<std::string>& expression, const Placeholders& placeholders, Names* names);
// Names of the attributes of an item or key.
void add_names(db::model::ItemView item, Names* names);
void add_names(const std::optional<AttributeMap>& map, Names* names);

class TableAccess {
 public:
  // `table` is a name or an ARN: however the request spells it, policies see one ARN. A table that is not
  // there has no policy and no keys.
  TableAccess(Service& service, const aws::RequestContext& context, std::string_view action,
              std::string_view table, const std::optional<std::string>& index = {});

  Names names;  // of the attributes in the request

  void set(std::string_view key, std::string value) { access_.facts.set(key, std::move(value)); }
  void set_facts(authz::Facts facts) { access_.facts = std::move(facts); }

  // The values of the partition keys in an item or key.
  void add_leading_key(const std::optional<AttributeMap>& item);
  void add_leading_key_of(db::model::ItemView item);
  // One of the partition key with this number, counted from 0: indexes have up to four.
  void add_leading_value(std::size_t number, db::model::ValueView value);

  // Keys of the table or the index; nothing without such a table.
  const db::model::KeySchema* keys() const;

  // AccessDeniedException if it is not allowed.
  aws::Result<base::Ok> check();

 private:
  const aws::RequestContext& context_;
  aws::Access access_;
  db::table::TableRef table_;
  const db::table::IndexSchema* index_ = nullptr;
  std::array<std::vector<std::string>, db::model::kMaxIndexPartitionAttributes> leading_keys_;
};

}  // namespace stator::services::dynamodb
