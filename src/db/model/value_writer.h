// Builds encoded attribute values (value.h) at the end of a buffer. One writer, one top-level value.
//
//   std::string out;
//   ValueWriter writer(&out);
//   writer.begin_map();
//   writer.name("id");   writer.string("42");
//   writer.name("tags"); writer.begin_set(Type::kSs); writer.string("a"); writer.end_set();
//   writer.end_map();
//
// Calls out of order are bugs (STATOR_CHECK). Reusable after reset() without new allocations. `out` stays
// below 4 GiB.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "db/model/append_buffer.h"
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

  // Elements are written with string(), number() or binary() as the type says, or with value().
  void begin_set(Type type);
  // Sorts the elements. False if two elements are equal (one of them is kept).
  bool end_set();

  // True when the top-level value is complete.
  bool done() const { return frames_.empty() && written_; }

 private:
  struct Part {
    std::uint32_t offset;
    std::uint32_t length;       // filled in when the frame ends
    std::uint32_t name_offset;  // what the part is sorted by: a member's name, or a set element's payload
    std::uint32_t name_length;
  };
  struct Frame {
    Type type;
    bool sorted;               // parts came in ascending order so far
    bool expects_name;         // map only
    std::uint32_t start;       // of the tag
    std::uint32_t first_part;  // index in parts_
    std::uint32_t count;
  };

  void before_value(Type type);
  void finish_if_done();
  void text(Type type, std::string_view payload);
  void begin(Type type);
  void end();
  void add_part(std::size_t offset, std::size_t name_offset, std::size_t name_length);
  std::string_view name_of(const Part& part) const {
    return {out_.data() + part.name_offset, part.name_length};
  }
  bool sort_parts();

  AppendBuffer out_;
  std::string scratch_;
  std::vector<Part> parts_;
  std::vector<Frame> frames_;
  bool written_ = false;
};

}  // namespace stator::db::model
