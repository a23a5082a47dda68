// The one mapping from storage errors to database errors.
#pragma once

#include "db/model/error.h"
#include "storage/engine.h"

namespace stator::db::table {

Error from_storage(const storage::Error& error);

}  // namespace stator::db::table
