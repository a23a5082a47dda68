// How much memory the responses of operations take that may answer with much.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "aws/request_context.h"
#include "aws/response_memory.h"
#include "db/model/value.h"

namespace stator::services::dynamodb {

// For each byte of an item as stored: its own copy, and its JSON, which can be twice as long.
inline constexpr std::size_t kMemoryPerItemByte = 3;
inline constexpr std::size_t kMaxPageBytes = 1024 * 1024;

// To be awaited before so many items are read, which together have at most `max_bytes`.
inline base::Task<aws::Result<base::Ok>> reserve_response(const aws::RequestContext& context,
                                                          std::size_t items, std::size_t max_bytes) {
  if (context.memory == nullptr) co_return base::Ok{};
  const std::size_t bytes =
      items < max_bytes / db::model::kMaxItemBytes ? items * db::model::kMaxItemBytes : max_bytes;
  auto reserved = co_await context.memory->reserve(bytes * kMemoryPerItemByte);
  co_return reserved;
}

// The same before a page is read of which the request wants `limit` items at most.
inline base::Task<aws::Result<base::Ok>> reserve_page(const aws::RequestContext& context,
                                                      const std::optional<std::int64_t>& limit) {
  return reserve_response(context, static_cast<std::size_t>(limit.value_or(kMaxPageBytes)), kMaxPageBytes);
}

// After reserve_response(), before the response holds so many bytes of items. False if there is no memory
// now.
inline bool grow_response(const aws::RequestContext& context, std::size_t item_bytes) {
  return context.memory == nullptr || context.memory->try_grow_to(item_bytes * kMemoryPerItemByte);
}

}  // namespace stator::services::dynamodb
