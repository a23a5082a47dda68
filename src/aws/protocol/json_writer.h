// Typed responses to JSON text, by their shapes. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "aws/error.h"
#include "aws/protocol/shape_walk.h"

namespace stator::aws::protocol {

// Writes {"Member": ..., ...}.
class JsonWriter : public ShapeWalk<JsonWriter> {
 public:
  // All three live until everything is written.
  JsonWriter(const Structure& structure, const void* value, std::string* out) : ShapeWalk(out) {
    begin(structure, value);
  }

 private:
  friend ShapeWalk<JsonWriter>;

  void open(Level& container);
  void close(const Level& container);
  void before(const Level& container);
  void after(const Level&) {}
  void scalar(const Shape& shape, const void* value);
  void make_room(const Level& list);
};

// Appends all of it.
void write_json(const Structure& structure, const void* value, std::string* out);

// {"__type": "com.amazon.coral.validate#ValidationException", "message": "..."} and further members.
std::string error_json(const Error& error, std::string_view model_namespace);

// Appends a JSON string with quotes. Bytes that are not valid UTF-8 are written as U+FFFD.
void append_json_string(std::string_view text, std::string* out);

// Appends the shortest text that reads back as the same number, with a fraction always: 1.0, 0.5.
// Precondition: it is finite.
void append_json_double(double number, std::string* out);

}  // namespace stator::aws::protocol
