#include "services/s3/ops/bucket_settings.h"

#include <functional>

#include "authz/public_policy.h"
#include "base/json_parser.h"
#include "services/s3/common/authorization.h"
#include "services/s3/common/bucket_change.h"
#include "services/s3/common/headers.h"
#include "services/s3/common/messages.h"
#include "services/s3/common/payload.h"
#include "services/s3/common/xml.h"

namespace stator::services::s3 {

namespace {

constexpr std::size_t kMaxPolicyBytes = 20 * 1024;
constexpr std::size_t kMaxTaggingBytes = 256 * 1024;

Error malformed_policy(std::string message) { return {400, "MalformedPolicy", std::move(message), {}}; }

net::Response tagging_response(const objects::Texts& tags) {
  XmlWriter xml("Tagging");
  xml.open("TagSet");
  for (const auto& [key, value] : tags) xml.open("Tag").text("Key", key).text("Value", value).close("Tag");
  xml.close("TagSet");
  return xml_response(xml.take());
}

base::Task<Result<net::Response>> set_object_tags(Service& service, Request& request, objects::Texts tags) {
  const bool is_deletion = request.http.method == "DELETE";
  auto done = co_await service.store.set_tags(
      request.bucket_name(), request.key, std::move(tags),
      cause_of(request, is_deletion ? "ObjectTagging:Delete" : "ObjectTagging:Put"));
  if (!done.ok()) co_return request.error(done.error());
  co_return empty_response(is_deletion ? 204 : 200);
}

}  // namespace

Result<objects::Texts> parse_tags(const std::string& body, Tagged tagged) {
  const auto xml = parse_xml(body);
  const XmlElement* set = xml && xml->name == "Tagging" ? xml->child("TagSet") : nullptr;
  if (set == nullptr) return malformed_xml();
  objects::Texts tags;
  for (const XmlElement& tag : set->children) {
    if (tag.name != "Tag" || tag.child("Key") == nullptr || tag.child("Value") == nullptr)
      return malformed_xml();
    if (!tags.emplace(tag.child_text("Key"), tag.child_text("Value")).second)
      return Error{
          400, "InvalidTag", messages::kDuplicateTag, {{"TagKey", std::string(tag.child_text("Key"))}}};
  }
  STATOR_TRY(check_tags(tags, tagged));
  return tags;
}

// Versioning was never switched on.
base::Task<Result<net::Response>> get_bucket_versioning(Service& service, Request& request) {
  auto bucket = co_await service.store.find_bucket(request.bucket_name());
  if (!bucket.ok()) co_return request.error(bucket.error());
  XmlWriter xml("VersioningConfiguration");
  co_return xml_response(xml.take());
}

// The owner has full control, and nobody else any.
base::Task<Result<net::Response>> get_acl(Service& service, Request& request) {
  if (request.key.empty()) {
    auto bucket = co_await service.store.find_bucket(request.bucket_name());
    if (!bucket.ok()) co_return request.error(bucket.error());
  } else {
    auto object = co_await service.store.find(request.bucket_name(), request.key);
    if (!object.ok()) co_return request.error(object.error());
  }
  const std::string owner = canonical_id(request.context.account);
  XmlWriter xml("AccessControlPolicy");
  xml.open("Owner").text("ID", owner).close("Owner").open("AccessControlList").open("Grant");
  xml.raw(R"(<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser">)");
  xml.text("ID", owner).raw("</Grantee>").text("Permission", "FULL_CONTROL");
  xml.close("Grant").close("AccessControlList");
  co_return xml_response(xml.take());
}

base::Task<Result<net::Response>> get_bucket_policy(Service& service, Request& request) {
  auto bucket = co_await service.store.find_bucket(request.bucket_name());
  if (!bucket.ok()) co_return request.error(bucket.error());
  if (bucket->policy.empty()) co_return no_such_bucket_policy(request.bucket);
  co_return net::Response(200, "application/json", bucket->policy);
}

base::Task<Result<net::Response>> put_bucket_policy(Service& service, Request& request) {
  Error too_large = malformed_policy(messages::kPolicyTooLarge);
  auto body = co_await receive_text(service, request, kMaxPolicyBytes, too_large);
  if (!body.ok()) co_return std::move(body).error();
  base::JsonParser parser;
  const auto root = parser.parse(*body);
  if (!root || !root->is_object()) co_return malformed_policy(messages::kPolicyNoJson);
  STATOR_CO_TRY(check_bucket_policy(*body, request.bucket));
  auto bucket = co_await service.store.find_bucket(request.bucket_name());
  if (!bucket.ok()) co_return request.error(bucket.error());
  // Seen on AWS: torchbox/buckup#18 (2023-06).
  if (bucket->public_access_block && bucket->public_access_block->policy && authz::is_public_document(*body))
    co_return access_denied();
  const std::string policy = *body;
  std::function<void(objects::Bucket&)> how = [policy](objects::Bucket& bucket) { bucket.policy = policy; };
  auto response = co_await change_bucket(service, request, 204, std::move(how));
  co_return response;
}

base::Task<Result<net::Response>> delete_bucket_policy(Service& service, Request& request) {
  std::function<void(objects::Bucket&)> how = [](objects::Bucket& bucket) { bucket.policy.clear(); };
  auto response = co_await change_bucket(service, request, 204, std::move(how));
  co_return response;
}

base::Task<Result<net::Response>> get_bucket_tagging(Service& service, Request& request) {
  auto bucket = co_await service.store.find_bucket(request.bucket_name());
  if (!bucket.ok()) co_return request.error(bucket.error());
  if (bucket->tags.empty())
    co_return Error{404, "NoSuchTagSet", messages::kNoSuchTagSet, {{"BucketName", request.bucket}}};
  co_return tagging_response(bucket->tags);
}

base::Task<Result<net::Response>> put_bucket_tagging(Service& service, Request& request) {
  Error too_large = malformed_xml();
  auto body = co_await receive_text(service, request, kMaxTaggingBytes, too_large);
  if (!body.ok()) co_return std::move(body).error();
  STATOR_CO_ASSIGN(const objects::Texts tags, parse_tags(*body, Tagged::kBucket));
  std::function<void(objects::Bucket&)> how = [tags](objects::Bucket& bucket) { bucket.tags = tags; };
  auto response = co_await change_bucket(service, request, 204, std::move(how));
  co_return response;
}

base::Task<Result<net::Response>> delete_bucket_tagging(Service& service, Request& request) {
  std::function<void(objects::Bucket&)> how = [](objects::Bucket& bucket) { bucket.tags.clear(); };
  auto response = co_await change_bucket(service, request, 204, std::move(how));
  co_return response;
}

base::Task<Result<net::Response>> get_object_tagging(Service& service, Request& request) {
  auto object = co_await service.store.find(request.bucket_name(), request.key);
  if (!object.ok()) co_return request.error(object.error());
  co_return tagging_response(object->tags);
}

base::Task<Result<net::Response>> put_object_tagging(Service& service, Request& request) {
  Error too_large = malformed_xml();
  auto body = co_await receive_text(service, request, kMaxTaggingBytes, too_large);
  if (!body.ok()) co_return std::move(body).error();
  STATOR_CO_ASSIGN(objects::Texts tags, parse_tags(*body, Tagged::kObject));
  auto response = co_await set_object_tags(service, request, std::move(tags));
  co_return response;
}

base::Task<Result<net::Response>> delete_object_tagging(Service& service, Request& request) {
  objects::Texts none;
  auto response = co_await set_object_tags(service, request, std::move(none));
  co_return response;
}

}  // namespace stator::services::s3
