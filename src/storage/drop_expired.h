// Dropping what expires: once in a while, a range that is mostly empty.
#pragma once

#include "storage/engine.h"

namespace stator::storage {

// As Engine::drop_range, but looks first and writes nothing where there is nothing: each range that is
// dropped costs later reads a little. Sees records, not counters: a range with counters alone stays.
base::Task<Result<base::Ok>> drop_expired(Engine& engine, KeyRange range);

}  // namespace stator::storage
