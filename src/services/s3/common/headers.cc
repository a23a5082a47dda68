#include "services/s3/common/headers.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/protocol/uri.h"
#include "base/ascii.h"
#include "base/utf8.h"
#include "net/http_date.h"
#include "services/s3/common/checksum.h"
#include "services/s3/common/messages.h"
#include "services/s3/common/text.h"

namespace stator::services::s3 {

namespace {

constexpr std::size_t kMaxMetadataBytes = 2048;
constexpr std::size_t kMaxObjectTags = 10, kMaxBucketTags = 50;
constexpr std::size_t kMaxTagKeyCharacters = 128;
constexpr std::size_t kMaxTagValueCharacters = 256;
constexpr std::string_view kMetadataPrefix = "x-amz-meta-";

constexpr std::string_view kStoredHeaders[] = {
    "cache-control", "content-disposition", "content-language",
    "expires",       "content-type",        "x-amz-website-redirect-location",
};

constexpr std::string_view kStorageClasses[] = {
    "STANDARD",   "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING",
    "GLACIER_IR", "EXPRESS_ONEZONE",
};

// What would be a lie to accept.
constexpr std::string_view kUnsupportedPrefixes[] = {"x-amz-server-side-encryption-", "x-amz-object-lock-",
                                                     "x-amz-grant-"};

constexpr std::string_view kEncryptionHeader = "x-amz-server-side-encryption";
constexpr std::string_view kEncryption = "AES256";
constexpr std::string_view kEncryptionsWithKeys[] = {"aws:kms", "aws:kms:dsse", "aws:fsx"};

Result<base::Ok> check_encryption(const net::Header& header) {
  if (header.value == kEncryption) return base::Ok{};
  if (std::ranges::find(kEncryptionsWithKeys, header.value) != std::end(kEncryptionsWithKeys))
    return not_implemented(header.name);
  return invalid_argument(messages::kBadEncryption, kEncryptionHeader, header.value);
}

// aws-chunked is how it came, not what it is.
std::string stored_encoding(std::string_view value) {
  std::string kept;
  while (!value.empty()) {
    const std::size_t comma = value.find(',');
    std::string_view one = value.substr(0, comma);
    value = comma == value.npos ? std::string_view() : value.substr(comma + 1);
    while (one.starts_with(' ')) one.remove_prefix(1);
    while (one.ends_with(' ')) one.remove_suffix(1);
    if (one.empty() || net::equal_ignoring_case(one, "aws-chunked")) continue;
    if (!kept.empty()) kept += ",";
    kept += one;
  }
  return kept;
}

std::size_t characters(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

// Letters and digits of any script, and of ASCII's other characters these.
bool is_tag_text(std::string_view text) {
  constexpr std::string_view kAllowed = " +-=._:/@\t\n\r";
  return base::valid_utf8(text) && std::ranges::all_of(text, [&](char c) {
           const auto byte = static_cast<unsigned char>(c);
           return byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  (c >= '0' && c <= '9') || kAllowed.find(c) != std::string_view::npos;
         });
}

Error invalid_tag(std::string message, std::string_view key) {
  return {400, "InvalidTag", std::move(message), {{"TagKey", std::string(key)}}};
}

bool etag_matches(std::string_view list, std::string_view etag) {
  if (list == "*") return true;
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    std::string_view one = list.substr(0, comma);
    list = comma == list.npos ? std::string_view() : list.substr(comma + 1);
    while (one.starts_with(' ')) one.remove_prefix(1);
    while (one.ends_with(' ')) one.remove_suffix(1);
    if (unquoted(one) == etag) return true;
  }
  return false;
}

}  // namespace

Result<objects::Texts> object_headers(const Request& request) {
  objects::Texts stored;
  std::size_t metadata_bytes = 0;
  for (const net::Header& header : request.http.headers) {
    std::string name = base::lower_ascii(header.name);
    for (const std::string_view prefix : kUnsupportedPrefixes) {
      if (name.starts_with(prefix)) return not_implemented(header.name);
    }
    if (name.starts_with(kMetadataPrefix)) {
      metadata_bytes += name.size() - kMetadataPrefix.size() + header.value.size();
      auto [at, is_new] = stored.emplace(std::move(name), header.value);
      if (!is_new) at->second.append(",").append(header.value);
    } else if (name == "content-encoding") {
      if (std::string kept = stored_encoding(header.value); !kept.empty()) stored[name] = std::move(kept);
    } else if (name == kEncryptionHeader) {
      STATOR_TRY(check_encryption(header));
    } else if (name == "x-amz-storage-class") {
      if (std::ranges::find(kStorageClasses, header.value) == std::end(kStorageClasses))
        return Error{400, "InvalidStorageClass", messages::kInvalidStorageClass, {}};
      if (header.value != "STANDARD") stored[name] = header.value;
    } else if (name == "x-amz-acl") {
      if (header.value != "private" && header.value != "bucket-owner-full-control")
        return Error{400, "AccessControlListNotSupported", messages::kNoAcls, {}};
    } else if (std::ranges::find(kStoredHeaders, name) != std::end(kStoredHeaders)) {
      if (!header.value.empty()) stored[name] = header.value;
    }
  }
  if (metadata_bytes > kMaxMetadataBytes) {
    return Error{
        400,
        "MetadataTooLarge",
        messages::kMetadataTooLarge,
        {{"Size", std::to_string(metadata_bytes)}, {"MaxSizeAllowed", std::to_string(kMaxMetadataBytes)}}};
  }
  for (const auto& [name, value] : stored) {
    if (!base::valid_utf8(value)) return invalid_argument(messages::kHeaderNotUtf8, name, "");
  }
  stored.emplace("content-type", "binary/octet-stream");
  return stored;
}

Result<objects::Texts> tags_of_header(const Request& request) {
  objects::Texts tags;
  const std::string_view header = request.header("x-amz-tagging");
  if (header.empty()) return tags;
  for (auto& [key, value] : aws::protocol::query_parameters(header)) {
    if (key.empty() || !tags.emplace(key, value).second)
      return invalid_argument(messages::kBadTaggingHeader, "x-amz-tagging", header);
  }
  STATOR_TRY(check_tags(tags, Tagged::kObject));
  return tags;
}

Result<base::Ok> check_tags(const objects::Texts& tags, Tagged tagged) {
  const bool is_object = tagged == Tagged::kObject;
  const std::size_t most = is_object ? kMaxObjectTags : kMaxBucketTags;
  if (tags.size() > most) {
    return Error{
        400, "BadRequest", fmt::format(messages::kTooManyTags, is_object ? "Object" : "Bucket", most), {}};
  }
  for (const auto& [key, value] : tags) {
    if (key.empty() || characters(key) > kMaxTagKeyCharacters || !is_tag_text(key))
      return invalid_tag(messages::kBadTagKey, key);
    if (characters(value) > kMaxTagValueCharacters || !is_tag_text(value))
      return Error{
          400, "InvalidTag", messages::kBadTagValue, {{"TagKey", key}, {"TagValue", base::as_utf8(value)}}};
  }
  return base::Ok{};
}

Result<objects::WriteCondition> write_condition(const Request& request) {
  objects::WriteCondition condition;
  if (const auto none = request.http.header("if-none-match")) {
    if (*none != "*") return not_implemented("If-None-Match");
    condition.must_be_absent = true;
  }
  if (const auto match = request.http.header("if-match")) condition.etag = std::string(unquoted(*match));
  return condition;
}

Error write_error(const Request& request, const objects::Error& error) {
  if (error.kind == objects::ErrorKind::kPreconditionFailed && request.http.header("if-match"))
    return precondition_failed("If-Match");
  return request.error(error);
}

Result<base::Ok> check_read_conditions(const Request& request, std::string_view prefix,
                                       const objects::Object& object) {
  const bool is_copy = !prefix.empty();
  const auto condition = [&](std::string_view name) {
    return request.http.header(std::string(prefix) + std::string(name));
  };
  const std::int64_t modified = object.modified_micros / 1'000'000;
  const auto match = condition("if-match");
  if (match && !etag_matches(*match, object.etag)) return precondition_failed("If-Match");
  if (const auto since = condition("if-unmodified-since"); since && !match) {
    const auto time = parse_http_date(*since);
    if (time && modified > *time) return precondition_failed("If-Unmodified-Since");
  }
  const auto none_match = condition("if-none-match");
  if (none_match && etag_matches(*none_match, object.etag))
    return is_copy ? precondition_failed("If-None-Match") : not_modified();
  if (const auto since = condition("if-modified-since"); since && !none_match) {
    const auto time = parse_http_date(*since);
    if (time && modified <= *time) return is_copy ? precondition_failed("If-Modified-Since") : not_modified();
  }
  return base::Ok{};
}

Result<std::optional<Range>> parse_range(std::string_view header, std::uint64_t object_size) {
  constexpr std::string_view kUnit = "bytes=";
  std::string_view text = header;
  if (!text.starts_with(kUnit)) return std::optional<Range>();
  text.remove_prefix(kUnit.size());
  const std::size_t dash = text.find('-');
  if (dash == text.npos || text.find(',') != text.npos) return std::optional<Range>();
  const auto first = parse_number(text.substr(0, dash));
  const auto last = parse_number(text.substr(dash + 1));
  if (dash == 0) {
    if (!last) return std::optional<Range>();
    if (*last == 0 || object_size == 0) return invalid_range(header, object_size);
    const std::uint64_t size = std::min(*last, object_size);
    return std::optional(Range{object_size - size, size});
  }
  if (!first || (dash + 1 < text.size() && !last) || (last && *last < *first)) return std::optional<Range>();
  if (*first >= object_size) return invalid_range(header, object_size);
  const std::uint64_t end = last ? std::min(*last, object_size - 1) : object_size - 1;
  return std::optional(Range{*first, end - *first + 1});
}

void add_object_headers(const Request& request, const objects::Object& object, net::HeaderBlock* headers) {
  headers->add("Last-Modified", net::http_date(object.modified_micros / 1'000'000));
  headers->add("ETag", quoted(object.etag));
  headers->add("Accept-Ranges", "bytes");
  objects::Texts shown = object.headers;
  for (const std::string_view name : {"content-type", "content-language", "expires", "cache-control",
                                      "content-disposition", "content-encoding"}) {
    if (const auto value = request.parameter("response-" + std::string(name)))
      shown[std::string(name)] = *value;
  }
  for (const auto& [name, value] : shown) headers->add(name, value);
  if (!object.tags.empty()) headers->add("x-amz-tagging-count", std::to_string(object.tags.size()));
  add_encryption_header(headers);
}

void add_encryption_header(net::HeaderBlock* headers) { headers->add(kEncryptionHeader, kEncryption); }

void add_checksum_headers(const objects::Checksum& checksum, net::HeaderBlock* headers) {
  const ChecksumAlgorithm* algorithm = find_checksum(checksum.algorithm);
  if (algorithm == nullptr) return;
  headers->add(algorithm->header, checksum.value);
  headers->add("x-amz-checksum-type", checksum.composite ? "COMPOSITE" : "FULL_OBJECT");
}

Result<base::Ok> check_expected_owner(const Request& request) {
  const auto owner = request.http.header("x-amz-expected-bucket-owner");
  if (owner && *owner != request.context.account) return access_denied();
  return base::Ok{};
}

}  // namespace stator::services::s3
