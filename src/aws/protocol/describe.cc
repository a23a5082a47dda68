#include "aws/protocol/describe.h"

#include <fmt/format.h>

#include <iterator>

#include "aws/protocol/shape_values.h"

namespace stator::aws::protocol {
namespace {

void describe_structure(const Structure& structure, const void* value, std::string* out) {
  out->append(structure.name).push_back('(');
  bool first = true;
  for (const Member& member : structure.members) {
    const void* field = member.get(value);
    if (field == nullptr) continue;
    if (!first) out->append(", ");
    first = false;
    append_lower_first(member.name, out);
    out->push_back('=');
    describe(*member.shape, field, out);
  }
  out->push_back(')');
}

void describe_list(const Shape& shape, const void* list, std::string* out) {
  out->push_back('[');
  for (std::size_t i = 0; i < shape.list->size(list); ++i) {
    if (i > 0) out->append(", ");
    describe(*shape.element, shape.list->at(list, i), out);
  }
  out->push_back(']');
}

void describe_map(const Shape& shape, const void* map, std::string* out) {
  out->push_back('{');
  for (std::size_t i = 0; i < shape.map->size(map); ++i) {
    std::string_view key;
    const void* value = shape.map->at(map, i, &key);
    if (i > 0) out->append(", ");
    out->append(key).push_back('=');
    describe(*shape.element, value, out);
  }
  out->push_back('}');
}

}  // namespace

void append_lower_first(std::string_view name, std::string* out) {
  const std::size_t at = out->size();
  out->append(name);
  if (at < out->size() && (*out)[at] >= 'A' && (*out)[at] <= 'Z') (*out)[at] += 'a' - 'A';
}

void describe(const Shape& shape, const void* value, std::string* out) {
  switch (shape.kind) {
    case Kind::kString:
      out->append(*static_cast<const std::string*>(value));
      return;
    case Kind::kInteger:
    case Kind::kLong:
      fmt::format_to(std::back_inserter(*out), "{}", *static_cast<const std::int64_t*>(value));
      return;
    case Kind::kDouble:
      fmt::format_to(std::back_inserter(*out), "{}", *static_cast<const double*>(value));
      return;
    case Kind::kBoolean:
      out->append(*static_cast<const bool*>(value) ? "true" : "false");
      return;
    case Kind::kTimestamp:
      fmt::format_to(std::back_inserter(*out), "{}", static_cast<const Timestamp*>(value)->unix_millis);
      return;
    case Kind::kEnum:
      out->append(enum_text(shape, *static_cast<const EnumValue*>(value)));
      return;
    case Kind::kStructure:
      describe_structure(*shape.structure, value, out);
      return;
    case Kind::kList:
      describe_list(shape, value, out);
      return;
    case Kind::kMap:
      describe_map(shape, value, out);
      return;
    case Kind::kForeign:
      shape.foreign->describe(value, out);
      return;
  }
}

}  // namespace stator::aws::protocol
