#include "power_cut/plain.h"

#include "db/model/number.h"
#include "db/model/value_writer.h"

namespace stator::power_cut {

std::string encode(const Plain& plain) {
  std::string out;
  db::model::ValueWriter writer(&out);
  writer.begin_map();
  for (const auto& [name, text] : plain) {
    writer.name(name);
    if (text.starts_with('#')) {
      writer.number(*db::model::Number::parse(text.substr(1)));
    } else {
      writer.string(text);
    }
  }
  writer.end_map();
  return out;
}

Plain decode(db::model::ItemView item) {
  Plain plain;
  for (db::model::Attribute attribute : item) {
    const bool is_number = attribute.value.type() == db::model::Type::kN;
    plain[std::string(attribute.name)] =
        is_number ? "#" + attribute.value.number().to_string() : std::string(attribute.value.text());
  }
  return plain;
}

std::string number(std::int64_t value) { return "#" + std::to_string(value); }

std::int64_t number_of(const Plain& plain, const std::string& name) {
  const auto found = plain.find(name);
  return found == plain.end() ? 0 : std::stoll(found->second.substr(1));
}

}  // namespace stator::power_cut
