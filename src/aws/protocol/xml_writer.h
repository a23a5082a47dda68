// Typed responses to XML, by their shapes: the output of AWS's Query protocol. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "aws/protocol/shape.h"

namespace stator::aws::protocol {

// Appends an element for each member that is there; elements of a list are called `member`, entries of a map
// `entry` with `key` and `value`.
void write_xml(const Structure& structure, const void* value, std::string* out);

// Appends text with &, <, >, " and control characters escaped.
void append_xml_text(std::string_view text, std::string* out);

// <name>text</name>
void append_xml_element(std::string_view name, std::string_view text, std::string* out);

}  // namespace stator::aws::protocol
