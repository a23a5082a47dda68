#include "services/dynamodb/common/key_schemas.h"

#include <fmt/format.h>

#include "messages/dynamodb.h"

namespace stator::services::dynamodb {
namespace {

using db::model::KeyAttribute;
using db::model::KeySchema;
using db::model::Type;

Type to_type(ScalarAttributeType type) {
  switch (type) {
    case ScalarAttributeType::kB:
      return Type::kB;
    case ScalarAttributeType::kN:
      return Type::kN;
    case ScalarAttributeType::kS:
      return Type::kS;
  }
  return Type::kS;
}

bool is_hash(const KeySchemaElement& element) { return element.key_type->get() == KeyType::kHash; }

std::string element_names(const std::vector<KeySchemaElement>& elements) {
  std::string out;
  for (const KeySchemaElement& element : elements) {
    if (!out.empty()) out += ", ";
    out += *element.attribute_name;
  }
  return out;
}

aws::Result<base::Ok> check_distinct(const std::vector<KeySchemaElement>& elements) {
  for (std::size_t i = 0; i < elements.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (elements[i].attribute_name == elements[j].attribute_name) {
        return aws::validation_error(messages::kSameKeyTwice);
      }
    }
  }
  return base::Ok{};
}

}  // namespace

aws::Result<AttributeTypes> AttributeTypes::read(const std::vector<AttributeDefinition>& definitions) {
  AttributeTypes types;
  for (const AttributeDefinition& definition : definitions) {
    const std::string& name = *definition.attribute_name;
    if (!types.positions_.emplace(name, types.entries_.size()).second)
      return aws::validation_error(fmt::format(messages::kDuplicateDefinition, name));
    types.entries_.push_back({{name, to_type(definition.attribute_type->get())}});
  }
  return types;
}

aws::Result<KeySchema> AttributeTypes::table_key(const std::vector<KeySchemaElement>& elements) {
  if (!is_hash(elements[0])) return aws::validation_error(messages::kFirstIsNotHash);
  if (elements.size() > 1 && is_hash(elements[1])) return aws::validation_error(messages::kSecondIsNotRange);
  STATOR_TRY(check_distinct(elements));
  return resolve(elements);
}

aws::Result<KeySchema> AttributeTypes::global_index_key(const std::vector<KeySchemaElement>& elements) {
  if (!is_hash(elements[0])) return aws::validation_error(messages::kFirstIsNotHash);
  std::size_t hashes = 0;
  for (std::size_t i = 0; i < elements.size(); ++i) {
    if (!is_hash(elements[i])) continue;
    if (hashes != i) return aws::validation_error(messages::kKeyOrder);
    ++hashes;
  }
  if (hashes > db::model::kMaxIndexPartitionAttributes) {
    return aws::validation_error(fmt::format(messages::kTooManyKeysOfKind, "HASH"));
  }
  if (elements.size() - hashes > db::model::kMaxIndexSortAttributes) {
    return aws::validation_error(fmt::format(messages::kTooManyKeysOfKind, "RANGE"));
  }
  STATOR_TRY(check_distinct(elements));
  return resolve(elements);
}

aws::Result<KeyAttribute> AttributeTypes::search_attribute(const std::string& name) {
  const auto position = positions_.find(name);
  if (position == positions_.end()) return aws::validation_error(messages::kSearchAttributeUndefined);
  Entry& found = entries_[position->second];
  found.used = true;
  return found.attribute;
}

aws::Result<KeySchema> AttributeTypes::resolve(const std::vector<KeySchemaElement>& elements) {
  KeySchema schema;
  for (const KeySchemaElement& element : elements) {
    const auto position = positions_.find(*element.attribute_name);
    if (position == positions_.end()) {
      // What was seen: key_schema.case. When both could be said, AWS is taken to say the longer text.
      if (!is_hash(element) && entries_.size() < elements.size())
        return aws::validation_error(messages::kSortKeyUndefined);
      return aws::validation_error(
          fmt::format(messages::kKeysUndefined, element_names(elements), names(false)));
    }
    Entry& found = entries_[position->second];
    found.used = true;
    (is_hash(element) ? schema.partition : schema.sort).push_back(found.attribute);
  }
  return schema;
}

aws::Result<base::Ok> AttributeTypes::check_all_used(bool has_indexes) const {
  for (const Entry& entry : entries_) {
    if (entry.used) continue;
    return aws::validation_error(has_indexes
                                     ? fmt::format(messages::kDefinitionsUnused, names(false), names(true))
                                     : messages::kDefinitionCount);
  }
  return base::Ok{};
}

std::vector<KeyAttribute> AttributeTypes::used() const {
  std::vector<KeyAttribute> attributes;
  for (const Entry& entry : entries_) {
    if (entry.used) attributes.push_back(entry.attribute);
  }
  return attributes;
}

std::string AttributeTypes::names(bool used_only) const {
  std::string out;
  for (const Entry& entry : entries_) {
    if (used_only && !entry.used) continue;
    if (!out.empty()) out += ", ";
    out += entry.attribute.name;
  }
  return out;
}

}  // namespace stator::services::dynamodb
