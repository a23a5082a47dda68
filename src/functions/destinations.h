// Where records of invocations go: a bucket, under AWS's names.
//
// Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/task.h"
#include "functions/failure.h"
#include "functions/function.h"
#include "functions/roles.h"
#include "objects/object_store.h"

namespace stator::functions {

// "arn:aws:s3:::bucket"; nothing for any other ARN.
std::optional<std::string> bucket_of(std::string_view arn);

class Destinations {
 public:
  // All outlive this.
  Destinations(objects::ObjectStore& objects, Roles& roles, base::Clock& clock)
      : objects_(objects), roles_(roles), clock_(clock) {}

  // Puts `record` into the bucket as "FOLDER/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-UUID", by the role of the
  // function. kDenied, kNotFound (no such bucket).
  base::Task<Result<base::Ok>> put(const Function& function, std::string role_arn, std::string bucket,
                                   std::string folder, std::string record);

 private:
  objects::ObjectStore& objects_;
  Roles& roles_;
  base::Clock& clock_;
};

}  // namespace stator::functions
