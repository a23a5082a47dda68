#include "db/model/owned_value.h"

#include "base/check.h"

namespace stator::db::model {

OwnedValue::OwnedValue(ValueView value) : state_(std::string(value.bytes())) {}
OwnedValue::OwnedValue(List list) : state_(std::move(list)) {}
OwnedValue::OwnedValue(Map map) : state_(std::move(map)) {}

Type OwnedValue::type() const {
  if (std::holds_alternative<List>(state_)) return Type::kL;
  if (std::holds_alternative<Map>(state_)) return Type::kM;
  return ValueView(std::get<std::string>(state_)).type();
}

OwnedValue::List& OwnedValue::list() {
  STATOR_CHECK(type() == Type::kL);
  if (const auto* bytes = std::get_if<std::string>(&state_)) {
    List list;
    const ValueView value(*bytes);
    list.reserve(value.count());
    for (const ValueView element : value.elements()) list.emplace_back(element);
    state_ = std::move(list);
  }
  return std::get<List>(state_);
}

OwnedValue::Map& OwnedValue::map() {
  STATOR_CHECK(type() == Type::kM);
  if (const auto* bytes = std::get_if<std::string>(&state_)) {
    Map map;
    for (const Attribute member : ValueView(*bytes).map()) {
      map.emplace_hint(map.end(), std::string(member.name), OwnedValue(member.value));
    }
    state_ = std::move(map);
  }
  return std::get<Map>(state_);
}

void OwnedValue::write(ValueWriter* writer) const {
  if (const auto* bytes = std::get_if<std::string>(&state_)) {
    writer->value(ValueView(*bytes));
    return;
  }
  if (const auto* list = std::get_if<List>(&state_)) {
    writer->begin_list();
    for (const OwnedValue& element : *list) element.write(writer);
    writer->end_list();
    return;
  }
  writer->begin_map();
  for (const auto& [name, value] : std::get<Map>(state_)) {
    writer->name(name);
    value.write(writer);
  }
  writer->end_map();
}

}  // namespace stator::db::model
