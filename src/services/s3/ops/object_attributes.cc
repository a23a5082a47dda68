#include "services/s3/ops/object_attributes.h"

#include <algorithm>
#include <set>

#include "net/http_date.h"
#include "services/s3/common/checksum.h"
#include "services/s3/common/messages.h"
#include "services/s3/common/text.h"
#include "services/s3/common/xml.h"

namespace stator::services::s3 {

namespace {

constexpr std::string_view kHeader = "x-amz-object-attributes";
constexpr std::string_view kAttributes[] = {"ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"};
constexpr std::size_t kMaxParts = 1000;

using Names = std::set<std::string_view>;

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// In one header or several, with commas between them. Seen on AWS: versitygw #915, #917 (2024-10).
Result<Names> wanted_attributes(const Request& request) {
  Names names;
  for (const net::Header& header : request.http.headers) {
    if (!net::equal_ignoring_case(header.name, kHeader)) continue;
    std::string_view rest = header.value;
    while (!rest.empty()) {
      const std::size_t comma = rest.find(',');
      const std::string_view name = trimmed(rest.substr(0, comma));
      rest = comma == rest.npos ? std::string_view() : rest.substr(comma + 1);
      if (name.empty()) continue;
      if (std::ranges::find(kAttributes, name) == std::end(kAttributes))
        return invalid_argument(messages::kBadAttribute, kHeader, name);
      names.insert(name);
    }
  }
  if (names.empty()) return invalid_request(messages::kNoAttributes);
  return names;
}

// What is no number counts as not given (seen on AWS: versitygw #1806, 2026-02).
std::size_t number_of_header(const Request& request, std::string_view name, std::size_t otherwise) {
  const auto number = parse_number(request.header(name));
  return number ? static_cast<std::size_t>(*number) : otherwise;
}

void write_checksum(const objects::Checksum& checksum, XmlWriter* xml) {
  const ChecksumAlgorithm* algorithm = find_checksum(checksum.algorithm);
  if (algorithm == nullptr) return;
  xml->open("Checksum").text(algorithm->element, checksum.value);
  xml->text("ChecksumType", checksum.composite ? "COMPOSITE" : "FULL_OBJECT").close("Checksum");
}

// The parts themselves only where they have checksums of their own: else AWS tells how many they are
// (versitygw #1001, 2024-12).
void write_parts(const Request& request, const objects::Object& object, XmlWriter* xml) {
  if (!object.multipart || object.blobs.empty()) return;
  const std::size_t count = object.blobs.size();
  xml->open("ObjectParts").number("PartsCount", count);
  const ChecksumAlgorithm* algorithm = find_checksum(object.checksum.algorithm);
  if (algorithm != nullptr && object.checksum.composite) {
    const std::size_t limit = std::min(number_of_header(request, "x-amz-max-parts", kMaxParts), kMaxParts);
    const std::size_t after = number_of_header(request, "x-amz-part-number-marker", 0);
    const std::size_t first = std::min(after, count);
    const std::size_t end = std::min(first + limit, count);
    const std::size_t checksum_bytes = object.part_checksums.size() / count;
    xml->number("PartNumberMarker", after).number("NextPartNumberMarker", end > first ? end : 0);
    xml->number("MaxParts", limit).flag("IsTruncated", end < count);
    for (std::size_t i = first; i < end; ++i) {
      xml->open("Part");
      if (checksum_bytes > 0) {
        const std::string_view all = object.part_checksums;
        xml->text(algorithm->element, base64(all.substr(i * checksum_bytes, checksum_bytes)));
      }
      xml->number("PartNumber", i + 1).number("Size", object.blobs[i].size).close("Part");
    }
  }
  xml->close("ObjectParts");
}

}  // namespace

base::Task<Result<net::Response>> get_object_attributes(Service& service, Request& request) {
  STATOR_CO_ASSIGN(const Names wanted, wanted_attributes(request));
  auto object = co_await service.store.find(request.bucket_name(), request.key);
  if (!object.ok()) co_return request.error(object.error());
  XmlWriter xml("GetObjectAttributesResponse");
  if (wanted.contains("ETag")) xml.text("ETag", object->etag);
  if (wanted.contains("Checksum")) write_checksum(object->checksum, &xml);
  if (wanted.contains("ObjectParts")) write_parts(request, *object, &xml);
  if (wanted.contains("StorageClass")) {
    const auto stored = object->headers.find("x-amz-storage-class");
    xml.text("StorageClass", stored == object->headers.end() ? "STANDARD" : stored->second);
  }
  if (wanted.contains("ObjectSize")) xml.number("ObjectSize", object->size);
  net::Response response = xml_response(xml.take());
  response.headers.add("Last-Modified", net::http_date(object->modified_micros / 1'000'000));
  co_return response;
}

}  // namespace stator::services::s3
