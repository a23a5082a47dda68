// Amazon Ion text of items, as DynamoDB's exports have it and its imports take it (S3DataExport.Output,
// S3DataImport.Format): strings, bools, null, decimals, blobs, lists, structs, and sets as annotated lists.
// Pure; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "db/model/value.h"

namespace stator::db::ion {

// Appends one struct: {Id:103.,Title:"Book",Authors:$dynamodb_SS::["a","b"]}.
void write_map(model::MapView map, std::string* out);

// One line of Ion text, `$ion_1_0 {...}` (the marker may be missing), as DynamoDB JSON: {"Item":{"Id":{"N":"103"},...}}.
// Nothing if it is no Ion text, or has a type that DynamoDB has not; never more than some times as long as
// `text`. What of it is a valid item is for db/attribute_json to say.
std::optional<std::string> to_dynamodb_json(std::string_view text);

}  // namespace stator::db::ion
