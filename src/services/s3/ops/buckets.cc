#include "services/s3/ops/buckets.h"

#include <fmt/format.h>

#include "services/s3/common/messages.h"
#include "services/s3/common/payload.h"
#include "services/s3/common/text.h"
#include "services/s3/common/xml.h"

namespace stator::services::s3 {

namespace {

constexpr std::string_view kFirstRegion = "us-east-1";  // has no location constraint
constexpr std::size_t kMaxConfigurationBytes = 64 * 1024;

std::string_view location_of(std::string_view region) { return region == kFirstRegion ? "" : region; }

// What a CreateBucketConfiguration asks for has to be the region of the request.
Result<base::Ok> check_location(const Request& request, const std::string& body) {
  std::string location;
  if (!body.empty()) {
    const auto xml = parse_xml(body);
    if (!xml || xml->name != "CreateBucketConfiguration") return malformed_xml();
    location = xml->child_text("LocationConstraint");
  }
  if (location == "EU") location = "eu-west-1";
  if (location == kFirstRegion) {
    return Error{
        400, "InvalidLocationConstraint", messages::kInvalidLocation, {{"LocationConstraint", location}}};
  }
  if (location == location_of(request.context.region)) return base::Ok{};
  return Error{400,
               "IllegalLocationConstraintException",
               fmt::format(messages::kIllegalLocation, location.empty() ? "unspecified" : location),
               {}};
}

}  // namespace

base::Task<Result<net::Response>> list_buckets(Service& service, Request& request) {
  auto buckets = co_await service.store.list_buckets(request.context.account);
  if (!buckets.ok()) co_return request.error(buckets.error());
  const std::string_view prefix = request.parameter_or_empty("prefix");
  XmlWriter xml("ListAllMyBucketsResult");
  xml.open("Owner").text("ID", canonical_id(request.context.account)).close("Owner");
  xml.open("Buckets");
  for (const objects::Bucket& bucket : *buckets) {
    if (!bucket.name.name.starts_with(prefix)) continue;
    xml.open("Bucket").text("Name", bucket.name.name);
    xml.text("CreationDate", iso_time(bucket.created_micros)).close("Bucket");
  }
  xml.close("Buckets");
  co_return xml_response(xml.take());
}

base::Task<Result<net::Response>> create_bucket(Service& service, Request& request) {
  if (!is_bucket_name(request.bucket)) co_return invalid_bucket_name(request.bucket);
  Error too_large = malformed_xml();
  auto body = co_await receive_text(service, request, kMaxConfigurationBytes, too_large);
  if (!body.ok()) co_return std::move(body).error();
  STATOR_CO_TRY(check_location(request, *body));
  auto created = co_await service.store.create_bucket(request.bucket_name(), request.context.region);
  if (!created.ok()) {
    // In the first region creating it again is no error.
    const bool again = created.error().kind == objects::ErrorKind::kBucketExists;
    if (!again || request.context.region != kFirstRegion) co_return request.error(created.error());
  }
  net::Response response = empty_response(200);
  response.headers.add("Location", "/" + request.bucket);
  co_return response;
}

base::Task<Result<net::Response>> head_bucket(Service& service, Request& request) {
  auto bucket = co_await service.store.find_bucket(request.bucket_name());
  if (!bucket.ok()) co_return request.error(bucket.error());
  net::Response response = empty_response(200);
  response.headers.add("x-amz-bucket-region", bucket->region);
  response.headers.add("x-amz-access-point-alias", "false");
  co_return response;
}

base::Task<Result<net::Response>> delete_bucket(Service& service, Request& request) {
  auto deleted = co_await service.store.delete_bucket(request.bucket_name());
  if (!deleted.ok()) co_return request.error(deleted.error());
  co_return empty_response(204);
}

base::Task<Result<net::Response>> get_bucket_location(Service& service, Request& request) {
  auto bucket = co_await service.store.find_bucket(request.bucket_name());
  if (!bucket.ok()) co_return request.error(bucket.error());
  std::string xml = R"(<?xml version="1.0" encoding="UTF-8"?>)";
  xml.append("\n").append(R"(<LocationConstraint xmlns=")");
  xml.append(kNamespace).append("\">").append(location_of(bucket->region)).append("</LocationConstraint>");
  co_return xml_response(std::move(xml));
}

}  // namespace stator::services::s3
