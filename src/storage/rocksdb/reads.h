// Reads of one page each. With Tier::kCache they never touch the disk and give nothing where they would have
// to; the caller then asks again with Tier::kDisk on a thread that may wait. Thread-safe.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "storage/engine.h"
#include "storage/rocksdb/database.h"

namespace stator::storage::rocks {

enum class Tier { kCache, kDisk };

template <typename T>
using MaybeRead = std::optional<Result<T>>;

MaybeRead<Record> read_one(Database& database, std::string_view key, Tier tier);
MaybeRead<std::vector<Record>> read_many(Database& database, std::span<const std::string_view> keys,
                                         Tier tier);
MaybeRead<ScanPage> read_page(Database& database, const KeyRange& range, Direction direction,
                              ScanLimits limits, Tier tier);
MaybeRead<std::int64_t> read_counter(Database& database, std::string_view key, Tier tier);

}  // namespace stator::storage::rocks
