#include "services/s3/ops/multipart.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/digest.h"
#include "services/s3/common/headers.h"
#include "services/s3/common/messages.h"
#include "services/s3/common/payload.h"
#include "services/s3/common/text.h"
#include "services/s3/common/xml.h"
#include "services/s3/ops/copy_object.h"
#include "services/s3/ops/list_objects.h"

namespace stator::services::s3 {

namespace {

constexpr std::size_t kMaxListed = 1000;
constexpr std::size_t kMaxCompleteBytes = 4u << 20;

Result<std::uint32_t> part_number(const Request& request) {
  const std::string_view text = request.parameter_or_empty("partNumber");
  const auto number = parse_number(text);
  if (!number || *number == 0 || *number > objects::kMaxPartNumber) {
    return invalid_argument(messages::kBadPartNumber, "partNumber", text);
  }
  return static_cast<std::uint32_t>(*number);
}

// The algorithm, and whether the checksum is of the parts' checksums.
Result<base::Ok> choose_checksum(const Request& request, objects::Upload* upload) {
  const std::string_view name = request.header("x-amz-checksum-algorithm");
  const std::string_view type = request.header("x-amz-checksum-type");
  const ChecksumAlgorithm* algorithm = name.empty() ? &kDefaultChecksum : find_checksum(name);
  if (algorithm == nullptr || algorithm->header == name) {
    return invalid_request(messages::kBadChecksumAlgorithm);
  }
  const bool always_full = algorithm->kind == base::DigestKind::kCrc64Nvme;
  const bool composite = type.empty() ? !always_full : type == "COMPOSITE";
  const bool possible = composite ? !always_full : algorithm->is_crc;
  if (!possible || (!type.empty() && type != "COMPOSITE" && type != "FULL_OBJECT")) {
    return invalid_request(fmt::format(messages::kChecksumTypeMismatch, type, algorithm->name));
  }
  upload->checksum_algorithm = algorithm->name;
  upload->checksum_composite = composite;
  return base::Ok{};
}

// Of the whole; of each part as well, where that of the whole is made of those.
void set_checksums(const objects::Upload& upload, const std::vector<objects::UploadPart>& parts,
                   objects::Object* object) {
  const ChecksumAlgorithm* algorithm = find_checksum(upload.checksum_algorithm);
  if (algorithm == nullptr) return;
  std::string together;
  std::string combined;
  for (const objects::UploadPart& part : parts) {
    const auto bytes = from_base64(part.checksum.value);
    if (part.checksum.algorithm != algorithm->name || !bytes) return;
    together += *bytes;
    if (!upload.checksum_composite) {
      combined =
          combined.empty() ? *bytes : base::combined_crc(algorithm->kind, combined, *bytes, part.blob.size);
    }
  }
  if (!upload.checksum_composite) {
    object->checksum = {upload.checksum_algorithm, base64(combined), false};
    return;
  }
  const std::string digest = base::digest_of(algorithm->kind, together);
  object->checksum = {upload.checksum_algorithm, fmt::format("{}-{}", base64(digest), parts.size()), true};
  object->part_checksums = std::move(together);
}

// The MD5 of the parts' MD5s, and how many there are.
std::string whole_etag(const std::vector<objects::UploadPart>& parts) {
  base::Digest digest(base::DigestKind::kMd5);
  for (const objects::UploadPart& part : parts) {
    std::string md5;
    for (std::size_t i = 0; i + 1 < part.etag.size(); i += 2)
      md5.push_back(static_cast<char>(std::stoi(part.etag.substr(i, 2), nullptr, 16)));
    digest.update(md5);
  }
  return fmt::format("{}-{}", base::to_hex(digest.finish()), parts.size());
}

// A Part of CompleteMultipartUpload. Nothing if it is none.
std::optional<objects::ChosenPart> read_part(const XmlElement& element) {
  constexpr std::size_t kMaxETagBytes = 64;  // no part has a longer one
  if (element.name != "Part") return std::nullopt;
  const auto number = parse_number(element.child_text("PartNumber"));
  const XmlElement* etag = element.child("ETag");
  if (!number || *number > objects::kMaxPartNumber || etag == nullptr) return std::nullopt;
  return objects::ChosenPart{static_cast<std::uint32_t>(*number),
                             std::string(unquoted(etag->text).substr(0, kMaxETagBytes))};
}

// x-amz-copy-source-range: "bytes=first-last", both there and within the object.
Result<Range> source_range(const Request& request, const objects::Object& object) {
  constexpr std::string_view kUnit = "bytes=";
  const auto header = request.http.header("x-amz-copy-source-range");
  if (!header) return Range{0, object.size};
  const std::string_view text =
      header->starts_with(kUnit) ? header->substr(kUnit.size()) : std::string_view();
  const std::size_t dash = text.find('-');
  const auto first = parse_number(text.substr(0, dash));
  const auto last = parse_number(dash == text.npos ? std::string_view() : text.substr(dash + 1));
  if (!first || !last || *last < *first) {
    return invalid_argument(messages::kBadCopyRange, "x-amz-copy-source-range", *header);
  }
  if (*last >= object.size) {
    return invalid_argument(fmt::format(messages::kCopyRangeBeyond, object.size), "x-amz-copy-source-range",
                            *header);
  }
  return Range{*first, *last - *first + 1};
}

void write_owners(const Request& request, XmlWriter* xml) {
  const std::string id = canonical_id(request.context.account);
  xml->open("Initiator").text("ID", id).close("Initiator");
  xml->open("Owner").text("ID", id).close("Owner");
  xml->text("StorageClass", "STANDARD");
}

base::Task<Result<Payload>> part_payload(Service& service, const Request& request,
                                         const ChecksumAlgorithm& algorithm) {
  if (request.header("x-amz-copy-source").empty()) {
    auto received = co_await receive_blob(service, request, algorithm);
    co_return received;
  }
  auto wanted = [&request](const objects::Object& object) -> Result<Range> {
    STATOR_ASSIGN(const Range range, source_range(request, object));
    if (range.size > kMaxPutBytes) return entity_too_large(range.size, kMaxPutBytes);
    return range;
  };
  auto source = co_await open_copy_source(service, request, wanted);
  if (!source.ok()) co_return std::move(source).error();
  auto copied = co_await copy_bytes(service, request, *source, algorithm);
  co_return copied;
}

// Even a part without bytes is a blob, so that there is something to choose.
base::Task<Result<base::Ok>> add_empty_blob(Service& service, const Request& request, Payload* payload) {
  if (!payload->blobs.empty()) co_return base::Ok{};
  base::Executor& home = *base::Executor::current();
  co_await base::switch_to(service.store.pool());
  auto writer = service.store.new_blob();
  std::optional<blob::Info> info;
  if (writer.ok()) {
    auto finished = (*writer)->finish();
    if (finished.ok()) info = *finished;
  }
  co_await base::switch_to(home);
  if (!writer.ok()) co_return request.error(writer.error());
  if (!info) co_return internal_error();
  payload->blobs.push_back({info->id, info->size, info->crc32c});
  co_return base::Ok{};
}

}  // namespace

base::Task<Result<net::Response>> create_multipart_upload(Service& service, Request& request) {
  objects::Upload upload;
  upload.key = request.key;
  STATOR_CO_ASSIGN(upload.headers, object_headers(request));
  STATOR_CO_ASSIGN(upload.tags, tags_of_header(request));
  STATOR_CO_TRY(choose_checksum(request, &upload));
  const bool asked = request.http.header("x-amz-checksum-algorithm").has_value();
  const std::string algorithm = upload.checksum_algorithm;
  const bool composite = upload.checksum_composite;
  auto id = co_await service.store.create_upload(request.bucket_name(), std::move(upload));
  if (!id.ok()) co_return request.error(id.error());
  XmlWriter xml("InitiateMultipartUploadResult");
  xml.text("Bucket", request.bucket).text("Key", request.key).text("UploadId", *id);
  net::Response response = xml_response(xml.take());
  add_encryption_header(&response.headers);
  if (asked) {
    response.headers.add("x-amz-checksum-algorithm", algorithm);
    response.headers.add("x-amz-checksum-type", composite ? "COMPOSITE" : "FULL_OBJECT");
  }
  co_return response;
}

base::Task<Result<net::Response>> upload_part(Service& service, Request& request) {
  STATOR_CO_ASSIGN(const std::uint32_t number, part_number(request));
  const std::string id(request.parameter_or_empty("uploadId"));
  auto upload = co_await service.store.find_upload(request.bucket_name(), request.key, id);
  if (!upload.ok()) co_return request.error(upload.error());
  const ChecksumAlgorithm* algorithm = find_checksum(upload->checksum_algorithm);
  if (algorithm == nullptr) algorithm = &kDefaultChecksum;
  auto payload = co_await part_payload(service, request, *algorithm);
  if (!payload.ok()) co_return std::move(payload).error();
  auto added = co_await add_empty_blob(service, request, &*payload);
  if (!added.ok()) co_return std::move(added).error();
  objects::UploadPart part;
  part.number = number;
  part.etag = base::to_hex(payload->md5);
  part.checksum = payload->checksum;
  part.blob = payload->blobs.front();
  const std::string etag = part.etag;
  const objects::Checksum checksum = part.checksum;
  auto done = co_await service.store.put_part(request.bucket_name(), request.key, id, std::move(part));
  if (!done.ok()) co_return request.error(done.error());
  net::Response response = empty_response(200);
  if (!request.header("x-amz-copy-source").empty()) {
    XmlWriter xml("CopyPartResult");
    xml.text("LastModified", iso_time(*done)).text("ETag", quoted(etag));
    response = xml_response(xml.take());
    add_encryption_header(&response.headers);
    co_return response;
  }
  response.headers.add("ETag", quoted(etag));
  add_encryption_header(&response.headers);
  if (const ChecksumAlgorithm* used = find_checksum(checksum.algorithm))
    response.headers.add(used->header, checksum.value);
  co_return response;
}

base::Task<Result<net::Response>> complete_multipart_upload(Service& service, Request& request) {
  STATOR_CO_ASSIGN(objects::WriteCondition condition, write_condition(request));
  std::vector<objects::ChosenPart> chosen;
  XmlReader document([&](const XmlElement& element) {
    auto part = read_part(element);
    if (!part || chosen.size() == objects::kMaxPartNumber) return false;
    chosen.push_back(std::move(*part));
    return true;
  });
  Error too_large = malformed_xml();
  TakePiece take = [&](std::string_view piece) { document.feed(piece); };
  // Its headers may tell of the checksum of the object, which is not that of this document.
  auto received = co_await receive_pieces(service, request, ChecksumHeaders::kOfObject, kMaxCompleteBytes,
                                          std::move(too_large), std::move(take));
  if (!received.ok()) co_return std::move(received).error();
  const auto root = document.finish();
  if (!root || root->name != "CompleteMultipartUpload" || chosen.empty()) co_return malformed_xml();
  if (std::ranges::any_of(chosen, [](const objects::ChosenPart& part) { return part.number == 0; }))
    co_return Error{400, "InvalidArgument", messages::kPartNumberTooSmall, {}};
  const std::string id(request.parameter_or_empty("uploadId"));
  objects::ObjectStore::MakeObject make = [](const objects::Upload& upload,
                                             const std::vector<objects::UploadPart>& parts) {
    objects::Object object;
    object.etag = whole_etag(parts);
    set_checksums(upload, parts, &object);
    return objects::Result<objects::Object>(std::move(object));
  };
  auto done = co_await service.store.complete_upload(
      request.bucket_name(), request.key, id, std::move(chosen), condition, make,
      cause_of(request, "ObjectCreated:CompleteMultipartUpload"));
  if (!done.ok()) co_return write_error(request, done.error());
  XmlWriter xml("CompleteMultipartUploadResult");
  xml.text("Location", fmt::format("{}://{}/{}/{}", request.context.scheme(), request.header("host"),
                                   request.bucket, url_encoded(request.key)));
  xml.text("Bucket", request.bucket).text("Key", request.key).text("ETag", quoted(done->etag));
  if (const ChecksumAlgorithm* algorithm = find_checksum(done->checksum.algorithm)) {
    xml.text(algorithm->element, done->checksum.value);
    xml.text("ChecksumType", done->checksum.composite ? "COMPOSITE" : "FULL_OBJECT");
  }
  net::Response response = xml_response(xml.take());
  add_encryption_header(&response.headers);
  co_return response;
}

base::Task<Result<net::Response>> abort_multipart_upload(Service& service, Request& request) {
  const std::string id(request.parameter_or_empty("uploadId"));
  auto done = co_await service.store.abort_upload(request.bucket_name(), request.key, id);
  if (!done.ok()) co_return request.error(done.error());
  co_return empty_response(204);
}

base::Task<Result<net::Response>> list_parts(Service& service, Request& request) {
  STATOR_CO_ASSIGN(const std::size_t asked, list_limit(request, "max-parts"));
  const std::size_t limit = std::min(asked, kMaxListed);
  const std::string_view marker = request.parameter_or_empty("part-number-marker");
  std::size_t after = 0;
  if (!marker.empty()) {
    STATOR_CO_ASSIGN(after, list_number("part-number-marker", marker));
  }
  const std::string id(request.parameter_or_empty("uploadId"));
  // One more tells whether there are more.
  auto parts = co_await service.store.list_parts(request.bucket_name(), request.key, id,
                                                 static_cast<std::uint32_t>(after), limit + 1);
  if (!parts.ok()) co_return request.error(parts.error());
  const bool truncated = parts->size() > limit;
  if (truncated) parts->resize(limit);
  XmlWriter xml("ListPartsResult");
  xml.text("Bucket", request.bucket).text("Key", request.key).text("UploadId", id);
  write_owners(request, &xml);
  xml.number("PartNumberMarker", after);
  xml.number("NextPartNumberMarker", parts->empty() ? 0 : parts->back().number);
  xml.number("MaxParts", limit).flag("IsTruncated", truncated);
  for (const objects::UploadPart& part : *parts) {
    xml.open("Part").number("PartNumber", part.number).text("LastModified", iso_time(part.modified_micros));
    xml.text("ETag", quoted(part.etag)).number("Size", part.blob.size);
    if (const ChecksumAlgorithm* algorithm = find_checksum(part.checksum.algorithm))
      xml.text(algorithm->element, part.checksum.value);
    xml.close("Part");
  }
  co_return xml_response(xml.take());
}

base::Task<Result<net::Response>> list_multipart_uploads(Service& service, Request& request) {
  STATOR_CO_ASSIGN(const std::size_t asked, list_limit(request, "max-uploads"));
  STATOR_CO_ASSIGN(const bool encoded, wants_url_encoding(request));
  const auto name = [&](std::string_view text) { return encoded ? url_encoded(text) : std::string(text); };
  objects::UploadQuery query;
  query.limit = std::min(asked, kMaxListed);
  query.prefix = request.parameter_or_empty("prefix");
  query.delimiter = request.parameter_or_empty("delimiter");
  query.after_key = request.parameter_or_empty("key-marker");
  query.after_id = request.parameter_or_empty("upload-id-marker");
  auto listing = co_await service.store.list_uploads(request.bucket_name(), query);
  if (!listing.ok()) co_return request.error(listing.error());
  XmlWriter xml("ListMultipartUploadsResult");
  xml.text("Bucket", request.bucket).text("KeyMarker", name(query.after_key));
  xml.text("UploadIdMarker", query.after_id);
  if (listing->truncated) {
    const bool prefix_last =
        !listing->common_prefixes.empty() &&
        (listing->uploads.empty() || listing->common_prefixes.back() > listing->uploads.back().key);
    xml.text("NextKeyMarker",
             name(prefix_last ? listing->common_prefixes.back() : listing->uploads.back().key));
    xml.text("NextUploadIdMarker", prefix_last ? "" : listing->uploads.back().id);
  }
  xml.text("Prefix", name(query.prefix));
  if (!query.delimiter.empty()) xml.text("Delimiter", name(query.delimiter));
  if (encoded) xml.text("EncodingType", "url");
  xml.number("MaxUploads", query.limit).flag("IsTruncated", listing->truncated);
  for (const objects::Upload& upload : listing->uploads) {
    xml.open("Upload").text("Key", name(upload.key)).text("UploadId", upload.id);
    write_owners(request, &xml);
    xml.text("Initiated", iso_time(upload.initiated_micros)).close("Upload");
  }
  for (const std::string& prefix : listing->common_prefixes)
    xml.open("CommonPrefixes").text("Prefix", name(prefix)).close("CommonPrefixes");
  co_return xml_response(xml.take());
}

}  // namespace stator::services::s3
