// Who reads the data of a table in the background: backups that are being made, tables that are being
// restored. It stays as long as somebody reads it, even of a deleted table, and so does its history. Stored,
// so that it holds over restarts.
#pragma once

#include <cstdint>

#include "base/task.h"
#include "db/model/error.h"
#include "storage/engine.h"

namespace stator::db::table {

// For the commit that begins the work, and the one that ends it. `reader`: the id under which it writes.
storage::Write begin_reading(std::uint32_t table_id, std::uint32_t reader);
storage::Write end_reading(std::uint32_t table_id, std::uint32_t reader);

base::Task<Result<bool>> has_readers(storage::Engine& engine, std::uint32_t table_id);

}  // namespace stator::db::table
