#include "services/s3/service.h"

#include <algorithm>
#include <array>

#include "aws/measured.h"
#include "base/utf8.h"
#include "services/s3/authentication.h"
#include "services/s3/common/authorization.h"
#include "services/s3/common/headers.h"
#include "services/s3/common/messages.h"
#include "services/s3/common/text.h"
#include "services/s3/common/version.h"
#include "services/s3/common/xml.h"
#include "services/s3/ops/absent_settings.h"
#include "services/s3/ops/bucket_protection.h"
#include "services/s3/ops/bucket_settings.h"
#include "services/s3/ops/buckets.h"
#include "services/s3/ops/copy_object.h"
#include "services/s3/ops/delete_objects.h"
#include "services/s3/ops/get_object.h"
#include "services/s3/ops/list_objects.h"
#include "services/s3/ops/multipart.h"
#include "services/s3/ops/notifications.h"
#include "services/s3/ops/object_attributes.h"
#include "services/s3/ops/post_object.h"
#include "services/s3/ops/put_object.h"

namespace stator::services::s3 {

namespace {

// Those with a marker come before those without.
constexpr Operation kMarkedOperations[] = {kGetBucketLocation,  kDeleteObjects,       kListObjectsV2,
                                           kListObjectVersions, kGetObjectAttributes, kCopyObject};
constexpr Operation kPlainOperations[] = {kListBuckets,  kCreateBucket, kHeadBucket, kDeleteBucket,
                                          kListObjects,  kPutObject,    kGetObject,  kHeadObject,
                                          kDeleteObject, kPostObject};

// Parts of S3 that are not there: asked for by a query parameter that no operation here has.
constexpr std::string_view kUnknownMarkers[] = {
    "accelerate",
    "acl",
    "analytics",
    "attributes",
    "cors",
    "encryption",
    "inventory",
    "lifecycle",
    "legal-hold",
    "logging",
    "metrics",
    "notification",
    "object-lock",
    "policy",
    "policyStatus",
    "publicAccessBlock",
    "replication",
    "requestPayment",
    "restore",
    "retention",
    "select",
    "session",
    "tagging",
    "torrent",
    "uploads",
    "versioning",
    "versions",
    "website",
    "ownershipControls",
    "intelligent-tiering",
    "metadataTable",
    "metadataConfiguration",
    "abac",
    "renameObject",
};

Target target_of(const Request& request) {
  if (request.bucket.empty()) return Target::kService;
  return request.key.empty() ? Target::kBucket : Target::kObject;
}

bool fits(const Operation& operation, const Request& request) {
  if (operation.method != request.http.method || operation.target != target_of(request)) return false;
  if (operation.marker.empty()) return true;
  if (operation.marker.starts_with("x-amz-")) return request.http.header(operation.marker).has_value();
  return request.parameter(operation.marker).has_value();
}

// Seen on AWS: versitygw #1236, #1226 (2025-04).
Result<base::Ok> check_part_and_upload(const Request& request) {
  if (request.http.method != "PUT" || target_of(request) != Target::kObject) return base::Ok{};
  const bool part = request.parameter("partNumber").has_value();
  const bool upload = request.parameter("uploadId").has_value();
  if (upload && !part) return method_not_allowed(request.http.method, "UPLOAD");
  if (part && !upload) return invalid_argument(messages::kPartWithoutUpload, "partNumber", "partNumber");
  return base::Ok{};
}

Result<const Operation*> find_operation(const Request& request) {
  STATOR_TRY(check_part_and_upload(request));
  for (std::span<const Operation> table :
       {std::span<const Operation>(kMultipartOperations), std::span<const Operation>(kSettingsOperations),
        std::span<const Operation>(kAbsentOperations), std::span<const Operation>(kProtectionOperations),
        std::span<const Operation>(kNotificationOperations), std::span<const Operation>(kMarkedOperations)}) {
    const auto at = std::ranges::find_if(table, [&](const Operation& one) { return fits(one, request); });
    if (at != table.end()) return &*at;
  }
  for (const std::string_view marker : kUnknownMarkers) {
    if (request.parameter(marker)) return not_implemented(marker);
  }
  const auto at =
      std::ranges::find_if(kPlainOperations, [&](const Operation& one) { return fits(one, request); });
  if (at != std::end(kPlainOperations)) return &*at;
  constexpr std::array<std::string_view, 3> kTypes = {"SERVICE", "BUCKET", "OBJECT"};
  return method_not_allowed(request.http.method, kTypes[static_cast<std::size_t>(target_of(request))]);
}

// Runs the operation on the version that the request names, if it names one.
base::Task<Result<net::Response>> answer(Service& service, Request& request, const Operation& operation) {
  const bool takes_version = !action_on_version(operation.action).empty();
  const auto version = takes_version ? request.parameter("versionId") : std::nullopt;
  if (version) {
    STATOR_CO_TRY(check_version_id("versionId", *version));
  }
  if (version && *version != kNullVersion && operation.name != "DeleteObject") {
    auto bucket = co_await service.store.find_bucket(request.bucket_name());
    if (!bucket.ok()) co_return request.error(bucket.error());
    co_return no_such_version(request.key, *version);
  }
  auto response = co_await operation.handler(service, request);
  if (version && !response.ok() && response.error().code == "NoSuchKey")
    co_return no_such_version(request.key, *version);
  co_return response;
}

bool says_it_is_missing(const Error& error) {
  return error.code == "NoSuchKey" || error.code == "NoSuchVersion";
}

Error bucket_already_exists(const std::string& bucket) {
  return {409, "BucketAlreadyExists", messages::kBucketNameTaken, {{"BucketName", bucket}}};
}

net::Response error_response(const Error& error, const Request& request) {
  aws::measure_error(request.context, error.code);
  if (error.status == 304) return empty_response(304);
  XmlWriter xml("Error", false);
  xml.text("Code", error.code).text("Message", base::as_utf8(error.message));
  for (const auto& [name, value] : error.details) xml.text(name, base::as_utf8(value));
  xml.text("RequestId", request_id(request.context)).text("HostId", host_id(request.context));
  return net::Response(error.status, "application/xml", xml.take());
}

bool has_s3_scope(std::string_view credential) {
  return credential.find("/s3/aws4_request") != credential.npos ||
         credential.find("%2Fs3%2Faws4_request") != credential.npos ||
         credential.find("%2fs3%2faws4_request") != credential.npos;
}

// Of somebody who does not say who he is, and of a bucket in the path.
bool reads_a_path(const net::Request& request) {
  if (request.method != "GET" && request.method != "HEAD") return false;
  if (request.header("x-amz-target") || request.header("authorization")) return false;
  const std::string_view path = request.path;
  if (!path.starts_with('/')) return false;
  return is_bucket_name(path.substr(1, path.find('/', 1) - 1));
}

bool asks_for_bucket(const Request& request) {
  return request.http.method == "HEAD" && target_of(request) == Target::kBucket;
}

// As reads_a_path(), where nothing is public.
bool asks_for_bucket_in_path(const net::Request& request) {
  const std::string_view path = request.path;
  return request.method == "HEAD" && reads_a_path(request) && path.find('/', 1) >= path.size() - 1;
}

}  // namespace

bool is_for_s3(const net::Request& request) {
  if (request.header("x-amz-target")) return false;
  const std::string_view authorization = aws::header_or_empty(request, "authorization");
  if (!authorization.empty()) return has_s3_scope(authorization) || authorization.starts_with("AWS ");
  if (request.query.find("X-Amz-Credential=") != request.query.npos) return has_s3_scope(request.query);
  if (request.query.find("AWSAccessKeyId=") != request.query.npos || is_form_upload(request)) return true;
  return !virtual_bucket(aws::header_or_empty(request, "host")).empty();
}

base::Task<Result<net::Response>> Endpoint::run(Request& request, aws::RequestContext& context) const {
  STATOR_CO_TRY(locate(&request));
  STATOR_CO_ASSIGN(const Operation* operation, find_operation(request));
  aws::measure_operation(request.context, operation->action, operation->name);
  if (!request.bucket.empty() && !is_bucket_name(request.bucket))
    co_return invalid_bucket_name(request.bucket);
  if (request.form != nullptr) {
    STATOR_CO_TRY(apply_form(&request));
  }
  auto owner = co_await owner_of_bucket(service_, request, request.bucket);
  const bool is_foreign = owner.ok() && *owner != context.account;
  const bool creates = operation->name == "CreateBucket";
  if (is_foreign && !creates) context.account = std::move(*owner);
  STATOR_CO_TRY(check_expected_owner(request));
  auto allowed = co_await authorize(service_, request, *operation);
  if (!allowed.ok()) co_return std::move(allowed).error();
  if (is_foreign && creates) co_return bucket_already_exists(request.bucket);
  auto response = co_await answer(service_, request, *operation);
  if (!response.ok() && says_it_is_missing(response.error())) {
    auto may_know = co_await may_know_it_is_missing(service_, request);
    if (!may_know.ok()) co_return std::move(may_know).error();
  }
  co_return response;
}

bool Endpoint::claims(const net::Request& request) const {
  if (is_for_s3(request)) return true;
  return rules_.authorizer != nullptr ? reads_a_path(request) : asks_for_bucket_in_path(request);
}

base::Task<std::string> Endpoint::region_for_everybody(const Request& request) const {
  const std::string& account = request.context.account;
  objects::BucketName name{account.empty() ? rules_.account : account, request.bucket};
  if (rules_.authorizer != nullptr) {
    auto owner = co_await service_.store.owner_of(name);
    if (owner.ok()) name.account = std::move(*owner);
  }
  auto bucket = co_await service_.store.find_bucket(std::move(name));
  co_return bucket.ok() ? std::move(bucket->region) : std::string();
}

base::Task<net::Response> Endpoint::refuse(Error error, Request& request) const {
  if (request.bucket.empty()) (void)locate(&request);  // who is refused first of all has not been read
  std::string region;
  if (asks_for_bucket(request)) {
    region = co_await region_for_everybody(request);
    if (region.empty() && !request.context.is_signed && error.code == "AccessDenied")
      error = from_objects({objects::ErrorKind::kNoSuchBucket, {}}, request.resource());
  }
  net::Response response = error_response(error, request);
  if (!region.empty()) response.headers.add("x-amz-bucket-region", region);
  co_return response;
}

base::Task<Result<net::Response>> Endpoint::run_form(const net::Request& http,
                                                     aws::RequestContext& context) const {
  FormReader reader(http);
  auto form = co_await reader.read_form();
  if (!form.ok()) co_return std::move(form).error();
  STATOR_CO_TRY(authenticate_form(rules_, *form, &context));
  const std::vector<net::Header> headers = headers_of_form(*form, http);
  net::Request file = http;
  file.headers = headers;
  file.stream = &reader;
  Request posted{file, context, {}, {}, {}, rules_.credentials, &*form, {}, reader.likely_file_bytes()};
  auto result = co_await run(posted, context);
  co_return result;
}

base::Task<net::Response> Endpoint::handle(const net::Request& http, aws::RequestContext& context) const {
  Request request{http, context, {}, {}, {}, rules_.credentials};
  std::optional<Result<net::Response>> result;
  if (http.stream != nullptr && is_form_upload(http)) {
    result = co_await run_form(http, context);
  } else if (auto identified = authenticate(rules_, http, &context); !identified.ok()) {
    result = std::move(identified).error();
  } else {
    result = co_await run(request, context);
  }
  net::Response response;
  if (result->ok()) {
    response = std::move(*result).value();
  } else {
    response = co_await refuse(std::move(*result).error(), request);
  }
  aws::measure_caller(context);
  response.headers.add("x-amz-request-id", request_id(context));
  response.headers.add("x-amz-id-2", host_id(context));
  co_return response;
}

}  // namespace stator::services::s3
