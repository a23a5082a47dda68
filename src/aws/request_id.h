// Request ids: unique in one run of the server; not secret.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

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

// A request id in the form of a UUID, which services other than DynamoDB have.
std::string uuid_of(const RequestId& id);

}  // namespace stator::aws
