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

  XmlWriter xml("DeleteResult");
  const auto add_error = [&](const std::string& key, const Error& error) {
    xml.open("Error").text("Key", key).text("Code", error.code).text("Message", error.message).close("Error");
  };
  for (const Deletion& deletion : deletions.all) {
    co_await base::yield();  // policies may be long, and there are a thousand keys
    const auto allowed =
        authorize_key(request, "s3:DeleteObject", request.bucket, deletion.key, bucket->policy);
    if (!allowed.ok()) {
      add_error(deletion.key, allowed.error());
      continue;
    }
    auto done = co_await service.store.remove(request.bucket_name(), deletion.key, deletion.condition);
    if (done.ok()) {
      if (!deletions.quiet) xml.open("Deleted").text("Key", deletion.key).close("Deleted");
      continue;
    }
    const Resource resource{request.bucket, deletion.key, ""};
    add_error(deletion.key, from_objects(done.error(), resource));
  }
  co_return xml_response(xml.take());
}

}  // namespace stator::services::s3
