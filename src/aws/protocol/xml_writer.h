// Typed responses to the XML of AWS's Query protocol, by their shapes. Pure; thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "aws/protocol/shape.h"

namespace stator::aws::protocol {

// Writes an element for each member that is there, some of it at a time: a large response must not hold up
// others. Elements of a list are called `member`, entries of a map `entry` with `key` and `value`.
class XmlWriter {
 public:
  // All three live until everything is written.
  XmlWriter(const Structure& structure, const void* value, std::string* out);

  // Goes on until `out` has at least `size` bytes. True: everything is written.
  bool write(std::size_t size);

 private:
  // Shapes are finite, and none of them contains itself.
  static constexpr std::size_t kMaxDepth = 16;

  // A structure, list or map that is begun.
  struct Open {
    Kind kind = Kind::kStructure;
    const void* what = nullptr;  // its Structure or its Shape
    const void* value = nullptr;
    std::size_t next = 0;      // of its members or elements
    std::string_view element;  // that it is the content of; empty: of none
    bool ends_entry = false;   // it is the value of a map's entry
  };

  void begin(std::string_view element, const Shape& shape, const void* value, bool ends_entry = false);
  void end();
  void write_member(Open& structure);
  void write_element(Open& list);
  void write_entry(Open& map);

  std::string* const out_;
  std::size_t depth_ = 0;
  std::array<Open, kMaxDepth> open_;
};

// Appends all of it.
void write_xml(const Structure& structure, const void* value, std::string* out);

// Appends text with &, <, >, " and control characters escaped.
void append_xml_text(std::string_view text, std::string* out);

// <name>text</name>
void append_xml_element(std::string_view name, std::string_view text, std::string* out);

}  // namespace stator::aws::protocol
