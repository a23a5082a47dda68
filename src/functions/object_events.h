// Events of objects that functions are told: in the words of S3, and put into the queue of events by the
// commit that changes the object.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
#pragma once

#include <string>

#include "functions/async_invoker.h"
#include "functions/registry.h"
#include "objects/notification.h"

namespace stator::functions {

// Thread-safe.
class ObjectEvents final : public objects::EventSink {
 public:
  // Both outlive this. `enforced`: the policies of functions have to allow s3.amazonaws.com.
  ObjectEvents(Registry& registry, AsyncInvoker& invoker, bool enforced)
      : registry_(registry), invoker_(invoker), enforced_(enforced) {}

  // Whether the function is there, and may be invoked for the bucket.
  base::Task<Result<bool>> may_tell(std::string function_arn, objects::BucketName bucket);

  void add_to(storage::Commit* commit, const objects::ObjectEvent& event) override;
  void maybe_committed(std::int64_t micros) override { invoker_.were_added(micros / 1000); }

 private:
  Registry& registry_;
  AsyncInvoker& invoker_;
  const bool enforced_;
};

// {"Records": [...]}
std::string event_json(const objects::ObjectEvent& event);

}  // namespace stator::functions
