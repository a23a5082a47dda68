#include "services/s3/ops/delete_objects.h"

#include <algorithm>

#include "services/s3/common/authorization.h"
#include "services/s3/common/headers.h"
#include "services/s3/common/messages.h"
#include "services/s3/common/payload.h"
#include "services/s3/common/text.h"
#include "services/s3/common/xml.h"

namespace stator::services::s3 {

namespace {

constexpr std::size_t kMaxKeys = 1000;
constexpr std::size_t kMaxBodyBytes = 2u << 20;

bool has_digest(const Request& request) {
  if (request.http.header("content-md5") || request.http.header("x-amz-trailer")) return true;
  return std::ranges::any_of(kChecksumAlgorithms, [&](const ChecksumAlgorithm& algorithm) {
    return request.http.header(algorithm.header).has_value();
  });
}

struct Deletion {
  std::string key;
  objects::WriteCondition condition;
};

// Nothing if the document is none.
std::optional<std::vector<Deletion>> parse_deletions(const XmlElement& document) {
  std::vector<Deletion> deletions;
  for (const XmlElement& element : document.children) {
    if (element.name != "Object") continue;
    Deletion& deletion = deletions.emplace_back();
    deletion.key = element.child_text("Key");
    if (deletion.key.empty()) return std::nullopt;
    if (const XmlElement* etag = element.child("ETag"))
      deletion.condition.etag = std::string(unquoted(etag->text));
  }
  if (deletions.empty() || deletions.size() > kMaxKeys) return std::nullopt;
  return deletions;
}

}  // namespace

// The object goes, be it there or not.
base::Task<Result<net::Response>> delete_object(Service& service, Request& request) {
  STATOR_CO_ASSIGN(objects::WriteCondition condition, write_condition(request));
  auto done = co_await service.store.remove(request.bucket_name(), request.key, condition);
  if (!done.ok()) co_return write_error(request, done.error());
  co_return empty_response(204);
}

base::Task<Result<net::Response>> delete_objects(Service& service, Request& request) {
  if (!has_digest(request)) co_return invalid_request(messages::kMissingDigest);
  auto bucket = co_await service.store.find_bucket(request.bucket_name());
  if (!bucket.ok()) co_return request.error(bucket.error());
  Error too_large = malformed_xml();
  auto body = co_await receive_text(service, request, kMaxBodyBytes, too_large);
  if (!body.ok()) co_return std::move(body).error();
  const auto document = parse_xml(*body);
  if (!document || document->name != "Delete") co_return malformed_xml();
  const auto deletions = parse_deletions(*document);
  if (!deletions) co_return malformed_xml();
  const bool quiet = document->child_text("Quiet") == "true";

  XmlWriter xml("DeleteResult");
  const auto add_error = [&](const std::string& key, const Error& error) {
    xml.open("Error").text("Key", key).text("Code", error.code).text("Message", error.message).close("Error");
  };
  for (const Deletion& deletion : *deletions) {
    const auto allowed =
        authorize_key(request, "s3:DeleteObject", request.bucket, deletion.key, bucket->policy);
    if (!allowed.ok()) {
      add_error(deletion.key, allowed.error());
      continue;
    }
    auto done = co_await service.store.remove(request.bucket_name(), deletion.key, deletion.condition);
    if (done.ok()) {
      if (!quiet) xml.open("Deleted").text("Key", deletion.key).close("Deleted");
      continue;
    }
    const Resource resource{request.bucket, deletion.key, ""};
    add_error(deletion.key, from_objects(done.error(), resource));
  }
  co_return xml_response(xml.take());
}

}  // namespace stator::services::s3
