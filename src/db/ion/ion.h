// Amazon Ion text of items, as DynamoDB's exports have it and its imports take it (S3DataExport.Output,
// S3DataImport.Format): strings, bools, null, decimals, blobs, lists, structs, and sets as annotated lists.
// Pure; thread-safe.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "db/model/value.h"

namespace stator::db::ion {

// Levels of an attribute value (model::nesting_depth) that are read. More than an item may have, so that it
// is db/attribute_json that says so of most.
inline constexpr int kMaxDepth = 2 * model::kMaxNestingDepth;
// JSON may be so many times as long as the Ion text that it is made of.
inline constexpr std::size_t kMaxGrowth = 6;

// Appends one struct, without white space: {Id:103.,Title:"Book",Authors:$dynamodb_SS::["a","b"]}. Never a
// line end. Decimals have the shape that Ion's own libraries give them: 103. and 6d2 (as in the guide), 0.5,
// 1d-7.
void write_map(model::MapView map, std::string* out);

// One line of Ion text, `$ion_1_0 {...}` (the marker may be missing), as DynamoDB JSON:
// {"Item":{"Id":{"N":"103"},...}}. Fields of the outer struct are structs of attributes. Nothing if it is no
// Ion text in UTF-8, or has a type that DynamoDB has not. Of an import's numbers only decimals are taken:
// ints are none (S3DataImport.Format; it was seen to refuse id:1 and to take id:1.,
// amazon-ion/ion-python#363), nor are floats. null is NULL, also as the null of a type that DynamoDB has;
// annotations that are not of sets say nothing. A field may stand twice.
//
// What of it is a valid item is for db/attribute_json to say, which finds no wrong type in it.
std::optional<std::string> to_dynamodb_json(std::string_view text);
// The same, but a field of the outer struct that is no struct is a value:
// {"ConditionExpression":{"S":"..."}}.
std::optional<std::string> to_dynamodb_json_with_values(std::string_view text);

}  // namespace stator::db::ion
