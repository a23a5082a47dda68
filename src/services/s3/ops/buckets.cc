#include "services/s3/ops/buckets.h"

#include <fmt/format.h>

#include <algorithm>

#include "services/s3/common/messages.h"
#include "services/s3/common/payload.h"
#include "services/s3/common/text.h"
#include "services/s3/common/xml.h"
#include "services/s3/ops/list_objects.h"

namespace stator::services::s3 {

namespace {

constexpr std::string_view kFirstRegion = "us-east-1";  // has no location constraint
constexpr std::size_t kMaxConfigurationBytes = 64 * 1024;

std::string_view location_of(std::string_view region) { return region == kFirstRegion ? "" : region; }

// "eu-west-1", "us-gov-east-1": new ones come every year.
bool looks_like_region(std::string_view text) {
  const std::size_t dashes = static_cast<std::size_t>(std::ranges::count(text, '-'));
  return dashes >= 2 && text.back() >= '0' && text.back() <= '9' && std::ranges::all_of(text, [](char c) {
           return c == '-' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
         });
}

// What a CreateBucketConfiguration asks for has to be the region of the request. Texts that are no region,
// nothing among them: seen on AWS, versitygw #1644, #1645 (2025-11).
Result<base::Ok> check_location(const Request& request, const std::string& body) {
  std::string location;
  bool is_region = true;
  if (!body.empty()) {
    const auto xml = parse_xml(body);
    if (!xml || xml->name != "CreateBucketConfiguration") return malformed_xml();
    location = xml->child_text("LocationConstraint");
    if (location == "EU") location = "eu-west-1";
    is_region = xml->child("LocationConstraint") == nullptr || looks_like_region(location);
  }
  if (location == kFirstRegion || !is_region) {
    return Error{
        400, "InvalidLocationConstraint", messages::kInvalidLocation, {{"LocationConstraint", location}}};
  }
  if (location == location_of(request.context.region)) return base::Ok{};
  return Error{400,
               "IllegalLocationConstraintException",
               fmt::format(messages::kIllegalLocation, location.empty() ? "unspecified" : location),
               {}};
}

Result<std::size_t> max_buckets(const Request& request) {
  constexpr std::size_t kMost = 10'000;
  if (request.parameter_or_empty("max-buckets").empty()) return kMost;
  STATOR_ASSIGN(const std::size_t wanted, list_limit(request, "max-buckets"));
  if (wanted >= 1 && wanted <= kMost) return wanted;
  return invalid_argument(messages::kBadMaxBuckets, "max-buckets", request.parameter_or_empty("max-buckets"));
}

}  // namespace

base::Task<Result<net::Response>> list_buckets(Service& service, Request& request) {
  const std::string_view prefix = request.parameter_or_empty("prefix");
  const std::string_view region = request.parameter_or_empty("bucket-region");
  const std::string_view token = request.parameter_or_empty("continuation-token");
  const bool has_limit = !request.parameter_or_empty("max-buckets").empty();
  const bool with_regions = has_limit || !prefix.empty() || !region.empty() || !token.empty();
  STATOR_CO_ASSIGN(const std::size_t limit, max_buckets(request));
  std::string after;
  if (!token.empty()) {
    STATOR_CO_ASSIGN(after, read_token(token));
  }
  auto buckets = co_await service.store.list_buckets(request.context.account);
  if (!buckets.ok()) co_return request.error(buckets.error());
  std::size_t count = 0;
  bool is_cut = false;
  XmlWriter xml("ListAllMyBucketsResult");
  xml.open("Owner").text("ID", canonical_id(request.context.account)).close("Owner");
  xml.open("Buckets");
  for (const objects::Bucket& bucket : *buckets) {
    const std::string& name = bucket.name.name;
    if (!name.starts_with(prefix) || name <= after || (!region.empty() && bucket.region != region)) continue;
    is_cut = with_regions && count == limit;
    if (is_cut) break;
    ++count;
    after = name;
    xml.open("Bucket").text("Name", name).text("CreationDate", iso_time(bucket.created_micros));
    if (with_regions) xml.text("BucketRegion", bucket.region);
    xml.close("Bucket");
  }
  xml.close("Buckets");
  if (is_cut) xml.text("ContinuationToken", token_of(after));
  if (!prefix.empty()) xml.text("Prefix", prefix);
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
