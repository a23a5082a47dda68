// Typed responses to CBOR (RFC 8949), by their shapes, as Smithy RPC v2 CBOR says: every length is known
// before, numbers are as short as they can be (but a float is never shorter than 32 bits, nor an integer),
// times have tag 1. Pure; thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "aws/error.h"
#include "aws/protocol/shape.h"

namespace stator::aws::protocol {

// Writes the members that are there, some of them at a time: a large response must not hold up others.
class CborWriter {
 public:
  // All three live until everything is written. Precondition: no shape of foreign kind.
  CborWriter(const Structure& structure, const void* value, std::string* out);

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
    std::size_t next = 0;  // of its members or elements
  };

  void begin(const Shape& shape, const void* value);
  void open(Kind kind, const void* what, const void* value);
  void open_structure(const Structure& structure, const void* value);
  void write_member(Open& structure);
  void write_element(Open& list);
  void write_entry(Open& map);

  std::string* const out_;
  std::size_t depth_ = 0;
  std::array<Open, kMaxDepth> open_;
};

// Appends all of it.
void write_cbor(const Structure& structure, const void* value, std::string* out);

// {"__type": "com.amazonaws.cloudwatch#ResourceNotFound", "message": "..."} and further members.
std::string error_cbor(const Error& error, std::string_view model_namespace);

// Appends a text. Bytes that are not valid UTF-8 are written as U+FFFD.
void append_cbor_text(std::string_view text, std::string* out);

void append_cbor_integer(std::int64_t number, std::string* out);

// Appends a float of 32 bits where that is the same number, else one of 64.
void append_cbor_double(double number, std::string* out);

}  // namespace stator::aws::protocol
