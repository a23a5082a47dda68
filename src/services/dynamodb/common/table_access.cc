#include "services/dynamodb/common/table_access.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/base64.h"
#include "db/expression/lexer.h"
#include "db/expression/placeholders.h"
#include "services/dynamodb/common/resource_arn.h"
#include "services/dynamodb/common/table_name.h"

namespace stator::services::dynamodb {

using db::expression::Token;
using db::expression::TokenKind;
using db::model::ItemView;
using db::model::ValueView;

std::optional<std::string> policy_text(ValueView value) {
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

void add_names(const std::optional<std::string>& expression, const Placeholders& placeholders, Names* names) {
  // A longer one is refused, whoever asks.
  if (!expression || expression->size() > db::expression::kMaxExpressionBytes) return;
  std::set<std::string_view> used;  // placeholders: a request may define far more, and use one often
  db::expression::Lexer lexer(*expression);
  TokenKind before = TokenKind::kEnd;
  Token token = lexer.next();
  while (token.kind != TokenKind::kEnd) {
    const Token after = lexer.next();
    const bool top_level = before != TokenKind::kDot;
    if (token.kind == TokenKind::kName && top_level) used.insert(token.text);
    // Keywords come along. They are reserved, so none of them is an attribute's name, but for REMOVE.
    static constexpr std::string_view kKeywords[] = {"SET", "ADD", "DELETE",  "AND",
                                                     "OR",  "NOT", "BETWEEN", "IN"};
    const bool begins_section = db::expression::is_keyword(token, "REMOVE") &&
                                (after.kind == TokenKind::kIdentifier || after.kind == TokenKind::kName);
    const bool keyword =
        begins_section || std::any_of(std::begin(kKeywords), std::end(kKeywords), [&](std::string_view word) {
          return db::expression::is_keyword(token, word);
        });
    if (token.kind == TokenKind::kIdentifier && top_level && !keyword &&
        after.kind != TokenKind::kLeftParenthesis)
      names->insert(std::string(token.text));
    before = token.kind;
    token = after;
  }
  if (!placeholders || used.empty()) return;
  for (const auto& [placeholder, name] : *placeholders) {
    // Longer names are refused, too.
    if (used.contains(placeholder) && name.size() <= db::model::kMaxAttributeNameBytes) names->insert(name);
  }
}

void add_names(ItemView item, Names* names) {
  for (const db::model::Attribute attribute : item) names->insert(std::string(attribute.name));
}

void add_names(const std::optional<AttributeMap>& map, Names* names) {
  if (map && !map->invalid) add_names(ItemView(map->bytes), names);
}

TableAccess::TableAccess(Service& service, const aws::RequestContext& context, std::string_view action,
                         std::string_view table, const std::optional<std::string>& index)
    : context_(context) {
  access_.action = action;
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

void TableAccess::add_leading_key(const std::optional<AttributeMap>& item) {
  if (item && !item->invalid) add_leading_key_of(ItemView(item->bytes));
}

void TableAccess::add_leading_key_of(ItemView item) {
  if (!table_) return;
  const auto& partition = keys()->partition;
  for (std::size_t i = 0; i < partition.size(); ++i)
    if (const auto value = item.find(partition[i].name)) add_leading_value(i, *value);
}

void TableAccess::add_leading_value(std::size_t number, ValueView value) {
  // No item has a longer one: it is refused, whoever asks.
  if (value.size_bytes() > db::model::kMaxPartitionKeyBytes) return;
  if (auto text = policy_text(value)) leading_keys_[number].push_back(std::move(*text));
}

const db::model::KeySchema* TableAccess::keys() const {
  if (!table_) return nullptr;
  return index_ != nullptr ? &index_->keys : &table_->keys;
}

aws::Result<base::Ok> TableAccess::check() {
  static constexpr std::string_view kNumbers[] = {"First", "Second", "Third", "Fourth"};
  static_assert(std::size(kNumbers) == db::model::kMaxIndexPartitionAttributes);
  if (!leading_keys_[0].empty()) access_.facts.set("dynamodb:LeadingKeys", leading_keys_[0]);
  for (std::size_t i = 0; i < leading_keys_.size(); ++i) {
    if (leading_keys_[i].empty()) continue;
    access_.facts.set(fmt::format("dynamodb:{}PartitionKeyValues", kNumbers[i]), std::move(leading_keys_[i]));
  }
  if (!names.empty())
    access_.facts.set("dynamodb:Attributes", std::vector<std::string>(names.begin(), names.end()));
  return aws::authorize(context_, access_);
}

}  // namespace stator::services::dynamodb
