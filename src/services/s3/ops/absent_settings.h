// What a bucket may have on AWS and none has here: rules, configurations, locks. Whoever asks is told what
// AWS says of a bucket where nothing is configured; taking away what is not there is no error.
#pragma once

#include "services/s3/common/request.h"

namespace stator::services::s3 {

// Each looks by the marker what it is about. NoSuchBucket.
base::Task<Result<net::Response>> get_absent_setting(Service& service, Request& request);  // an error says so
base::Task<Result<net::Response>> delete_absent_setting(Service& service, Request& request);
base::Task<Result<net::Response>> get_default_setting(Service& service, Request& request);
// Lists, without any; NoSuchConfiguration for one by its id.
base::Task<Result<net::Response>> get_no_configurations(Service& service, Request& request);
base::Task<Result<net::Response>> delete_no_configuration(Service& service, Request& request);
base::Task<Result<net::Response>> get_no_object_lock(Service& service, Request& request);  // of an object

inline constexpr Operation kAbsentOperations[] = {
    {"GetBucketCors", "s3:GetBucketCORS", "GET", Target::kBucket, "cors", get_absent_setting},
    {"DeleteBucketCors", "s3:PutBucketCORS", "DELETE", Target::kBucket, "cors", delete_absent_setting},
    {"GetBucketWebsite", "s3:GetBucketWebsite", "GET", Target::kBucket, "website", get_absent_setting},
    {"DeleteBucketWebsite", "s3:DeleteBucketWebsite", "DELETE", Target::kBucket, "website",
     delete_absent_setting},
    {"GetBucketLifecycleConfiguration", "s3:GetLifecycleConfiguration", "GET", Target::kBucket, "lifecycle",
     get_absent_setting},
    {"DeleteBucketLifecycle", "s3:PutLifecycleConfiguration", "DELETE", Target::kBucket, "lifecycle",
     delete_absent_setting},
    {"GetBucketReplication", "s3:GetReplicationConfiguration", "GET", Target::kBucket, "replication",
     get_absent_setting},
    {"DeleteBucketReplication", "s3:PutReplicationConfiguration", "DELETE", Target::kBucket, "replication",
     delete_absent_setting},
    {"GetObjectLockConfiguration", "s3:GetBucketObjectLockConfiguration", "GET", Target::kBucket,
     "object-lock", get_absent_setting},
    {"GetBucketLogging", "s3:GetBucketLogging", "GET", Target::kBucket, "logging", get_default_setting},
    {"GetBucketAccelerateConfiguration", "s3:GetAccelerateConfiguration", "GET", Target::kBucket,
     "accelerate", get_default_setting},
    {"GetBucketRequestPayment", "s3:GetBucketRequestPayment", "GET", Target::kBucket, "requestPayment",
     get_default_setting},
    {"ListBucketInventoryConfigurations", "s3:GetInventoryConfiguration", "GET", Target::kBucket, "inventory",
     get_no_configurations},
    {"DeleteBucketInventoryConfiguration", "s3:PutInventoryConfiguration", "DELETE", Target::kBucket,
     "inventory", delete_no_configuration},
    {"ListBucketMetricsConfigurations", "s3:GetMetricsConfiguration", "GET", Target::kBucket, "metrics",
     get_no_configurations},
    {"DeleteBucketMetricsConfiguration", "s3:PutMetricsConfiguration", "DELETE", Target::kBucket, "metrics",
     delete_no_configuration},
    {"ListBucketAnalyticsConfigurations", "s3:GetAnalyticsConfiguration", "GET", Target::kBucket, "analytics",
     get_no_configurations},
    {"DeleteBucketAnalyticsConfiguration", "s3:PutAnalyticsConfiguration", "DELETE", Target::kBucket,
     "analytics", delete_no_configuration},
    {"ListBucketIntelligentTieringConfigurations", "s3:GetIntelligentTieringConfiguration", "GET",
     Target::kBucket, "intelligent-tiering", get_no_configurations},
    {"DeleteBucketIntelligentTieringConfiguration", "s3:PutIntelligentTieringConfiguration", "DELETE",
     Target::kBucket, "intelligent-tiering", delete_no_configuration},
    {"GetObjectRetention", "s3:GetObjectRetention", "GET", Target::kObject, "retention", get_no_object_lock},
    {"GetObjectLegalHold", "s3:GetObjectLegalHold", "GET", Target::kObject, "legal-hold", get_no_object_lock},
};

}  // namespace stator::services::s3
