// A record as GetRecords and triggers show it (rule 114). Pure.
#pragma once

#include <string>

#include "db/stream/streams.h"

namespace stator::db::stream {

// Appends {"eventID": ..., "dynamodb": {...}}.
void write_record(const Stream& stream, const Record& record, std::string* out);

}  // namespace stator::db::stream
