// Typed responses to JSON text, by their shapes. Pure; thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "aws/error.h"
#include "aws/protocol/shape.h"

namespace stator::aws::protocol {

// Writes {"Member": ..., ...} of the members that are there, some of it at a time: a large response must not
// hold up others.
class JsonWriter {
 public:
  // All three live until everything is written.
  JsonWriter(const Structure& structure, const void* value, std::string* out);

  // Goes on until `out` has at least `size` bytes; a value of foreign kind is always written whole. True:
  // everything is written.
  bool write(std::size_t size);

 private:
  // Shapes are finite, and none of them contains itself.
  static constexpr std::size_t kMaxDepth = 16;

  // A structure, list or map that is begun.
  struct Open {
    Kind kind = Kind::kStructure;
    bool first = true;           // nothing stands in it yet
    const void* what = nullptr;  // its Structure or its Shape
    const void* value = nullptr;
    std::size_t next = 0;   // of its members or elements
    std::size_t begin = 0;  // of what is in it, in the text
  };

  void begin(const Shape& shape, const void* value);
  void open(Kind kind, const void* what, const void* value);
  void close(char bracket);
  void write_member(Open& structure);
  void write_element(Open& list);
  void make_room(const Open& list, std::size_t elements);
  void write_entry(Open& map);

  std::string* const out_;
  std::size_t limit_ = 0;  // of the running write()
  std::size_t depth_ = 0;
  std::array<Open, kMaxDepth> open_;
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
