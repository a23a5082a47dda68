// Fences: the lowest epoch that a writer of a table must have planned with.
#pragma once

#include <cstdint>

#include "storage/rocksdb/control.h"

namespace stator::storage::rocks {

ControlWork raise_fence_work(std::uint64_t table, std::uint64_t epoch);

}  // namespace stator::storage::rocks
