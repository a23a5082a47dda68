// Typed responses to CBOR (RFC 8949), by their shapes, as Smithy RPC v2 CBOR says: every length is known
// before, numbers are as short as they can be (but a float is never shorter than 32 bits, nor an integer),
// times have tag 1. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "aws/error.h"
#include "aws/protocol/shape_walk.h"

namespace stator::aws::protocol {

// Precondition: no shape of foreign kind.
class CborWriter : public ShapeWalk<CborWriter> {
 public:
  // All three live until everything is written.
  CborWriter(const Structure& structure, const void* value, std::string* out) : ShapeWalk(out) {
    begin(structure, value);
  }

 private:
  friend ShapeWalk<CborWriter>;

  void open(Level& container);
  void close(const Level&) {}
  void before(const Level& container);
  void after(const Level&) {}
  void scalar(const Shape& shape, const void* value);
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
