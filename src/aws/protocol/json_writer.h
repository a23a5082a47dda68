// Typed responses to JSON text, by their shapes. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "aws/error.h"
#include "aws/protocol/shape.h"

namespace stator::aws::protocol {

// Appends {"Member": ..., ...} of the members that are there.
void write_json(const Structure& structure, const void* value, std::string* out);

// {"__type": "com.amazon.coral.validate#ValidationException", "message": "..."} and further members.
std::string error_json(const Error& error, std::string_view model_namespace);

// Appends a JSON string with quotes. Bytes that are not valid UTF-8 are written as U+FFFD.
void append_json_string(std::string_view text, std::string* out);

// Appends the shortest text that reads back as the same number, with a fraction always: 1.0, 0.5.
void append_json_double(double number, std::string* out);

}  // namespace stator::aws::protocol
