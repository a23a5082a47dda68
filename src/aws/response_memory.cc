#include "aws/response_memory.h"

#include "messages/requests.h"

namespace stator::aws {

base::Task<Result<base::Ok>> ResponseMemory::reserve(std::size_t bytes) {
  if (budget_ == nullptr) co_return base::Ok{};
  lease_ = co_await budget_->acquire(bytes);
  if (!lease_.granted()) co_return service_unavailable(messages::kNoMemory);
  co_return base::Ok{};
}

}  // namespace stator::aws
