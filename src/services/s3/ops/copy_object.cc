#include "services/s3/ops/copy_object.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "objects/storage_errors.h"
#include "services/s3/common/authorization.h"
#include "services/s3/common/messages.h"
#include "services/s3/common/text.h"
#include "services/s3/common/version.h"
#include "services/s3/common/xml.h"

namespace stator::services::s3 {

namespace {

constexpr std::size_t kStepBytes = 256 * 1024;
constexpr std::uint64_t kMaxCopyBytes = kMaxPutBytes;

Result<bool> replaces(const Request& request, std::string_view header) {
  const std::string_view directive = request.header(header);
  if (directive.empty() || directive == "COPY") return false;
  if (directive == "REPLACE") return true;
  const bool metadata = header == "x-amz-metadata-directive";
  return invalid_argument(metadata ? messages::kMetadataDirective : messages::kTaggingDirective, header,
                          directive);
}

Resource resource_of(const CopySource& source) { return {source.bucket.name, source.key, ""}; }

// A blob while it is made. Used on the pool.
class Copy {
 public:
  Copy(objects::ObjectStore& store, const ChecksumAlgorithm& algorithm)
      : store_(store), algorithm_(algorithm), checksum_(algorithm.kind) {}

  objects::Result<base::Ok> append(std::string_view bytes) {
    if (!writer_) {
      STATOR_ASSIGN(writer_, store_.new_blob());
    }
    size_ += bytes.size();
    md5_.update(bytes);
    checksum_.update(bytes);
    auto written = writer_->append(bytes);
    if (!written.ok()) return objects::from_blob(written.error());
    return base::Ok{};
  }

  objects::Result<Payload> finish() {
    Payload payload;
    payload.size = size_;
    payload.md5 = md5_.finish();
    payload.checksum = {std::string(algorithm_.name), base64(checksum_.finish()), false};
    if (!writer_) return payload;
    auto info = writer_->finish();
    if (!info.ok()) return objects::from_blob(info.error());
    payload.blobs.push_back({info->id, info->size, info->crc32c});
    return payload;
  }

 private:
  objects::ObjectStore& store_;
  const ChecksumAlgorithm& algorithm_;
  std::unique_ptr<blob::Writer> writer_;
  std::uint64_t size_ = 0;
  base::Digest md5_{base::DigestKind::kMd5};
  base::Digest checksum_;
};

}  // namespace

base::Task<Result<CopySource>> open_copy_source(Service& service, const Request& request,
                                                WantedRange wanted) {
  const std::string_view header = request.header("x-amz-copy-source");
  auto names = split_source(header);
  if (!names) {
    const bool only_bucket = is_bucket_name(header);
    co_return invalid_argument(only_bucket ? messages::kBadCopySourceKey : messages::kBadCopySource,
                               "x-amz-copy-source", header);
  }
  const auto version = version_of_source(header);
  if (version) {
    STATOR_CO_TRY(check_version_id("x-amz-copy-source", *version));
  }
  CopySource source;
  source.bucket.account = request.context.account;
  source.bucket.name = std::move(names->first);
  auto owner = co_await owner_of_bucket(service, request, source.bucket.name);
  if (owner.ok()) source.bucket.account = std::move(*owner);
  source.key = std::move(names->second);
  if (version && *version != kNullVersion) {
    auto bucket = co_await service.store.find_bucket(source.bucket);
    if (!bucket.ok()) co_return from_objects(bucket.error(), resource_of(source));
    co_return no_such_version(source.key, *version);
  }
  std::optional<Error> refused;
  auto choose = [&](const objects::Object& object) -> std::optional<objects::ObjectStore::ByteRange> {
    auto allowed = check_read_conditions(request, "x-amz-copy-source-", object);
    if (!allowed.ok()) refused = std::move(allowed).error();
    if (refused) return std::nullopt;
    auto range = wanted(object);
    if (range.ok()) return objects::ObjectStore::ByteRange{range->first, range->size};
    refused = std::move(range).error();
    return std::nullopt;
  };
  auto opened = co_await service.store.find_and_open(source.bucket, source.key, choose);
  if (!opened.ok() && version && opened.error().kind == objects::ErrorKind::kNoSuchKey)
    co_return no_such_version(source.key, *version);
  if (!opened.ok()) co_return from_objects(opened.error(), resource_of(source));
  if (refused) co_return std::move(*refused);
  source.object = std::move(opened->object);
  source.reader = std::move(opened->reader);
  co_return std::move(source);
}

base::Task<Result<Payload>> copy_bytes(Service& service, const Request& request, const CopySource& source,
                                       const ChecksumAlgorithm& algorithm) {
  base::ByteBudget::Lease memory;
  if (request.http.memory != nullptr) {
    memory = co_await request.http.memory->acquire(kStepBytes);
    if (!memory.granted()) co_return slow_down();
  }
  base::Executor& home = *base::Executor::current();
  Copy copy(service.store, algorithm);
  std::string buffer(kStepBytes, '\0');
  // The copy gets a checksum of its own, which would make damaged bytes look whole.
  auto verified = co_await source.reader->verify_parts(buffer);
  if (!verified.ok()) co_return request.error(verified.error());
  while (source.reader->left() > 0) {
    buffer.resize(static_cast<std::size_t>(std::min<std::uint64_t>(kStepBytes, source.reader->left())));
    auto read = co_await source.reader->read(buffer);
    if (!read.ok()) co_return request.error(read.error());
    co_await base::switch_to(service.store.pool());
    auto written = copy.append(buffer);
    co_await base::switch_to(home);
    if (!written.ok()) co_return request.error(written.error());
  }
  co_await base::switch_to(service.store.pool());
  auto payload = copy.finish();
  co_await base::switch_to(home);
  if (!payload.ok()) co_return request.error(payload.error());
  co_return std::move(payload).value();
}

base::Task<Result<net::Response>> copy_object(Service& service, Request& request) {
  if (request.http.stream != nullptr && request.http.stream->length().value_or(0) > 0)
    co_return invalid_request(messages::kCopyWithBody);
  STATOR_CO_ASSIGN(const bool new_metadata, replaces(request, "x-amz-metadata-directive"));
  STATOR_CO_ASSIGN(const bool new_tags, replaces(request, "x-amz-tagging-directive"));
  STATOR_CO_ASSIGN(objects::Texts given_headers, object_headers(request));
  STATOR_CO_ASSIGN(objects::Texts given_tags, tags_of_header(request));
  STATOR_CO_ASSIGN(objects::WriteCondition condition, write_condition(request));
  auto bucket = co_await service.store.find_bucket(request.bucket_name());
  if (!bucket.ok()) co_return request.error(bucket.error());
  auto whole = [](const objects::Object& object) -> Result<Range> { return Range{0, object.size}; };
  auto source = co_await open_copy_source(service, request, whole);
  if (!source.ok()) co_return std::move(source).error();
  const bool onto_itself = source->bucket.name == request.bucket &&
                           source->bucket.account == request.context.account && source->key == request.key;
  const bool changes = new_metadata || request.http.header("x-amz-storage-class") ||
                       request.http.header("x-amz-server-side-encryption");
  if (onto_itself && !changes) co_return illegal_copy();
  if (source->object.size > kMaxCopyBytes) {
    co_return invalid_request(fmt::format(messages::kCopySourceTooLarge, kMaxCopyBytes));
  }
  const ChecksumAlgorithm* algorithm = find_checksum(request.header("x-amz-checksum-algorithm"));
  if (algorithm == nullptr) algorithm = find_checksum(source->object.checksum.algorithm);
  if (algorithm == nullptr) algorithm = &kDefaultChecksum;
  auto payload = co_await copy_bytes(service, request, *source, *algorithm);
  if (!payload.ok()) co_return std::move(payload).error();

  objects::Object object;
  object.headers = new_metadata ? std::move(given_headers) : source->object.headers;
  object.tags = new_tags ? std::move(given_tags) : source->object.tags;
  set_content(std::move(*payload), &object);
  const std::string etag = object.etag, checksum = object.checksum.value;
  auto done = co_await service.store.put(request.bucket_name(), request.key, std::move(object), condition,
                                         cause_of(request, "ObjectCreated:Copy"));
  if (!done.ok()) co_return write_error(request, done.error());
  XmlWriter xml("CopyObjectResult");
  xml.text("LastModified", iso_time(*done)).text("ETag", quoted(etag));
  xml.text(algorithm->element, checksum).text("ChecksumType", "FULL_OBJECT");
  net::Response response = xml_response(xml.take());
  add_encryption_header(&response.headers);
  co_return response;
}

}  // namespace stator::services::s3
