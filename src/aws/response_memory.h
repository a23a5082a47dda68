// What one request takes of the byte budget for what it reads and answers. Operations that may answer with
// much ask for it before they read.
#pragma once

#include <cstddef>

#include "aws/error.h"
#include "base/byte_budget.h"
#include "base/task.h"

namespace stator::aws {

// Belongs to one request; not thread-safe.
class ResponseMemory {
 public:
  // nullptr: there is no limit.
  explicit ResponseMemory(base::ByteBudget* budget) : budget_(budget) {}

  // Waits until there are so many bytes, or for as long as the budget lets anybody wait: then the error is
  // one that clients retry. Once a request.
  base::Task<Result<base::Ok>> reserve(std::size_t bytes);

  // After reserve(): false if there are not as many without waiting.
  bool try_grow_to(std::size_t bytes) { return !lease_.granted() || lease_.try_grow_to(bytes); }

  // What goes out with a response of this size.
  base::ByteBudget::Lease take(std::size_t response_bytes) {
    lease_.shrink_to(response_bytes);
    return std::move(lease_);
  }

 private:
  base::ByteBudget* const budget_;
  base::ByteBudget::Lease lease_;
};

}  // namespace stator::aws
