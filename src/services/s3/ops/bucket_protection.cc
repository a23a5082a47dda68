#include "services/s3/ops/bucket_protection.h"

#include <functional>
#include <utility>

#include "authz/public_policy.h"
#include "services/s3/common/bucket_change.h"
#include "services/s3/common/messages.h"
#include "services/s3/common/payload.h"
#include "services/s3/common/xml.h"

namespace stator::services::s3 {

namespace {

using objects::PublicAccessBlock;

constexpr std::size_t kMaxProtectionBytes = 64 * 1024;
constexpr std::string_view kEncryption = "AES256";              // what every answer about an object says, too
constexpr std::string_view kOwnership = "BucketOwnerEnforced";  // access control lists have no say here

constexpr std::pair<std::string_view, bool PublicAccessBlock::*> kSettings[] = {
    {"BlockPublicAcls", &PublicAccessBlock::acls},
    {"IgnorePublicAcls", &PublicAccessBlock::ignored_acls},
    {"BlockPublicPolicy", &PublicAccessBlock::policy},
    {"RestrictPublicBuckets", &PublicAccessBlock::restricted},
};

Result<bool> read_flag(const XmlElement& root, std::string_view name) {
  const std::string text = root.child_text(name);
  if (text.empty() || text == "false" || text == "FALSE") return false;
  if (text == "true" || text == "TRUE") return true;
  return malformed_xml();
}

Result<PublicAccessBlock> read_block(const std::string& body) {
  const auto xml = parse_xml(body);
  if (!xml || xml->name != "PublicAccessBlockConfiguration") return malformed_xml();
  PublicAccessBlock block;
  for (const auto& [name, member] : kSettings) {
    STATOR_ASSIGN(block.*member, read_flag(*xml, name));
  }
  return block;
}

// Whether a key of the bucket is used: nothing else can be chosen.
Result<bool> read_encryption(const std::string& body) {
  const auto xml = parse_xml(body);
  const XmlElement* rule =
      xml && xml->name == "ServerSideEncryptionConfiguration" ? xml->child("Rule") : nullptr;
  if (rule == nullptr || xml->children.size() != 1) return malformed_xml();
  const XmlElement* algorithm = rule->child("ApplyServerSideEncryptionByDefault");
  if (algorithm != nullptr && algorithm->child_text("SSEAlgorithm") != kEncryption) {
    if (!algorithm->child_text("SSEAlgorithm").starts_with("aws:kms")) return malformed_xml();
    return not_implemented("SSEAlgorithm");
  }
  return read_flag(*rule, "BucketKeyEnabled");
}

Result<base::Ok> read_ownership(const std::string& body) {
  const auto xml = parse_xml(body);
  const XmlElement* rule = xml && xml->name == "OwnershipControls" ? xml->child("Rule") : nullptr;
  if (rule == nullptr || xml->children.size() != 1) return malformed_xml();
  const std::string ownership = rule->child_text("ObjectOwnership");
  if (ownership == kOwnership) return base::Ok{};
  if (ownership != "BucketOwnerPreferred" && ownership != "ObjectWriter") return malformed_xml();
  return not_implemented("ObjectOwnership");
}

base::Task<Result<std::string>> receive(Service& service, Request& request) {
  Error too_large = malformed_xml();
  auto body = co_await receive_text(service, request, kMaxProtectionBytes, too_large);
  co_return body;
}

}  // namespace

base::Task<Result<net::Response>> get_public_access_block(Service& service, Request& request) {
  auto bucket = co_await service.store.find_bucket(request.bucket_name());
  if (!bucket.ok()) co_return request.error(bucket.error());
  if (!bucket->public_access_block) {
    co_return Error{404,
                    "NoSuchPublicAccessBlockConfiguration",
                    messages::kNoPublicAccessBlock,
                    {{"BucketName", request.bucket}}};
  }
  XmlWriter xml("PublicAccessBlockConfiguration");
  for (const auto& [name, member] : kSettings) xml.flag(name, (*bucket->public_access_block).*member);
  co_return xml_response(xml.take());
}

base::Task<Result<net::Response>> put_public_access_block(Service& service, Request& request) {
  auto body = co_await receive(service, request);
  if (!body.ok()) co_return std::move(body).error();
  STATOR_CO_ASSIGN(const PublicAccessBlock block, read_block(*body));
  std::function<void(objects::Bucket&)> how = [block](objects::Bucket& bucket) {
    bucket.public_access_block = block;
  };
  auto response = co_await change_bucket(service, request, 200, std::move(how));
  co_return response;
}

base::Task<Result<net::Response>> delete_public_access_block(Service& service, Request& request) {
  std::function<void(objects::Bucket&)> how = [](objects::Bucket& bucket) {
    bucket.public_access_block.reset();
  };
  auto response = co_await change_bucket(service, request, 204, std::move(how));
  co_return response;
}

base::Task<Result<net::Response>> get_bucket_policy_status(Service& service, Request& request) {
  auto bucket = co_await service.store.find_bucket(request.bucket_name());
  if (!bucket.ok()) co_return request.error(bucket.error());
  if (bucket->policy.empty()) co_return no_such_bucket_policy(request.bucket);
  XmlWriter xml("PolicyStatus");
  xml.flag("IsPublic", authz::is_public_document(bucket->policy));
  co_return xml_response(xml.take());
}

base::Task<Result<net::Response>> get_bucket_encryption(Service& service, Request& request) {
  auto bucket = co_await service.store.find_bucket(request.bucket_name());
  if (!bucket.ok()) co_return request.error(bucket.error());
  XmlWriter xml("ServerSideEncryptionConfiguration");
  xml.open("Rule").open("ApplyServerSideEncryptionByDefault").text("SSEAlgorithm", kEncryption);
  xml.close("ApplyServerSideEncryptionByDefault").flag("BucketKeyEnabled", bucket->uses_bucket_key);
  xml.close("Rule");
  co_return xml_response(xml.take());
}

base::Task<Result<net::Response>> put_bucket_encryption(Service& service, Request& request) {
  auto body = co_await receive(service, request);
  if (!body.ok()) co_return std::move(body).error();
  STATOR_CO_ASSIGN(const bool uses_key, read_encryption(*body));
  std::function<void(objects::Bucket&)> how = [uses_key](objects::Bucket& bucket) {
    bucket.uses_bucket_key = uses_key;
  };
  auto response = co_await change_bucket(service, request, 200, std::move(how));
  co_return response;
}

base::Task<Result<net::Response>> delete_bucket_encryption(Service& service, Request& request) {
  std::function<void(objects::Bucket&)> how = [](objects::Bucket& bucket) { bucket.uses_bucket_key = false; };
  auto response = co_await change_bucket(service, request, 204, std::move(how));
  co_return response;
}

base::Task<Result<net::Response>> get_ownership_controls(Service& service, Request& request) {
  auto bucket = co_await service.store.find_bucket(request.bucket_name());
  if (!bucket.ok()) co_return request.error(bucket.error());
  XmlWriter xml("OwnershipControls");
  xml.open("Rule").text("ObjectOwnership", kOwnership).close("Rule");
  co_return xml_response(xml.take());
}

base::Task<Result<net::Response>> put_ownership_controls(Service& service, Request& request) {
  auto body = co_await receive(service, request);
  if (!body.ok()) co_return std::move(body).error();
  auto bucket = co_await service.store.find_bucket(request.bucket_name());
  if (!bucket.ok()) co_return request.error(bucket.error());
  STATOR_CO_TRY(read_ownership(*body));
  co_return empty_response(200);
}

}  // namespace stator::services::s3
