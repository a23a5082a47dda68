// Request ids: unique in one run of the server; not secret.
#pragma once

#include <atomic>
#include <cstdint>

#include "aws/request_context.h"

namespace stator::aws {

// Thread-safe. The same seed gives the same sequence.
class RequestIdSource {
 public:
  explicit RequestIdSource(std::uint64_t seed) : next_(seed) {}
  RequestId next();

 private:
  std::atomic<std::uint64_t> next_;
};

}  // namespace stator::aws
