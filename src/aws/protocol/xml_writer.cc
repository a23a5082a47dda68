#include "aws/protocol/xml_writer.h"

#include <fmt/format.h>

#include "aws/protocol/describe.h"
#include "aws/protocol/iso_time.h"

namespace stator::aws::protocol {
namespace {

void open(std::string_view name, std::string* out) { out->append("<").append(name).append(">"); }
void close(std::string_view name, std::string* out) { out->append("</").append(name).append(">"); }

void write_value(const Shape& shape, const void* value, std::string* out);

void write_element(std::string_view name, const Shape& shape, const void* value, std::string* out) {
  open(name, out);
  write_value(shape, value, out);
  close(name, out);
}

void write_map(const Shape& shape, const void* map, std::string* out) {
  for (std::size_t i = 0; i < shape.map->size(map); ++i) {
    std::string_view key;
    const void* value = shape.map->at(map, i, &key);
    open("entry", out);
    append_xml_element("key", key, out);
    write_element("value", *shape.element, value, out);
    close("entry", out);
  }
}

void write_value(const Shape& shape, const void* value, std::string* out) {
  switch (shape.kind) {
    case Kind::kStructure:
      return write_xml(*shape.structure, value, out);
    case Kind::kList:
      for (std::size_t i = 0; i < shape.list->size(value); ++i)
        write_element("member", *shape.element, shape.list->at(value, i), out);
      return;
    case Kind::kMap:
      return write_map(shape, value, out);
    case Kind::kTimestamp:
      out->append(iso_time(static_cast<const Timestamp*>(value)->unix_millis));
      return;
    default: {
      std::string text;
      describe(shape, value, &text);
      append_xml_text(text, out);
    }
  }
}

}  // namespace

void write_xml(const Structure& structure, const void* value, std::string* out) {
  for (const Member& member : structure.members) {
    const void* field = member.get(value);
    if (field != nullptr) write_element(member.name, *member.shape, field, out);
  }
}

void append_xml_text(std::string_view text, std::string* out) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out->append("&amp;");
        break;
      case '<':
        out->append("&lt;");
        break;
      case '>':
        out->append("&gt;");
        break;
      case '"':
        out->append("&quot;");
        break;
      case '\t':
      case '\n':
      case '\r':
        out->append(fmt::format("&#x{:X};", static_cast<unsigned>(c)));
        break;
      default:
        // XML 1.0 has no way to write the other control characters.
        out->push_back(static_cast<unsigned char>(c) < 0x20 ? '?' : c);
    }
  }
}

void append_xml_element(std::string_view name, std::string_view text, std::string* out) {
  open(name, out);
  append_xml_text(text, out);
  close(name, out);
}

}  // namespace stator::aws::protocol
