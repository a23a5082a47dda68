#include "aws/protocol/xml_writer.h"

#include <fmt/format.h>

#include <cmath>

#include "aws/protocol/describe.h"
#include "aws/protocol/iso_time.h"
#include "aws/protocol/json_writer.h"
#include "aws/protocol/shape_values.h"
#include "base/check.h"

namespace stator::aws::protocol {
namespace {

void open(std::string_view name, std::string* out) { out->append("<").append(name).append(">"); }
void close(std::string_view name, std::string* out) { out->append("</").append(name).append(">"); }

void append_scalar(const Shape& shape, const void* value, std::string* out) {
  switch (shape.kind) {
    case Kind::kTimestamp:
      out->append(iso_time(static_cast<const Timestamp*>(value)->unix_millis));
      return;
    case Kind::kDouble: {
      const double number = *static_cast<const double*>(value);
      if (std::isfinite(number)) return append_json_double(number, out);
      out->append(non_finite_text(number));
      return;
    }
    default: {
      std::string text;
      describe(shape, value, &text);
      append_xml_text(text, out);
    }
  }
}

}  // namespace

XmlWriter::XmlWriter(const Structure& structure, const void* value, std::string* out) : out_(out) {
  open_[depth_++] = {.what = &structure, .value = value};
}

bool XmlWriter::write(std::size_t size) {
  while (depth_ > 0) {
    if (out_->size() >= size) return false;
    Open& top = open_[depth_ - 1];
    if (top.kind == Kind::kStructure) {
      write_member(top);
    } else if (top.kind == Kind::kList) {
      write_element(top);
    } else {
      write_entry(top);
    }
  }
  return true;
}

void XmlWriter::begin(std::string_view element, const Shape& shape, const void* value, bool ends_entry) {
  STATOR_CHECK(depth_ < kMaxDepth);
  open(element, out_);
  Open& top = open_[depth_++];
  top = {.kind = shape.kind, .what = &shape, .value = value, .element = element, .ends_entry = ends_entry};
  if (shape.kind == Kind::kStructure) {
    top.what = shape.structure;
  } else if (shape.kind != Kind::kList && shape.kind != Kind::kMap) {
    append_scalar(shape, value, out_);
    end();
  }
}

void XmlWriter::end() {
  const Open& top = open_[--depth_];
  if (!top.element.empty()) close(top.element, out_);
  if (top.ends_entry) close("entry", out_);
}

// The next one that is there.
void XmlWriter::write_member(Open& structure) {
  const auto& members = static_cast<const Structure*>(structure.what)->members;
  while (structure.next < members.size()) {
    const Member& member = members[structure.next++];
    const void* field = member.get(structure.value);
    if (field != nullptr) return begin(member.name, *member.shape, field);
  }
  end();
}

void XmlWriter::write_element(Open& list) {
  const auto& shape = *static_cast<const Shape*>(list.what);
  if (list.next == shape.list->size(list.value)) return end();
  begin("member", *shape.element, shape.list->at(list.value, list.next++));
}

void XmlWriter::write_entry(Open& map) {
  const auto& shape = *static_cast<const Shape*>(map.what);
  if (map.next == shape.map->size(map.value)) return end();
  std::string_view key;
  const void* value = shape.map->at(map.value, map.next++, &key);
  open("entry", out_);
  append_xml_element("key", key, out_);
  begin("value", *shape.element, value, true);
}

void write_xml(const Structure& structure, const void* value, std::string* out) {
  XmlWriter(structure, value, out).write(std::string::npos);
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
