// Typed responses to the XML of AWS's Query protocol, by their shapes. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "aws/protocol/shape_walk.h"

namespace stator::aws::protocol {

// Writes an element for each member. Elements of a list are called `member`, entries of a map `entry` with
// `key` and `value`.
class XmlWriter : public ShapeWalk<XmlWriter> {
 public:
  // All three live until everything is written.
  XmlWriter(const Structure& structure, const void* value, std::string* out) : ShapeWalk(out) {
    begin(structure, value);
  }

 private:
  friend ShapeWalk<XmlWriter>;

  void open(Level&) {}
  void close(const Level&) {}
  void before(const Level& container);
  void after(const Level& container);
  void scalar(const Shape& shape, const void* value);
};

// Appends all of it.
void write_xml(const Structure& structure, const void* value, std::string* out);

// Appends text with &, <, >, " and control characters escaped.
void append_xml_text(std::string_view text, std::string* out);

// <name>text</name>
void append_xml_element(std::string_view name, std::string_view text, std::string* out);

}  // namespace stator::aws::protocol
