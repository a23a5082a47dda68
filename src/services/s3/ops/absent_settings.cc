#include "services/s3/ops/absent_settings.h"

#include <algorithm>
#include <span>

#include "base/check.h"
#include "services/s3/common/messages.h"
#include "services/s3/common/xml.h"

namespace stator::services::s3 {

namespace {

// The answer to a question about `marker`.
struct Absence {
  std::string_view marker;
  std::string_view code;
  std::string_view message;
};

constexpr Absence kAbsences[] = {
    {"cors", "NoSuchCORSConfiguration", messages::kNoCors},
    {"website", "NoSuchWebsiteConfiguration", messages::kNoWebsite},
    {"lifecycle", "NoSuchLifecycleConfiguration", messages::kNoLifecycle},
    {"replication", "ReplicationConfigurationNotFoundError", messages::kNoReplication},
    {"object-lock", "ObjectLockConfigurationNotFoundError", messages::kNoObjectLock},
};

struct Default {
  std::string_view marker;
  std::string_view root;
  std::string_view content;  // XML
};

constexpr Default kDefaults[] = {
    {"logging", "BucketLoggingStatus", ""},
    {"accelerate", "AccelerateConfiguration", ""},
    {"requestPayment", "RequestPaymentConfiguration", "<Payer>BucketOwner</Payer>"},
    {"inventory", "ListInventoryConfigurationsResult", "<IsTruncated>false</IsTruncated>"},
    {"metrics", "ListMetricsConfigurationsResult", "<IsTruncated>false</IsTruncated>"},
    {"analytics", "ListBucketAnalyticsConfigurationResult", "<IsTruncated>false</IsTruncated>"},
    {"intelligent-tiering", "ListBucketIntelligentTieringConfigurationsOutput",
     "<IsTruncated>false</IsTruncated>"},
};

template <typename Row>
const Row& row_of(std::span<const Row> rows, const Request& request) {
  const auto at =
      std::ranges::find_if(rows, [&](const Row& row) { return request.parameter(row.marker).has_value(); });
  STATOR_CHECK(at != rows.end());  // the operation was found by one of them
  return *at;
}

Error no_such_configuration() { return {404, "NoSuchConfiguration", messages::kNoSuchConfiguration, {}}; }

}  // namespace

base::Task<Result<net::Response>> get_absent_setting(Service& service, Request& request) {
  auto bucket = co_await service.store.find_bucket(request.bucket_name());
  if (!bucket.ok()) co_return request.error(bucket.error());
  const Absence& absence = row_of(std::span<const Absence>(kAbsences), request);
  co_return Error{
      404, std::string(absence.code), std::string(absence.message), {{"BucketName", request.bucket}}};
}

base::Task<Result<net::Response>> delete_absent_setting(Service& service, Request& request) {
  auto bucket = co_await service.store.find_bucket(request.bucket_name());
  if (!bucket.ok()) co_return request.error(bucket.error());
  co_return empty_response(204);
}

base::Task<Result<net::Response>> get_default_setting(Service& service, Request& request) {
  auto bucket = co_await service.store.find_bucket(request.bucket_name());
  if (!bucket.ok()) co_return request.error(bucket.error());
  const Default& setting = row_of(std::span<const Default>(kDefaults), request);
  XmlWriter xml(setting.root);
  xml.raw(setting.content);
  co_return xml_response(xml.take());
}

base::Task<Result<net::Response>> get_no_configurations(Service& service, Request& request) {
  auto response = co_await get_default_setting(service, request);
  if (response.ok() && request.parameter("id")) co_return no_such_configuration();
  co_return response;
}

base::Task<Result<net::Response>> delete_no_configuration(Service& service, Request& request) {
  auto bucket = co_await service.store.find_bucket(request.bucket_name());
  if (!bucket.ok()) co_return request.error(bucket.error());
  co_return no_such_configuration();
}

base::Task<Result<net::Response>> get_no_object_lock(Service& service, Request& request) {
  auto bucket = co_await service.store.find_bucket(request.bucket_name());
  if (!bucket.ok()) co_return request.error(bucket.error());
  co_return invalid_request(messages::kObjectLockMissing);
}

}  // namespace stator::services::s3
