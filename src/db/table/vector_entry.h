// Entries of vector indexes: the vector and the attributes of the search schema of one item, as stored. What
// the index projects is not in them; it is read from the item once it is found. docs/formats/keys.md,
// docs/formats/item.md. Pure.
//
//   value = 01 | size u32 | length of the item's key behind its header u16 | f32 each | map of the search
//   schema
//
// Integers and floats are little-endian.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/model/error.h"
#include "db/model/value.h"
#include "db/table/item_keys.h"
#include "db/table/schema.h"

namespace stator::db::table {

// The least that writing an entry consumes (seen 2026-08, ExtendDB/extenddb#244, which quotes answers of
// AWS).
inline constexpr double kLeastVectorWriteBytes = 1024;
double vector_write_bytes(std::size_t entry_bytes);

// What is wrong with an item's vector attribute: no list, another number of elements, an element that is no
// number or too large for f32. An item without the attribute is right. Errors: kValidation.
Result<base::Ok> check_vector(const VectorSpec& vector, model::ItemView item);

// The number as f32, rounded to nearest; nothing if it is too large. Numbers too small for f32 become 0.
std::optional<float> to_float(model::ValueView number);

// The entry of an item with a valid HASH, if the index has one; nothing without a proper vector.
// size_bytes: four for each dimension, and the projected attributes but the vector.
std::optional<IndexEntry> vector_entry(const TableSchema& table, const IndexSchema& index,
                                       model::ItemView item);

// The same without the value, for an item whose entry is replaced: no number is converted.
std::optional<IndexEntry> vector_place(const TableSchema& table, const IndexSchema& index,
                                       model::ItemView item);
// Whether two images of one item with entries have the same vector and search schema.
bool same_vector(const IndexSchema& index, model::ItemView before, model::ItemView after);

// A stored value, read in place. Precondition of all but valid(): valid() for the index's dimensions.
class VectorEntryView {
 public:
  explicit VectorEntryView(std::string_view value) : value_(value) {}

  // Whether the bytes are an entry of an index of so many dimensions, as far as that can be seen.
  bool valid(std::uint32_t dimensions) const;
  std::size_t size_bytes() const;
  // The floats, not aligned.
  std::string_view vector(std::uint32_t dimensions) const;
  model::ItemView attributes(std::uint32_t dimensions) const;  // of the search schema
  // The key of the item whose entry has this key.
  std::string item_key(const TableSchema& table, std::string_view entry_key) const;

 private:
  std::string_view value_;
};

}  // namespace stator::db::table
