// A table's schema, a stream or a backup, as stored bytes: a format byte and one map value (model/value.h),
// so that later versions can add members (docs/formats/catalog.md).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "db/table/backup_registry.h"
#include "db/table/schema.h"
#include "db/table/stream_registry.h"

namespace stator::db::table {

inline constexpr char kSchemaFormat = 1;

std::string encode_schema(const TableSchema& schema);
// Nothing when the bytes are damaged or of a newer format.
std::optional<TableSchema> decode_schema(std::string_view bytes);

std::string encode_stream(const Stream& stream);
std::optional<Stream> decode_stream(std::string_view bytes);

std::string encode_backup(const Backup& backup);
std::optional<Backup> decode_backup(std::string_view bytes);

}  // namespace stator::db::table
