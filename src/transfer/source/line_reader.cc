#include "transfer/source/line_reader.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "db/attribute_json/attribute_json.h"
#include "db/expression/placeholders.h"
#include "db/ion/ion.h"
#include "messages/expressions.h"

namespace stator::transfer {
namespace {

using base::JsonValue;
using db::expression::Placeholders;

// The value of the last member of this name, unless that is null.
std::optional<JsonValue> find(JsonValue object, std::string_view wanted) {
  std::optional<JsonValue> found;
  for (const auto [name, value] : object.members())
    if (name == wanted) found = value;
  if (found && found->is_null()) found.reset();
  return found;
}

// What a tree has for each byte of its text at most: ":v," becomes an operand with a value of its own, of 64
// bytes. Longer ones are shared.
constexpr std::size_t kTreeBytes = 64;

// "x", or {"S":"x"} as Ion has it.
std::optional<std::string> text_of(JsonValue value) {
  if (value.is_string()) return std::string(value.text());
  if (!value.is_object()) return std::nullopt;
  const auto text = find(value, "S");
  if (value.size() != 1 || !text || !text->is_string()) return std::nullopt;
  return std::string(text->text());
}

}  // namespace

RecordReader::Step LineReader::take(std::string_view* bytes) {
  while (!bytes->empty()) {
    const std::size_t room = kMaxRecordBytes - skipped_ - line_.size();
    const std::string_view part = bytes->substr(0, std::min(bytes->find('\n'), room + 1));
    if (part.size() > room) return too_large();
    line_ += part;
    bytes->remove_prefix(part.size());
    if (bytes->empty()) break;
    bytes->remove_prefix(1);
    if (const Step step = read_line(); step != Step::kMore) return step;
    if (skipped_ > kMaxRecordBytes) return too_large();
  }
  return Step::kMore;
}

RecordReader::Step LineReader::end() { return read_line(); }

RecordReader::Step LineReader::read_line() {
  if (line_.find_first_not_of(" \t\r") == line_.npos) {
    skipped_ += line_.size() + 1;
    line_.clear();
    return Step::kMore;
  }
  skipped_ = 0;
  Step step;
  if (format_ == DataFormat::kIon) {
    const std::optional<std::string> json =
        conditions_ ? db::ion::to_dynamodb_json_with_values(line_) : db::ion::to_dynamodb_json(line_);
    step = json ? read_json(*json, messages::kImportNotIon) : broken(messages::kImportNotIon);
  } else {
    line_.reserve(line_.size() + base::JsonParser::kPadding + 1);
    step = read_json(line_, messages::kImportNotJson);
  }
  line_.clear();
  return step;
}

RecordReader::Step LineReader::read_json(const std::string& json, const char* malformed) {
  const auto root = parser_.parse(json);
  if (!root) return broken(malformed);
  std::optional<JsonValue> found;
  if (root->is_object()) {
    for (const auto [name, value] : root->members())
      if (name == "Item") found = value;
  }
  if (!found) return broken(messages::kImportNoItem);
  auto parsed = db::attribute_json::read_map(*found);
  if (!parsed.ok()) return broken(std::move(parsed.error().message));
  if (parsed->invalid) return bad(std::move(*parsed->invalid));
  if (conditions_) {
    if (auto problem = read_condition(*root)) return bad(std::move(*problem));
  }
  return good(std::move(parsed->bytes));
}

// By the rules of PutItem.
std::optional<std::string> LineReader::read_condition(JsonValue record) {
  condition_.reset();
  const auto text = find(record, "ConditionExpression");
  const auto names = find(record, "ExpressionAttributeNames");
  const auto values = find(record, "ExpressionAttributeValues");
  if (!text) {
    if (names) return messages::kNamesWithoutExpression;
    if (values) return messages::fill(messages::kValuesWithoutExpression, {"ConditionExpression", "is"});
    return std::nullopt;
  }
  const auto expression = text_of(*text);
  if (!expression || (names && !names->is_object()) || (values && !values->is_object()))
    return messages::kBulkConditionForm;
  std::size_t bytes = expression->size() * kTreeBytes;
  std::vector<Placeholders::Name> wanted_names;
  if (names) {
    for (const auto [placeholder, name] : names->members()) {
      auto attribute = text_of(name);
      if (!attribute) return messages::kBulkConditionForm;
      bytes += attribute->size();
      wanted_names.push_back({std::string(placeholder), std::move(*attribute)});
    }
  }
  std::vector<Placeholders::Value> wanted_values;
  if (values) {
    for (const auto [placeholder, value] : values->members()) {
      auto encoded = db::attribute_json::read_value(value);
      if (!encoded.ok()) return std::move(encoded).error().message;
      if (encoded->invalid) return messages::fill(messages::kInvalidValue, {*encoded->invalid, placeholder});
      bytes += encoded->bytes.size();
      wanted_values.push_back({std::string(placeholder), std::move(encoded->bytes)});
    }
  }
  if (names && wanted_names.empty()) return messages::kNamesEmpty;
  if (values && wanted_values.empty()) return messages::kValuesEmpty;
  Placeholders placeholders(std::move(wanted_names), std::move(wanted_values));
  auto checked = placeholders.check_keys();
  if (!checked.ok()) return std::move(checked).error().message;
  auto condition =
      db::expression::Condition::parse(db::expression::Kind::kCondition, *expression, placeholders);
  if (!condition.ok()) return std::move(condition).error().message;
  checked = placeholders.check_all_used();
  if (!checked.ok()) return std::move(checked).error().message;
  condition_.emplace(ItemCondition{std::move(*condition), bytes});
  return std::nullopt;
}

}  // namespace stator::transfer
