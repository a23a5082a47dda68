// Builds encoded attribute values (value.h) at the end of a buffer. One writer, one top-level value.
//
//   std::string out;
//   ValueWriter writer(&out);
//   writer.begin_map();
//   writer.name("id");   writer.string("42");
//   writer.name("tags"); writer.begin_set(Type::kSs); writer.string("a"); writer.end_set();
//   writer.end_map();
//
// Calls out of order are bugs (STATOR_CHECK). Reusable after reset() without new allocations.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "db/model/value.h"

namespace stator::db::model {

class ValueWriter {
 public:
  explicit ValueWriter(std::string* out) : out_(out) {}
  void reset(std::string* out);

  void string(std::string_view utf8);
  void number(const Number& value);
  void binary(std::string_view bytes);
  void boolean(bool value);
  void null();
  // Any already encoded value.
  void value(ValueView encoded);

  void begin_map();
  void name(std::string_view utf8);
  // Sorts the members by name. False if a name stood twice (the last one is kept).
  bool end_map();

  void begin_list();
  void end_list();

  // Elements are written with string(), number() or binary() as the type says.
  void begin_set(Type type);
  // Sorts the elements. False if two elements are equal (the bytes are then unusable).
  bool end_set();

 private:
  struct Part {
    std::uint32_t offset;
    std::uint32_t length;
    std::uint32_t name_length;
  };
  struct Frame {
    Type type;
    std::uint32_t start;       // of the tag
    std::uint32_t first_part;  // index in parts_
  };

  std::string* out_;
  std::string scratch_;
  std::vector<Part> parts_;
  std::vector<Frame> frames_;
};

}  // namespace stator::db::model
