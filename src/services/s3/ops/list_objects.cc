#include "services/s3/ops/list_objects.h"

#include <fmt/format.h>

#include <algorithm>

#include "services/s3/common/messages.h"
#include "services/s3/common/text.h"
#include "services/s3/common/version.h"
#include "services/s3/common/xml.h"

namespace stator::services::s3 {

namespace {

constexpr std::size_t kMaxKeys = 1000;
constexpr std::uint64_t kMaxInteger = 2'147'483'647;
constexpr std::string_view kTokenMark = "1";  // of the form of continuation tokens

// Names in the answer are encoded if the client asked for it.
class Names {
 public:
  explicit Names(bool encoded) : encoded_(encoded) {}
  std::string operator()(std::string_view name) const {
    return encoded_ ? url_encoded(name) : std::string(name);
  }
  bool encoded() const { return encoded_; }

 private:
  const bool encoded_;
};

void write_owner(const Request& request, XmlWriter* xml) {
  xml->open("Owner").text("ID", canonical_id(request.context.account)).close("Owner");
}

enum class EntryKind { kObject, kVersion };

void write_entries(const Request& request, const objects::Listing& listing, EntryKind kind, bool with_owner,
                   const Names& names, XmlWriter* xml) {
  const std::string_view element = kind == EntryKind::kVersion ? "Version" : "Contents";
  for (const objects::Listing::Entry& entry : listing.objects) {
    const auto storage_class = entry.object.headers.find("x-amz-storage-class");
    xml->open(element).text("Key", names(entry.key));
    if (kind == EntryKind::kVersion) xml->text("VersionId", kNullVersion).flag("IsLatest", true);
    xml->text("LastModified", iso_time(entry.object.modified_micros));
    xml->text("ETag", quoted(entry.object.etag));
    if (!entry.object.checksum.algorithm.empty()) {
      xml->text("ChecksumAlgorithm", entry.object.checksum.algorithm);
      xml->text("ChecksumType", entry.object.checksum.composite ? "COMPOSITE" : "FULL_OBJECT");
    }
    xml->number("Size", entry.object.size);
    xml->text("StorageClass",
              storage_class == entry.object.headers.end() ? "STANDARD" : storage_class->second);
    if (with_owner) write_owner(request, xml);
    xml->close(element);
  }
  for (const std::string& prefix : listing.common_prefixes)
    xml->open("CommonPrefixes").text("Prefix", names(prefix)).close("CommonPrefixes");
}

struct Question {
  objects::ListQuery query;
  std::size_t limit = 0;
  bool encoded = false;
};

Result<Question> common_parameters(const Request& request) {
  Question question;
  STATOR_ASSIGN(question.limit, list_limit(request, "max-keys"));
  STATOR_ASSIGN(question.encoded, wants_url_encoding(request));
  question.query.prefix = request.parameter_or_empty("prefix");
  question.query.delimiter = request.parameter_or_empty("delimiter");
  question.query.limit = std::min(question.limit, kMaxKeys);
  return question;
}

}  // namespace

std::string token_of(std::string_view last) { return base64(std::string(kTokenMark).append(last)); }

Result<std::string> read_token(std::string_view token) {
  auto text = from_base64(token);
  if (!text || !text->starts_with(kTokenMark))
    return invalid_argument(messages::kBadToken, "continuation-token", token);
  return text->substr(kTokenMark.size());
}

Result<std::size_t> list_limit(const Request& request, std::string_view parameter) {
  const auto text = request.parameter(parameter);
  if (!text || text->empty()) return kMaxKeys;
  return list_number(parameter, *text);
}

Result<std::size_t> list_number(std::string_view parameter, std::string_view text) {
  const bool negative = text.starts_with('-');
  const auto number = parse_number(negative ? text.substr(1) : text);
  if (!number || *number > kMaxInteger)
    return invalid_argument(fmt::format(messages::kNoInteger, parameter), parameter, text);
  if (negative && *number > 0)
    return invalid_argument(fmt::format(messages::kIntegerBeyond, parameter), parameter, text);
  return static_cast<std::size_t>(*number);
}

Result<bool> wants_url_encoding(const Request& request) {
  const auto type = request.parameter("encoding-type");
  if (!type || type->empty()) return false;
  if (*type == "url") return true;
  return invalid_argument(messages::kBadEncoding, "encoding-type", *type);
}

base::Task<Result<net::Response>> list_objects(Service& service, Request& request) {
  STATOR_CO_ASSIGN(Question question, common_parameters(request));
  question.query.after = request.parameter_or_empty("marker");
  auto listing = co_await service.store.list(request.bucket_name(), question.query);
  if (!listing.ok()) co_return request.error(listing.error());
  const Names names(question.encoded);
  XmlWriter xml("ListBucketResult");
  xml.text("Name", request.bucket).text("Prefix", names(question.query.prefix));
  xml.text("Marker", names(question.query.after));
  // Without a delimiter the last key is the next marker, and clients know that.
  if (listing->truncated && !question.query.delimiter.empty()) xml.text("NextMarker", names(listing->last));
  xml.number("MaxKeys", question.query.limit);
  if (!question.query.delimiter.empty()) xml.text("Delimiter", names(question.query.delimiter));
  if (names.encoded()) xml.text("EncodingType", "url");
  xml.flag("IsTruncated", listing->truncated);
  write_entries(request, *listing, EntryKind::kObject, true, names, &xml);
  co_return xml_response(xml.take());
}

base::Task<Result<net::Response>> list_objects_v2(Service& service, Request& request) {
  if (request.parameter("list-type") != "2")
    co_return invalid_argument(messages::kBadListType, "list-type", request.parameter_or_empty("list-type"));
  STATOR_CO_ASSIGN(Question question, common_parameters(request));
  const auto token = request.parameter("continuation-token");
  const std::string_view start_after = request.parameter_or_empty("start-after");
  question.query.after = start_after;
  if (token) {
    STATOR_CO_ASSIGN(question.query.after, read_token(*token));
  }
  auto listing = co_await service.store.list(request.bucket_name(), question.query);
  if (!listing.ok()) co_return request.error(listing.error());
  const Names names(question.encoded);
  XmlWriter xml("ListBucketResult");
  xml.text("Name", request.bucket).text("Prefix", names(question.query.prefix));
  if (token) xml.text("ContinuationToken", *token);
  if (listing->truncated) xml.text("NextContinuationToken", token_of(listing->last));
  if (!start_after.empty()) xml.text("StartAfter", names(start_after));
  xml.number("KeyCount", listing->objects.size() + listing->common_prefixes.size());
  xml.number("MaxKeys", question.query.limit);
  if (!question.query.delimiter.empty()) xml.text("Delimiter", names(question.query.delimiter));
  if (names.encoded()) xml.text("EncodingType", "url");
  xml.flag("IsTruncated", listing->truncated);
  const bool with_owner = request.parameter("fetch-owner") == "true";
  write_entries(request, *listing, EntryKind::kObject, with_owner, names, &xml);
  co_return xml_response(xml.take());
}

// The order of elements is that of AWS (versitygw #2178, 2026-06). What the version-id-marker is, makes no
// difference: a key has one version, which the page before ended with.
base::Task<Result<net::Response>> list_object_versions(Service& service, Request& request) {
  STATOR_CO_ASSIGN(Question question, common_parameters(request));
  question.query.after = request.parameter_or_empty("key-marker");
  const std::string_view marker = request.parameter_or_empty("version-id-marker");
  if (!marker.empty() && question.query.after.empty())
    co_return invalid_argument(messages::kVersionMarkerAlone, "version-id-marker", marker);
  if (!marker.empty()) {
    STATOR_CO_TRY(check_version_id("version-id-marker", marker));
  }
  auto listing = co_await service.store.list(request.bucket_name(), question.query);
  if (!listing.ok()) co_return request.error(listing.error());
  const Names names(question.encoded);
  XmlWriter xml("ListVersionsResult");
  xml.text("Name", request.bucket).text("Prefix", names(question.query.prefix));
  xml.text("KeyMarker", names(question.query.after)).text("VersionIdMarker", marker);
  if (listing->truncated) {
    const bool ends_with_key = !listing->objects.empty() && listing->objects.back().key == listing->last;
    xml.text("NextKeyMarker", names(listing->last));
    if (ends_with_key) xml.text("NextVersionIdMarker", kNullVersion);
  }
  xml.number("MaxKeys", question.query.limit);
  if (!question.query.delimiter.empty()) xml.text("Delimiter", names(question.query.delimiter));
  if (names.encoded()) xml.text("EncodingType", "url");
  xml.flag("IsTruncated", listing->truncated);
  write_entries(request, *listing, EntryKind::kVersion, true, names, &xml);
  co_return xml_response(xml.take());
}

}  // namespace stator::services::s3
