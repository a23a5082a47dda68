// The bucket of an export, an import or a bulk put: whose it is, and whether the caller may use it. That is
// decided when the job is asked for; a job of somebody who may not use the bucket begins, and fails
// (S3DataImport.Validation: "Configuration errors").
#pragma once

#include <optional>
#include <string>

#include "aws/request_context.h"
#include "base/task.h"
#include "objects/object_store.h"
#include "transfer/jobs.h"

namespace stator::services::dynamodb {

struct WantedPlace {
  std::string bucket;
  std::string prefix;
  std::string owner;  // S3BucketOwner; empty: the caller
};

// s3:PutObject below <prefix>/AWSDynamoDB. `algorithm`: how the objects will be encrypted, as S3 says it;
// empty: as the bucket says.
base::Task<transfer::Place> place_to_write(objects::ObjectStore& objects, const aws::RequestContext& context,
                                           WantedPlace wanted, std::string algorithm);
// s3:ListBucket, and s3:GetObject of each object that is there with the prefix.
base::Task<transfer::Place> place_to_read(objects::ObjectStore& objects, const aws::RequestContext& context,
                                          WantedPlace wanted);

}  // namespace stator::services::dynamodb
