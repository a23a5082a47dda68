// PutBucketNotificationConfiguration and its like: which functions a bucket tells of changes of its objects.
#pragma once

#include "services/s3/common/request.h"

namespace stator::services::s3 {

inline constexpr std::size_t kMaxNotifications = 100;        // of a bucket (Amazon S3 endpoints and quotas)
inline constexpr std::size_t kMaxNotificationIdBytes = 255;  // Stator's own
inline constexpr std::size_t kMaxDestinationBytes = 1024;    // of an ARN: Stator's own
inline constexpr std::size_t kMaxFilterBytes = 1024;         // of a prefix or suffix

base::Task<Result<net::Response>> get_bucket_notifications(Service& service, Request& request);
base::Task<Result<net::Response>> put_bucket_notifications(Service& service, Request& request);

inline constexpr Operation kNotificationOperations[] = {
    {"GetBucketNotificationConfiguration", "s3:GetBucketNotification", "GET", Target::kBucket, "notification",
     get_bucket_notifications},
    {"PutBucketNotificationConfiguration", "s3:PutBucketNotification", "PUT", Target::kBucket, "notification",
     put_bucket_notifications},
};

}  // namespace stator::services::s3
