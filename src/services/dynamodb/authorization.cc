#include "services/dynamodb/authorization.h"

#include <fmt/format.h>

#include <set>
#include <utility>

#include "base/time_slice.h"
#include "db/expression/lexer.h"
#include "db/expression/placeholders.h"
#include "services/dynamodb/common/resource_arn.h"
#include "services/dynamodb/common/statement_access.h"
#include "services/dynamodb/common/table_access.h"
#include "services/dynamodb/common/table_part_arn.h"

namespace stator::services::dynamodb {
namespace {

using aws::RequestContext;
using db::expression::Lexer;
using db::expression::Token;
using db::expression::TokenKind;
using db::model::ValueView;

template <typename T>
void add_keys(const std::optional<Map<T>>& map, Names* names) {
  if (!map) return;
  for (const auto& [name, value] : *map) names->insert(name);
}

void add_list(const std::optional<std::vector<std::string>>& list, Names* names) {
  if (list) names->insert(list->begin(), list->end());
}

template <typename E>
std::string enum_text(const TypedShape<Enum<E>>& shape, const std::optional<Enum<E>>& value,
                      std::string_view otherwise) {
  if (!value || value->index < 0) return std::string(otherwise);
  return std::string(shape.values[static_cast<std::size_t>(value->index)]);
}

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

// `all`: what is read where nothing is named.
template <typename Request>
void set_projection(const Request& request, TableAccess* access, std::string_view all = "ALL_ATTRIBUTES",
                    const std::optional<Enum<Select>>& select = {}) {
  add_list(request.attributes_to_get, &access->names);
  add_names(request.projection_expression, request.expression_attribute_names, &access->names);
  const bool specific = request.attributes_to_get || request.projection_expression;
  access->set("dynamodb:Select", enum_text(kSelect, select, specific ? "SPECIFIC_ATTRIBUTES" : all));
}

// `pk = :v` of a key condition, or `:v = pk`.
void add_leading_keys(const QueryRequest& request, std::size_t number, const std::string& name,
                      TableAccess* access) {
  if (request.key_conditions) {
    for (const auto& [attribute, condition] : *request.key_conditions) {
      if (attribute != name || !condition.attribute_value_list) continue;
      for (const AttributeValue& value : *condition.attribute_value_list)
        if (!value.invalid) access->add_leading_value(number, ValueView(value.bytes));
    }
  }
  if (!request.key_condition_expression || !request.expression_attribute_values) return;
  // Refused, whoever asks.
  if (request.key_condition_expression->size() > db::expression::kMaxExpressionBytes) return;
  std::set<std::string_view> aliases;  // of `name`
  if (request.expression_attribute_names) {
    for (const auto& [placeholder, attribute] : *request.expression_attribute_names)
      if (attribute == name) aliases.insert(placeholder);
  }
  const auto is_name = [&](const Token& token) {
    return token.kind == TokenKind::kIdentifier
               ? token.text == name
               : token.kind == TokenKind::kName && aliases.contains(token.text);
  };
  Lexer lexer(*request.key_condition_expression);
  const auto next = [&] {  // `(pk) = (:v)` says the same
    Token token = lexer.next();
    while (token.kind == TokenKind::kLeftParenthesis || token.kind == TokenKind::kRightParenthesis)
      token = lexer.next();
    return token;
  };
  std::set<std::string_view> used;  // each value once: an expression can name a long one hundreds of times
  Token left, middle, right = next();
  while (right.kind != TokenKind::kEnd) {
    left = std::exchange(middle, std::exchange(right, next()));
    if (middle.kind != TokenKind::kEqual || (!is_name(left) && !is_name(right))) continue;
    used.insert((is_name(left) ? right : left).text);
  }
  for (const auto& [placeholder, value] : *request.expression_attribute_values)
    if (used.contains(placeholder) && !value.invalid)
      access->add_leading_value(number, ValueView(value.bytes));
}

aws::Result<base::Ok> authorize_page(Service& service, const RequestContext& context, std::string_view action,
                                     const PageParameters& request, const QueryRequest* query) {
  TableAccess access(service, context, action, *request.table_name, request.index_name);
  set_projection(request, &access, request.index_name ? "ALL_PROJECTED_ATTRIBUTES" : "ALL_ATTRIBUTES",
                 request.select);
  add_names(request.filter_expression, request.expression_attribute_names, &access.names);
  add_keys(request.legacy_filter, &access.names);
  if (query != nullptr) {
    add_names(query->key_condition_expression, request.expression_attribute_names, &access.names);
    add_keys(query->key_conditions, &access.names);
    if (const db::model::KeySchema* keys = access.keys()) {
      for (std::size_t i = 0; i < keys->partition.size(); ++i)
        add_leading_keys(*query, i, keys->partition[i].name, &access);
    }
  }
  set_common(request.return_consumed_capacity, &access);
  access.set("dynamodb:ReturnValues", "NONE");
  return access.check();
}

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

aws::Result<base::Ok> authorize_part(const RequestContext& context, std::string_view action,
                                     std::string_view arn, std::string_view kind) {
  aws::Access access{std::string(action), std::string(arn), {}};
  const auto part = parse_table_part(arn, kind);
  if (part && aws::is_within_reach(part->arn, context))
    access.resource = fmt::format("arn:aws:dynamodb:{}:{}:table/{}/{}/{}", context.region, context.account,
                                  part->table_name, kind, part->id);
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
                                const SearchVectorsRequest& request) {
  return TableAccess(service, context, operation.action, *request.table_name, request.index_name).check();
}

base::Task<aws::Result<base::Ok>> authorize(Service& service, const RequestContext& context,
                                            const Operation& operation, const BatchGetItemRequest& request) {
  base::TimeSlice slice;
  for (const auto& [table, reads] : *request.request_items) {
    TableAccess access(service, context, operation.action, table);
    for (const AttributeMap& key : *reads.keys) {
      access.add_leading_key(key);
      add_names(key, &access.names);
    }
    set_projection(reads, &access);
    set_common(request.return_consumed_capacity, &access);
    STATOR_CO_TRY(access.check());
    co_await slice.pause_if_used_up();
  }
  co_return base::Ok{};
}

base::Task<aws::Result<base::Ok>> authorize(Service& service, const RequestContext& context,
                                            const Operation& operation,
                                            const BatchWriteItemRequest& request) {
  base::TimeSlice slice;
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
    STATOR_CO_TRY(access.check());
    co_await slice.pause_if_used_up();
  }
  co_return base::Ok{};
}

base::Task<aws::Result<base::Ok>> authorize(Service& service, const RequestContext& context, const Operation&,
                                            const TransactGetItemsRequest& request) {
  base::TimeSlice slice;
  for (const TransactGetItem& item : *request.transact_items) {
    if (!item.get) continue;
    TableAccess access(service, context, "dynamodb:GetItem", *item.get->table_name);
    access.add_leading_key(item.get->key);
    add_names(item.get->key, &access.names);
    add_names(item.get->projection_expression, item.get->expression_attribute_names, &access.names);
    access.set("dynamodb:Select", item.get->projection_expression ? "SPECIFIC_ATTRIBUTES" : "ALL_ATTRIBUTES");
    access.set("dynamodb:EnclosingOperation", "TransactGetItems");
    set_common(request.return_consumed_capacity, &access);
    STATOR_CO_TRY(access.check());
    co_await slice.pause_if_used_up();
  }
  co_return base::Ok{};
}

base::Task<aws::Result<base::Ok>> authorize(Service& service, const RequestContext& context, const Operation&,
                                            const TransactWriteItemsRequest& request) {
  base::TimeSlice slice;
  for (const TransactWriteItem& item : *request.transact_items) {
    if (item.condition_check) {
      STATOR_CO_TRY(authorize_transact(service, context, "dynamodb:ConditionCheckItem", *item.condition_check,
                                       item.condition_check->key, {}));
    }
    if (item.put) {
      STATOR_CO_TRY(authorize_transact(service, context, "dynamodb:PutItem", *item.put, item.put->item, {}));
    }
    if (item.remove) {
      STATOR_CO_TRY(
          authorize_transact(service, context, "dynamodb:DeleteItem", *item.remove, item.remove->key, {}));
    }
    if (item.update) {
      STATOR_CO_TRY(authorize_transact(service, context, "dynamodb:UpdateItem", *item.update,
                                       item.update->key, item.update->update_expression));
    }
    co_await slice.pause_if_used_up();
  }
  co_return base::Ok{};
}

aws::Result<base::Ok> authorize(Service& service, const RequestContext& context, const Operation&,
                                const ExecuteStatementRequest& request) {
  return authorize_statement(service, context, "", request);
}
// A statement that is not allowed fails by itself, in the operation.
aws::Result<base::Ok> authorize(Service&, const RequestContext&, const Operation&,
                                const BatchExecuteStatementRequest&) {
  return base::Ok{};
}
base::Task<aws::Result<base::Ok>> authorize(Service& service, const RequestContext& context, const Operation&,
                                            const ExecuteTransactionRequest& request) {
  base::TimeSlice slice;
  for (const StatementParameters& statement : *request.transact_statements) {
    STATOR_CO_TRY(authorize_statement(service, context, "ExecuteTransaction", statement));
    co_await slice.pause_if_used_up();
  }
  co_return base::Ok{};
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

namespace {

aws::Result<base::Ok> authorize_target(Service& service, const RequestContext& context,
                                       std::string_view action, const std::string& target) {
  constexpr std::string_view kItemActions[] = {
      "dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:GetItem",   "dynamodb:PutItem",
      "dynamodb:Query",          "dynamodb:Scan",       "dynamodb:UpdateItem"};
  STATOR_TRY(authorize_table(service, context, action, target, {}));
  for (const std::string_view each : kItemActions) {
    STATOR_TRY(authorize_table(service, context, each, target, {}));
  }
  return base::Ok{};
}

}  // namespace

aws::Result<base::Ok> authorize(Service& service, const RequestContext& context, const Operation& operation,
                                const DescribeContributorInsightsRequest& request) {
  return TableAccess(service, context, operation.action, *request.table_name, request.index_name).check();
}
aws::Result<base::Ok> authorize(Service& service, const RequestContext& context, const Operation& operation,
                                const UpdateContributorInsightsRequest& request) {
  return TableAccess(service, context, operation.action, *request.table_name, request.index_name).check();
}

aws::Result<base::Ok> authorize(Service& service, const RequestContext& context, const Operation& operation,
                                const RestoreTableFromBackupRequest& request) {
  STATOR_TRY(authorize_part(context, operation.action, *request.backup_arn, "backup"));
  return authorize_target(service, context, operation.action, *request.target_table_name);
}
aws::Result<base::Ok> authorize(Service& service, const RequestContext& context, const Operation& operation,
                                const RestoreTableToPointInTimeRequest& request) {
  const auto& source = request.source_table_arn ? request.source_table_arn : request.source_table_name;
  if (source) {
    STATOR_TRY(authorize_table(service, context, operation.action, *source, {}));
  }
  return authorize_target(service, context, operation.action, *request.target_table_name);
}
aws::Result<base::Ok> authorize(Service&, const RequestContext& context, const Operation& operation,
                                const ListBackupsRequest&) {
  return aws::authorize(context, {std::string(operation.action), "*", {}});
}

aws::Result<base::Ok> authorize(Service& service, const RequestContext& context, const Operation& operation,
                                const ExportTableRequest& request) {
  return authorize_table(service, context, operation.action, *request.table_arn, {});
}
aws::Result<base::Ok> authorize(Service& service, const RequestContext& context, const Operation& operation,
                                const ImportTableRequest& request) {
  return authorize_table(service, context, operation.action, *request.table_creation_parameters->table_name,
                         {});
}
aws::Result<base::Ok> authorize(Service&, const RequestContext& context, const Operation& operation,
                                const DescribeExportRequest& request) {
  return authorize_part(context, operation.action, *request.export_arn, "export");
}
aws::Result<base::Ok> authorize(Service&, const RequestContext& context, const Operation& operation,
                                const DescribeImportRequest& request) {
  return authorize_part(context, operation.action, *request.import_arn, "import");
}

aws::Result<base::Ok> authorize(Service&, const RequestContext& context, const Operation& operation,
                                const BulkOperationArnRequest& request) {
  return authorize_part(context, operation.action, *request.bulk_operation_arn, "bulk-operation");
}

aws::Result<base::Ok> authorize(Service&, const RequestContext& context, const Operation& operation,
                                const DescribeGlobalTableRequest& request) {
  return aws::authorize(context, {std::string(operation.action),
                                  fmt::format("arn:aws:dynamodb::{}:global-table/{}", context.account,
                                              *request.global_table_name),
                                  {}});
}

// ---- whose tables they are

namespace {

// The other account that all of the names are of.
class ForeignAccount {
 public:
  explicit ForeignAccount(const RequestContext& context) : context_(context) {}

  void add(const std::optional<std::string>& table) { add(table ? std::string_view(*table) : ""); }
  void add(std::string_view table) {
    auto account = aws::foreign_account_of(table, "dynamodb", context_);
    same_ = same_ && account && (!account_ || account_ == account);
    if (!account_) account_ = std::move(account);
  }
  std::optional<std::string> take() { return same_ ? std::move(account_) : std::nullopt; }

 private:
  const RequestContext& context_;
  bool same_ = true;
  std::optional<std::string> account_;
};

template <typename Items>
std::optional<std::string> account_of_all(const RequestContext& context, const Items& items) {
  ForeignAccount account(context);
  for (const auto& item : items) account.add(std::string_view(item.first));
  return account.take();
}

}  // namespace

std::optional<std::string> foreign_account(Service&, const RequestContext& context,
                                           const BatchGetItemRequest& request) {
  return account_of_all(context, *request.request_items);
}
std::optional<std::string> foreign_account(Service&, const RequestContext& context,
                                           const BatchWriteItemRequest& request) {
  return account_of_all(context, *request.request_items);
}
std::optional<std::string> foreign_account(Service&, const RequestContext& context,
                                           const TransactGetItemsRequest& request) {
  ForeignAccount account(context);
  for (const TransactGetItem& item : *request.transact_items) {
    if (item.get) account.add(item.get->table_name);
  }
  return account.take();
}
std::optional<std::string> foreign_account(Service&, const RequestContext& context,
                                           const TransactWriteItemsRequest& request) {
  ForeignAccount account(context);
  for (const TransactWriteItem& item : *request.transact_items) {
    if (item.condition_check) account.add(item.condition_check->table_name);
    if (item.put) account.add(item.put->table_name);
    if (item.remove) account.add(item.remove->table_name);
    if (item.update) account.add(item.update->table_name);
  }
  return account.take();
}

}  // namespace stator::services::dynamodb
