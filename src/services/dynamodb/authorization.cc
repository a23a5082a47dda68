#include "services/dynamodb/authorization.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/base64.h"
#include "db/expression/lexer.h"
#include "services/dynamodb/common/resource_arn.h"
#include "services/dynamodb/common/statements.h"
#include "services/dynamodb/common/table_name.h"

namespace stator::services::dynamodb {
namespace {

using aws::RequestContext;
using db::expression::ConditionNode;
using db::expression::Lexer;
using db::expression::Operand;
using db::expression::Token;
using db::expression::TokenKind;
using db::model::ItemView;
using db::model::ValueView;

using Names = std::set<std::string>;
using Placeholders = std::optional<Map<std::string>>;

// A key value as policies write it; nothing for what is no key.
std::optional<std::string> text_of(ValueView value) {
  switch (value.type()) {
    case db::model::Type::kS:
      return std::string(value.text());
    case db::model::Type::kN:
      return value.number().to_string();
    case db::model::Type::kB: {
      std::string text;
      base::append_base64(value.text(), text);
      return text;
    }
    default:
      return std::nullopt;
  }
}

template <typename E>
std::string enum_text(const TypedShape<Enum<E>>& shape, const std::optional<Enum<E>>& value,
                      std::string_view otherwise) {
  if (!value || value->index < 0) return std::string(otherwise);
  return std::string(shape.values[static_cast<std::size_t>(value->index)]);
}

// Names of the top-level attributes in an expression.
void add_names(const std::optional<std::string>& expression, const Placeholders& placeholders, Names* names) {
  if (!expression) return;
  Lexer lexer(*expression);
  TokenKind before = TokenKind::kEnd;
  Token token = lexer.next();
  while (token.kind != TokenKind::kEnd) {
    const Token after = lexer.next();
    const bool top_level = before != TokenKind::kDot;
    if (token.kind == TokenKind::kName && top_level && placeholders) {
      for (const auto& [placeholder, name] : *placeholders) {
        if (placeholder == token.text) names->insert(name);
      }
    }
    // Keywords come along: none of them can be an attribute's name here.
    static constexpr std::string_view kKeywords[] = {"SET", "REMOVE", "ADD",     "DELETE", "AND",
                                                     "OR",  "NOT",    "BETWEEN", "IN"};
    const bool keyword = std::any_of(std::begin(kKeywords), std::end(kKeywords), [&](std::string_view word) {
      return db::expression::is_keyword(token, word);
    });
    if (token.kind == TokenKind::kIdentifier && top_level && !keyword &&
        after.kind != TokenKind::kLeftParenthesis)
      names->insert(std::string(token.text));
    before = token.kind;
    token = after;
  }
}

void add_names(const std::optional<AttributeMap>& map, Names* names) {
  if (!map || map->invalid) return;
  for (const db::model::Attribute attribute : ItemView(map->bytes))
    names->insert(std::string(attribute.name));
}

template <typename T>
void add_keys(const std::optional<Map<T>>& map, Names* names) {
  if (!map) return;
  for (const auto& [name, value] : *map) names->insert(name);
}

void add_list(const std::optional<std::vector<std::string>>& list, Names* names) {
  if (list) names->insert(list->begin(), list->end());
}

// One action on one table or index, being described.
class TableAccess {
 public:
  TableAccess(Service& service, const RequestContext& context, std::string_view action,
              std::string_view table, const std::optional<std::string>& index = {})
      : context_(context) {
    access_.action = action;
    // However the request spells it, policies see one ARN of a table.
    auto resolved = resolve_table_name(context, table);
    const std::string name = resolved.ok() ? *resolved : std::string(table);
    access_.resource =
        resolved.ok() ? fmt::format("arn:aws:dynamodb:{}:{}:table/{}", context.region, context.account, name)
                      : name;
    auto found = service.database.find_table(scope_of(context), name);
    if (found.ok()) {
      table_ = *found;
      if (const auto* policy = table_->find_policy({})) access_.resource_policy = policy->document;
    }
    if (!index) return;
    access_.resource += "/index/" + *index;
    if (table_) index_ = table_->find_index(*index);
  }

  Names names;  // of the attributes in the request

  void set(std::string_view key, std::string value) { access_.facts.set(key, std::move(value)); }
  void set_facts(authz::Facts facts) { access_.facts = std::move(facts); }

  void add_leading_key(const std::optional<AttributeMap>& item) {
    if (item && !item->invalid) add_leading_key_of(ItemView(item->bytes));
  }
  void add_leading_key_of(ItemView item) {
    const auto name = partition_key();
    const auto value = name ? item.find(*name) : std::nullopt;
    if (value) add_leading_value(*value);
  }
  void set_leading_keys(std::vector<std::string> keys) { leading_keys_ = std::move(keys); }
  void add_leading_value(ValueView value) {
    if (auto text = text_of(value)) leading_keys_.push_back(std::move(*text));
  }

  // Of the table or index; nothing if there is no such table.
  std::optional<std::string> partition_key() const {
    if (!table_) return std::nullopt;
    const db::model::KeySchema& keys = index_ != nullptr ? index_->keys : table_->keys;
    return keys.partition.front().name;
  }

  aws::Result<base::Ok> check() {
    if (!leading_keys_.empty()) access_.facts.set("dynamodb:LeadingKeys", std::move(leading_keys_));
    if (!names.empty())
      access_.facts.set("dynamodb:Attributes", std::vector<std::string>(names.begin(), names.end()));
    return aws::authorize(context_, access_);
  }

 private:
  const RequestContext& context_;
  aws::Access access_;
  db::table::TableRef table_;
  const db::table::IndexSchema* index_ = nullptr;
  std::vector<std::string> leading_keys_;
};

void set_common(const std::optional<Enum<ReturnConsumedCapacity>>& capacity, TableAccess* access) {
  access->set("dynamodb:ReturnConsumedCapacity", enum_text(kReturnConsumedCapacity, capacity, "NONE"));
}

aws::Result<base::Ok> authorize_write(Service& service, const RequestContext& context,
                                      std::string_view action, const WriteParameters& request,
                                      const std::optional<AttributeMap>& key_or_item,
                                      const UpdateItemRequest* update) {
  TableAccess access(service, context, action, *request.table_name);
  access.add_leading_key(key_or_item);
  add_names(key_or_item, &access.names);
  add_names(request.condition_expression, request.expression_attribute_names, &access.names);
  add_keys(request.expected, &access.names);
  if (update != nullptr) {
    add_names(update->update_expression, request.expression_attribute_names, &access.names);
    add_keys(update->attribute_updates, &access.names);
  }
  set_common(request.return_consumed_capacity, &access);
  access.set("dynamodb:ReturnValues", enum_text(kReturnValue, request.return_values, "NONE"));
  return access.check();
}

template <typename Request>
void set_projection(const Request& request, TableAccess* access,
                    const std::optional<Enum<Select>>& select = {}) {
  add_list(request.attributes_to_get, &access->names);
  add_names(request.projection_expression, request.expression_attribute_names, &access->names);
  const bool specific = request.attributes_to_get || request.projection_expression;
  access->set("dynamodb:Select",
              enum_text(kSelect, select, specific ? "SPECIFIC_ATTRIBUTES" : "ALL_ATTRIBUTES"));
}

// `pk = :v` of a key condition, or `:v = pk`.
void add_leading_keys(const QueryRequest& request, const std::string& name, TableAccess* access) {
  if (request.key_conditions) {
    for (const auto& [attribute, condition] : *request.key_conditions) {
      if (attribute != name || !condition.attribute_value_list) continue;
      for (const AttributeValue& value : *condition.attribute_value_list)
        if (!value.invalid) access->add_leading_value(ValueView(value.bytes));
    }
  }
  if (!request.key_condition_expression || !request.expression_attribute_values) return;
  const auto is_name = [&](const Token& token) {
    if (token.kind == TokenKind::kIdentifier) return token.text == name;
    if (token.kind != TokenKind::kName || !request.expression_attribute_names) return false;
    return std::any_of(request.expression_attribute_names->begin(), request.expression_attribute_names->end(),
                       [&](const auto& each) { return each.first == token.text && each.second == name; });
  };
  Lexer lexer(*request.key_condition_expression);
  Token left, middle, right = lexer.next();
  while (right.kind != TokenKind::kEnd) {
    left = std::exchange(middle, std::exchange(right, lexer.next()));
    if (middle.kind != TokenKind::kEqual || (!is_name(left) && !is_name(right))) continue;
    const Token& placeholder = is_name(left) ? right : left;
    for (const auto& [name_of_value, value] : *request.expression_attribute_values) {
      if (name_of_value == placeholder.text && !value.invalid)
        access->add_leading_value(ValueView(value.bytes));
    }
  }
}

aws::Result<base::Ok> authorize_page(Service& service, const RequestContext& context, std::string_view action,
                                     const PageParameters& request, const QueryRequest* query) {
  TableAccess access(service, context, action, *request.table_name, request.index_name);
  set_projection(request, &access, request.select);
  add_names(request.filter_expression, request.expression_attribute_names, &access.names);
  add_keys(request.legacy_filter, &access.names);
  if (query != nullptr) {
    add_names(query->key_condition_expression, request.expression_attribute_names, &access.names);
    add_keys(query->key_conditions, &access.names);
    if (const auto name = access.partition_key()) add_leading_keys(*query, *name, &access);
  }
  set_common(request.return_consumed_capacity, &access);
  access.set("dynamodb:ReturnValues", "NONE");
  return access.check();
}

// ---- PartiQL

// Values that a WHERE demands of the partition key; nothing if others are possible.
std::optional<std::vector<std::string>> key_values(const ConditionNode& node, const std::string& name) {
  using db::expression::Operator;
  if (node.op == Operator::kAnd) {
    for (const ConditionNode& child : node.children) {
      if (auto values = key_values(child, name)) return values;
    }
    return std::nullopt;
  }
  if (node.op != Operator::kEqual && node.op != Operator::kIn) return std::nullopt;
  std::vector<std::string> out;
  bool named = false;
  for (const Operand& operand : node.operands) {
    if (operand.kind == Operand::Kind::kPath && operand.path.top_level() && operand.path.root() == name) {
      named = true;
    } else if (operand.kind == Operand::Kind::kValue) {
      auto text = text_of(ValueView(operand.value));
      if (!text) return std::nullopt;
      out.push_back(std::move(*text));
    } else {
      return std::nullopt;
    }
  }
  if (!named) return std::nullopt;
  return out;
}

void add_names(const ConditionNode& node, Names* names) {
  for (const Operand& operand : node.operands) {
    if (operand.kind != Operand::Kind::kValue) names->insert(operand.path.root());
  }
  for (const ConditionNode& child : node.children) add_names(child, names);
}

std::string_view returning_text(db::statement::Returning returning) {
  switch (returning) {
    case db::statement::Returning::kNothing:
      return "NONE";
    case db::statement::Returning::kAllOld:
      return "ALL_OLD";
    case db::statement::Returning::kModifiedOld:
      return "UPDATED_OLD";
    case db::statement::Returning::kAllNew:
      return "ALL_NEW";
    case db::statement::Returning::kModifiedNew:
      break;
  }
  return "UPDATED_NEW";
}

class StatementAccess {
 public:
  StatementAccess(Service& service, const RequestContext& context, std::string_view enclosing)
      : service_(service), context_(context), enclosing_(enclosing) {}

  aws::Result<base::Ok> check(const StatementParameters& request) {
    const auto statement = parse_statement(request);
    if (!statement.ok()) return base::Ok{};
    return std::visit([this](const auto& each) { return check_one(each); }, *statement);
  }

 private:
  aws::Result<base::Ok> check_one(const db::statement::Select& select) {
    std::optional<std::string> index;
    if (!select.index.empty()) index = select.index;
    TableAccess access(service_, context_, "dynamodb:PartiQLSelect", select.table, index);
    for (const db::expression::Path& column : select.columns) access.names.insert(column.root());
    access.set("dynamodb:Select", select.columns.empty() ? "ALL_ATTRIBUTES" : "SPECIFIC_ATTRIBUTES");
    const bool by_key = add_where(select.where, &access);
    access.set("dynamodb:FullTableScan", by_key ? "false" : "true");
    return finish(&access, "NONE");
  }
  aws::Result<base::Ok> check_one(const db::statement::Exists& exists) { return check_one(exists.select); }
  aws::Result<base::Ok> check_one(const db::statement::Insert& insert) {
    TableAccess access(service_, context_, "dynamodb:PartiQLInsert", insert.table);
    access.add_leading_key_of(ItemView(insert.item));
    for (const db::model::Attribute attribute : ItemView(insert.item))
      access.names.insert(std::string(attribute.name));
    return finish(&access, "NONE");
  }
  aws::Result<base::Ok> check_one(const db::statement::Update& update) {
    TableAccess access(service_, context_, "dynamodb:PartiQLUpdate", update.table);
    for (const db::expression::Path& path : update.plan->paths) access.names.insert(path.root());
    add_where(update.where, &access);
    return finish(&access, returning_text(update.returning));
  }
  aws::Result<base::Ok> check_one(const db::statement::Delete& removal) {
    TableAccess access(service_, context_, "dynamodb:PartiQLDelete", removal.table);
    add_where(removal.where, &access);
    return finish(&access, returning_text(removal.returning));
  }

  // Whether it names partition keys.
  static bool add_where(const std::optional<ConditionNode>& where, TableAccess* access) {
    if (!where) return false;
    add_names(*where, &access->names);
    const auto name = access->partition_key();
    const auto values = name ? key_values(*where, *name) : std::nullopt;
    if (!values) return false;
    access->set_leading_keys(*values);
    return true;
  }

  aws::Result<base::Ok> finish(TableAccess* access, std::string_view return_values) {
    if (!enclosing_.empty()) access->set("dynamodb:EnclosingOperation", std::string(enclosing_));
    access->set("dynamodb:ReturnValues", std::string(return_values));
    return access->check();
  }

  Service& service_;
  const RequestContext& context_;
  const std::string_view enclosing_;
};

aws::Result<base::Ok> authorize_transact(Service& service, const RequestContext& context,
                                         std::string_view action, const TransactParameters& request,
                                         const std::optional<AttributeMap>& key,
                                         const std::optional<std::string>& update_expression) {
  TableAccess access(service, context, action, *request.table_name);
  access.add_leading_key(key);
  add_names(key, &access.names);
  add_names(request.condition_expression, request.expression_attribute_names, &access.names);
  add_names(update_expression, request.expression_attribute_names, &access.names);
  access.set("dynamodb:EnclosingOperation", "TransactWriteItems");
  access.set("dynamodb:ReturnValues", "NONE");
  return access.check();
}

}  // namespace

aws::Result<base::Ok> authorize_table(Service& service, const RequestContext& context,
                                      std::string_view action, std::string_view table, authz::Facts facts) {
  TableAccess access(service, context, action, table);
  access.set_facts(std::move(facts));
  return access.check();
}

aws::Result<base::Ok> authorize_arn(Service& service, const RequestContext& context, std::string_view action,
                                    std::string_view arn) {
  aws::Access access{std::string(action), std::string(arn), {}};
  const auto resource = find_resource(service.database, context, arn);
  if (resource.ok()) {
    access.resource = resource->table->arn();
    if (!resource->stream_label.empty()) access.resource += "/stream/" + resource->stream_label;
    if (const auto* policy = resource->table->find_policy(resource->stream_label))
      access.resource_policy = policy->document;
  }
  return aws::authorize(context, access);
}

aws::Result<base::Ok> authorize(Service& service, const RequestContext& context, const Operation& operation,
                                const PutItemRequest& request) {
  return authorize_write(service, context, operation.action, request, request.item, nullptr);
}
aws::Result<base::Ok> authorize(Service& service, const RequestContext& context, const Operation& operation,
                                const UpdateItemRequest& request) {
  return authorize_write(service, context, operation.action, request, request.key, &request);
}
aws::Result<base::Ok> authorize(Service& service, const RequestContext& context, const Operation& operation,
                                const DeleteItemRequest& request) {
  return authorize_write(service, context, operation.action, request, request.key, nullptr);
}

aws::Result<base::Ok> authorize(Service& service, const RequestContext& context, const Operation& operation,
                                const GetItemRequest& request) {
  TableAccess access(service, context, operation.action, *request.table_name);
  access.add_leading_key(request.key);
  add_names(request.key, &access.names);
  set_projection(request, &access);
  set_common(request.return_consumed_capacity, &access);
  return access.check();
}

aws::Result<base::Ok> authorize(Service& service, const RequestContext& context, const Operation& operation,
                                const QueryRequest& request) {
  return authorize_page(service, context, operation.action, request, &request);
}
aws::Result<base::Ok> authorize(Service& service, const RequestContext& context, const Operation& operation,
                                const ScanRequest& request) {
  return authorize_page(service, context, operation.action, request, nullptr);
}

aws::Result<base::Ok> authorize(Service& service, const RequestContext& context, const Operation& operation,
                                const BatchGetItemRequest& request) {
  for (const auto& [table, reads] : *request.request_items) {
    TableAccess access(service, context, operation.action, table);
    for (const AttributeMap& key : *reads.keys) {
      access.add_leading_key(key);
      add_names(key, &access.names);
    }
    set_projection(reads, &access);
    set_common(request.return_consumed_capacity, &access);
    STATOR_TRY(access.check());
  }
  return base::Ok{};
}

aws::Result<base::Ok> authorize(Service& service, const RequestContext& context, const Operation& operation,
                                const BatchWriteItemRequest& request) {
  for (const auto& [table, writes] : *request.request_items) {
    TableAccess access(service, context, operation.action, table);
    for (const WriteRequest& write : writes) {
      const auto& key_or_item = write.put_request      ? write.put_request->item
                                : write.delete_request ? write.delete_request->key
                                                       : std::optional<AttributeMap>();
      access.add_leading_key(key_or_item);
      add_names(key_or_item, &access.names);
    }
    set_common(request.return_consumed_capacity, &access);
    STATOR_TRY(access.check());
  }
  return base::Ok{};
}

aws::Result<base::Ok> authorize(Service& service, const RequestContext& context, const Operation&,
                                const TransactGetItemsRequest& request) {
  for (const TransactGetItem& item : *request.transact_items) {
    if (!item.get) continue;
    TableAccess access(service, context, "dynamodb:GetItem", *item.get->table_name);
    access.add_leading_key(item.get->key);
    add_names(item.get->key, &access.names);
    add_names(item.get->projection_expression, item.get->expression_attribute_names, &access.names);
    access.set("dynamodb:Select", item.get->projection_expression ? "SPECIFIC_ATTRIBUTES" : "ALL_ATTRIBUTES");
    access.set("dynamodb:EnclosingOperation", "TransactGetItems");
    set_common(request.return_consumed_capacity, &access);
    STATOR_TRY(access.check());
  }
  return base::Ok{};
}

aws::Result<base::Ok> authorize(Service& service, const RequestContext& context, const Operation&,
                                const TransactWriteItemsRequest& request) {
  for (const TransactWriteItem& item : *request.transact_items) {
    if (item.condition_check) {
      STATOR_TRY(authorize_transact(service, context, "dynamodb:ConditionCheckItem", *item.condition_check,
                                    item.condition_check->key, {}));
    }
    if (item.put) {
      STATOR_TRY(authorize_transact(service, context, "dynamodb:PutItem", *item.put, item.put->item, {}));
    }
    if (item.remove) {
      STATOR_TRY(
          authorize_transact(service, context, "dynamodb:DeleteItem", *item.remove, item.remove->key, {}));
    }
    if (item.update) {
      STATOR_TRY(authorize_transact(service, context, "dynamodb:UpdateItem", *item.update, item.update->key,
                                    item.update->update_expression));
    }
  }
  return base::Ok{};
}

aws::Result<base::Ok> authorize(Service& service, const RequestContext& context, const Operation&,
                                const ExecuteStatementRequest& request) {
  return StatementAccess(service, context, "").check(request);
}
aws::Result<base::Ok> authorize(Service& service, const RequestContext& context, const Operation&,
                                const BatchExecuteStatementRequest& request) {
  StatementAccess access(service, context, "BatchExecuteStatement");
  for (const BatchStatementRequest& statement : *request.statements) {
    STATOR_TRY(access.check(statement));
  }
  return base::Ok{};
}
aws::Result<base::Ok> authorize(Service& service, const RequestContext& context, const Operation&,
                                const ExecuteTransactionRequest& request) {
  StatementAccess access(service, context, "ExecuteTransaction");
  for (const StatementParameters& statement : *request.transact_statements) {
    STATOR_TRY(access.check(statement));
  }
  return base::Ok{};
}

// What comes with a new table is asked for by itself, too.
aws::Result<base::Ok> authorize(Service& service, const RequestContext& context, const Operation& operation,
                                const CreateTableRequest& request) {
  STATOR_TRY(authorize_table(service, context, operation.action, *request.table_name, {}));
  if (request.tags) {
    STATOR_TRY(authorize_table(service, context, "dynamodb:TagResource", *request.table_name, {}));
  }
  if (request.resource_policy)
    return authorize_table(service, context, "dynamodb:PutResourcePolicy", *request.table_name, {});
  return base::Ok{};
}

aws::Result<base::Ok> authorize(Service&, const RequestContext& context, const Operation& operation,
                                const ListTablesRequest&) {
  return aws::authorize(context,
                        {std::string(operation.action),
                         fmt::format("arn:aws:dynamodb:{}:{}:table/*", context.region, context.account),
                         {}});
}

}  // namespace stator::services::dynamodb
