#include "aws/protocol/xml_writer.h"

#include <fmt/format.h>

#include <cmath>

#include "aws/protocol/describe.h"
#include "aws/protocol/iso_time.h"
#include "aws/protocol/json_writer.h"
#include "aws/protocol/shape_values.h"

namespace stator::aws::protocol {
namespace {

void open_tag(std::string_view name, std::string* out) { out->append("<").append(name).append(">"); }
void close_tag(std::string_view name, std::string* out) { out->append("</").append(name).append(">"); }

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

void XmlWriter::before(const Level& container) {
  switch (container.kind) {
    case Kind::kStructure:
      return open_tag(container.name, out_);
    case Kind::kList:
      return open_tag("member", out_);
    default:
      open_tag("entry", out_);
      append_xml_element("key", container.name, out_);
      open_tag("value", out_);
  }
}

void XmlWriter::after(const Level& container) {
  switch (container.kind) {
    case Kind::kStructure:
      return close_tag(container.name, out_);
    case Kind::kList:
      return close_tag("member", out_);
    default:
      close_tag("value", out_);
      close_tag("entry", out_);
  }
}

void XmlWriter::scalar(const Shape& shape, const void* value) { append_scalar(shape, value, out_); }

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
  open_tag(name, out);
  append_xml_text(text, out);
  close_tag(name, out);
}

}  // namespace stator::aws::protocol
