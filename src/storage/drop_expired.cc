#include "storage/drop_expired.h"

namespace stator::storage {

base::Task<Result<base::Ok>> drop_expired(Engine& engine, KeyRange range) {
  ScanLimits one;
  one.max_entries = 1;
  KeyRange look = range;
  auto oldest = co_await engine.scan(std::move(look), Direction::kForward, one);
  if (!oldest.ok()) co_return std::move(oldest).error();
  if (oldest->entries().empty()) co_return base::Ok{};
  auto dropped = co_await engine.drop_range(std::move(range));
  co_return dropped;
}

}  // namespace stator::storage
