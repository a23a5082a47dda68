#include "services/dynamodb/common/statement_access.h"

#include "db/statement/where.h"
#include "services/dynamodb/common/statements.h"

namespace stator::services::dynamodb {
namespace {

using db::expression::ConditionNode;
using db::expression::Operand;

void add_condition_names(const ConditionNode& node, Names* names) {
  for (const Operand& operand : node.operands) {
    if (operand.kind != Operand::Kind::kValue) names->insert(operand.path.root());
  }
  for (const ConditionNode& child : node.children) add_condition_names(child, names);
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
  StatementAccess(Service& service, const aws::RequestContext& context, std::string_view enclosing)
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
    access.add_leading_key_of(db::model::ItemView(insert.item));
    add_names(db::model::ItemView(insert.item), &access.names);
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

  // Whether it names partitions, as the statement that reads them sees it.
  static bool add_where(const db::statement::Where& where, TableAccess* access) {
    if (!where) return false;
    add_condition_names(*where, &access->names);
    const db::model::KeySchema* keys = access->keys();
    if (keys == nullptr) return false;
    const auto ranges = db::statement::find_key_ranges(where, *keys);
    if (!ranges.ok()) return false;
    for (const auto& partition : ranges->partitions)
      access->add_leading_value(0, db::model::ValueView(*partition.low));
    for (std::size_t i = 1; i < keys->partition.size(); ++i)
      for (const auto& clause : ranges->common)
        if (*clause.name == keys->partition[i].name)
          access->add_leading_value(i, db::model::ValueView(*clause.low));
    return !ranges->partitions.empty();
  }

  aws::Result<base::Ok> finish(TableAccess* access, std::string_view return_values) {
    if (!enclosing_.empty()) access->set("dynamodb:EnclosingOperation", std::string(enclosing_));
    access->set("dynamodb:ReturnValues", std::string(return_values));
    return access->check();
  }

  Service& service_;
  const aws::RequestContext& context_;
  const std::string_view enclosing_;
};

}  // namespace

aws::Result<base::Ok> authorize_statement(Service& service, const aws::RequestContext& context,
                                          std::string_view enclosing, const StatementParameters& request) {
  return StatementAccess(service, context, enclosing).check(request);
}

}  // namespace stator::services::dynamodb
