#include "services/s3/ops/delete_objects.h"

#include <algorithm>

#include "services/s3/common/authorization.h"
#include "services/s3/common/headers.h"
#include "services/s3/common/messages.h"
#include "services/s3/common/payload.h"
#include "services/s3/common/text.h"
#include "services/s3/common/version.h"
#include "services/s3/common/xml.h"

namespace stator::services::s3 {

namespace {

constexpr std::string_view kRemoved = "ObjectRemoved:Delete";
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
  std::string version;  // empty: none is named
  objects::WriteCondition condition;
};

// What a Delete document asks for, while it comes.
struct Deletions {
  std::vector<Deletion> all;
  std::optional<Error> problem;  // with a key
  bool quiet = false;

  // False: it is no part of such a document.
  bool add(const XmlElement& element) {
    if (element.name == "Quiet") quiet = element.text == "true";
    if (element.name != "Object") return true;
    Deletion deletion;
    deletion.key = element.child_text("Key");
    deletion.version = element.child_text("VersionId");
    if (deletion.key.empty() || all.size() == kMaxKeys) return false;
    const auto fits = check_key(deletion.key);  // for the whole request, not for the key alone: [assumed]
    if (!fits.ok()) problem = fits.error();
    if (problem) return true;
    if (const XmlElement* etag = element.child("ETag"))
      deletion.condition.etag = std::string(unquoted(etag->text));
    all.push_back(std::move(deletion));
    return true;
  }
};

// What is no id of a version is said of its key alone (versitygw #1636, 2025-11); a version that is not there
// goes (seen on AWS: minio #11086, 2020-12).
base::Task<Result<base::Ok>> remove_one(Service& service, const Request& request, const Deletion& deletion,
                                        const std::string& policy) {
  const bool has_version = !deletion.version.empty();
  STATOR_CO_TRY(authorize_key(request, has_version ? "s3:DeleteObjectVersion" : "s3:DeleteObject",
                              request.bucket, deletion.key, policy, deletion.version));
  if (has_version) {
    STATOR_CO_TRY(check_version_id("VersionId", deletion.version));
  }
  if (has_version && deletion.version != kNullVersion) co_return base::Ok{};
  auto done = co_await service.store.remove(request.bucket_name(), deletion.key, deletion.condition,
                                            cause_of(request, kRemoved));
  if (done.ok()) co_return base::Ok{};
  const Resource resource{request.bucket, deletion.key, ""};
  co_return from_objects(done.error(), resource);
}

}  // namespace

// The object goes, be it there or not. A version that is not there goes as well, and is named in the answer
// (seen on AWS: versitygw #1758, 2026-01).
base::Task<Result<net::Response>> delete_object(Service& service, Request& request) {
  STATOR_CO_ASSIGN(objects::WriteCondition condition, write_condition(request));
  const auto version = request.parameter("versionId");
  if (version && *version != kNullVersion) {
    auto bucket = co_await service.store.find_bucket(request.bucket_name());
    if (!bucket.ok()) co_return request.error(bucket.error());
  } else {
    auto done = co_await service.store.remove(request.bucket_name(), request.key, condition,
                                              cause_of(request, kRemoved));
    if (!done.ok()) co_return write_error(request, done.error());
  }
  net::Response response = empty_response(204);
  if (version) response.headers.add("x-amz-version-id", *version);
  co_return response;
}

base::Task<Result<net::Response>> delete_objects(Service& service, Request& request) {
  if (!has_digest(request)) co_return invalid_request(messages::kMissingDigest);
  auto bucket = co_await service.store.find_bucket(request.bucket_name());
  if (!bucket.ok()) co_return request.error(bucket.error());
  Deletions deletions;
  XmlReader document([&](const XmlElement& element) { return deletions.add(element); });
  Error too_large = malformed_xml();
  TakePiece take = [&](std::string_view piece) { document.feed(piece); };
  auto received = co_await receive_pieces(service, request, ChecksumHeaders::kOfBody, kMaxBodyBytes,
                                          std::move(too_large), std::move(take));
  if (!received.ok()) co_return std::move(received).error();
  const auto root = document.finish();
  if (!root || root->name != "Delete") co_return malformed_xml();
  if (deletions.problem) co_return *deletions.problem;
  if (deletions.all.empty()) co_return malformed_xml();

  const std::string policy = policy_of(request, std::move(*bucket));
  XmlWriter xml("DeleteResult");
  const auto write_names = [&](const Deletion& deletion) {
    xml.text("Key", deletion.key);
    if (!deletion.version.empty()) xml.text("VersionId", deletion.version);
  };
  for (const Deletion& deletion : deletions.all) {
    co_await base::yield();  // policies may be long, and there are a thousand keys
    auto done = co_await remove_one(service, request, deletion, policy);
    if (!done.ok()) {
      xml.open("Error");
      write_names(deletion);
      xml.text("Code", done.error().code).text("Message", done.error().message).close("Error");
    } else if (!deletions.quiet) {
      xml.open("Deleted");
      write_names(deletion);
      xml.close("Deleted");
    }
  }
  co_return xml_response(xml.take());
}

}  // namespace stator::services::s3
