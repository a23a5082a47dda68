#include "services/s3/common/payload.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "aws/sigv4.h"
#include "base/digest.h"
#include "objects/storage_errors.h"
#include "services/s3/common/aws_chunked.h"
#include "services/s3/common/messages.h"
#include "services/s3/common/text.h"

namespace stator::services::s3 {

namespace {

constexpr std::size_t kBufferBytes = 256 * 1024;
constexpr std::string_view kSignedChunks = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";  // or with -TRAILER
constexpr std::string_view kUnsignedChunks = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

// What the client says of the body.
struct Promises {
  bool aws_chunked = false;
  SizeLimits sizes;           // of the payload
  bool size_is_known = true;  // both limits are it
  std::uint64_t likely_size = 0;
  std::string md5;     // bytes; empty: not said
  std::string sha256;  // hexadecimal; empty: not said
  const ChecksumAlgorithm* algorithm = nullptr;
  std::string checksum;  // base64; empty: none, or in a trailer
  bool in_trailer = false;
  std::optional<aws::ChunkSignatures> signatures;  // of the chunks, where they are verified
  bool signed_trailers = false;
};

Error signature_mismatch() { return {403, "SignatureDoesNotMatch", messages::kWrongSignature, {}}; }

Error bad_checksum(const ChecksumAlgorithm& algorithm) {
  return {400, "BadDigest", fmt::format(messages::kBadChecksum, algorithm.name), {}};
}

Error bad_sha256(const std::string& claimed, const std::string& computed) {
  return {400,
          "XAmzContentSHA256Mismatch",
          messages::kWrongContentHash,
          {{"ClientComputedContentSHA256", claimed}, {"S3ComputedContentSHA256", computed}}};
}

Error invalid_checksum_header(std::string_view header) {
  return invalid_request(fmt::format(messages::kBadHeader, header));
}

Error invalid_sha256_header(std::string_view value) {
  return invalid_argument(messages::kBadContentHash, "x-amz-content-sha256", value);
}

// The request's own signature was verified: its key is known, and the chunks have to be signed with it.
Result<base::Ok> read_chunk_signatures(const Request& request, std::string_view value, Promises* promises) {
  if (request.context.authorizer == nullptr || value == kUnsignedChunks) return base::Ok{};
  if (!value.starts_with(kSignedChunks)) return not_implemented("x-amz-content-sha256");
  const auto signature = aws::read_signature(aws::signature_input(request.http));
  if (!signature.ok() || request.credentials == nullptr) return access_denied();
  const auto credential = request.credentials->find_credential(signature->access_key_id);
  if (!credential) return access_denied();
  promises->signatures.emplace(*signature, credential->secret);
  promises->signed_trailers = value.ends_with("-TRAILER");
  return base::Ok{};
}

Result<base::Ok> read_sha256(const Request& request, Promises* promises) {
  const std::string_view value = request.header("x-amz-content-sha256");
  if (value.empty() || value == "UNSIGNED-PAYLOAD") return base::Ok{};
  if (value.starts_with("STREAMING-")) {
    promises->aws_chunked = true;
    return read_chunk_signatures(request, value, promises);
  }
  if (value.size() != 64 || value.find_first_not_of("0123456789abcdef") != value.npos)
    return invalid_sha256_header(value);
  promises->sha256 = value;
  return base::Ok{};
}

// What the SDK says that it calculated has to be there.
Result<base::Ok> check_algorithm_of_sdk(const Request& request, const ChecksumAlgorithm* found) {
  constexpr std::string_view kHeader = "x-amz-sdk-checksum-algorithm";
  const std::string_view said = request.header(kHeader);
  if (said.empty()) return base::Ok{};
  if (found == nullptr) {
    if (request.header("x-amz-trailer").empty()) return invalid_request(messages::kNoSdkChecksum);
    return base::Ok{};
  }
  if (!net::equal_ignoring_case(said, found->name)) return invalid_checksum_header(kHeader);
  return base::Ok{};
}

Result<base::Ok> read_checksum(const Request& request, Promises* promises) {
  const auto is_given = [&](const ChecksumAlgorithm& each) {
    return request.http.header(each.header).has_value();
  };
  if (std::ranges::count_if(kChecksumAlgorithms, is_given) > 1)
    return invalid_request(messages::kSeveralChecksums);
  const auto given = std::ranges::find_if(kChecksumAlgorithms, is_given);
  const ChecksumAlgorithm* const found = given == std::end(kChecksumAlgorithms) ? nullptr : &*given;
  STATOR_TRY(check_algorithm_of_sdk(request, found));
  if (found != nullptr) {
    promises->algorithm = found;
    promises->checksum = *request.http.header(found->header);
    const auto bytes = from_base64(promises->checksum);
    if (!bytes || bytes->size() != base::digest_of(found->kind, "").size())
      return invalid_checksum_header(found->header);
  }
  const std::string_view trailer = request.header("x-amz-trailer");
  if (trailer.empty()) return base::Ok{};
  const ChecksumAlgorithm* algorithm = find_checksum(trailer);
  if (algorithm == nullptr || promises->algorithm != nullptr) return invalid_request(messages::kBadTrailer);
  promises->algorithm = algorithm;
  promises->in_trailer = true;
  return base::Ok{};
}

Result<Promises> read_promises(const Request& request, bool with_checksum = true) {
  Promises promises;
  if (const auto md5 = request.http.header("content-md5")) {
    auto bytes = from_base64(*md5);
    if (!bytes || bytes->size() != 16) return invalid_digest(*md5);
    promises.md5 = std::move(*bytes);
  }
  STATOR_TRY(read_sha256(request, &promises));
  if (with_checksum) {
    STATOR_TRY(read_checksum(request, &promises));
  }
  if (request.form != nullptr) {
    promises.size_is_known = false;
    promises.sizes = {request.file_limits.min, std::min(request.file_limits.max, kMaxPutBytes)};
    promises.likely_size = request.likely_file_bytes;
    return promises;
  }
  auto size = request.http.stream->length();
  if (promises.aws_chunked || !size) size = parse_number(request.header("x-amz-decoded-content-length"));
  if (!size) return missing_content_length();
  promises.sizes = {*size, *size};
  return promises;
}

// Takes the body in, and knows at its end whether it is what was promised. Used on the pool, but for the
// reading.
class Intake {
 public:
  using Sink = std::function<bool(std::string_view)>;

  Intake(const Promises& promises, const ChecksumAlgorithm& algorithm, Sink sink)
      : promises_(promises),
        decoder_(promises.signatures, promises.signed_trailers),
        checksum_(algorithm.kind),
        sink_(std::move(sink)) {
    if (!promises.sha256.empty()) sha256_.emplace(base::DigestKind::kSha256);
  }

  // False: there is no use in reading on.
  bool take(std::string_view bytes) {
    const auto payload = [this](std::string_view piece) { return take_payload(piece); };
    return promises_.aws_chunked ? decoder_.feed(bytes, payload) : take_payload(bytes);
  }

  // Why take() said so.
  Error problem() const {
    if (decoder_.forged()) return signature_mismatch();
    if (promises_.size_is_known || size_ <= promises_.sizes.max) return incomplete_body();
    return entity_too_large(std::max(size_, promises_.likely_size), promises_.sizes.max);
  }

  Result<Payload> finish(const ChecksumAlgorithm& algorithm) {
    if (promises_.aws_chunked && !decoder_.finish()) return problem();
    if (size_ < promises_.sizes.min)
      return promises_.size_is_known ? incomplete_body() : entity_too_small(size_, promises_.sizes.min);
    Payload payload;
    payload.size = size_;
    if (sha256_) {  // it was signed, so it comes first
      const std::string computed = base::to_hex(sha256_->finish());
      if (computed != promises_.sha256) return bad_sha256(promises_.sha256, computed);
    }
    payload.md5 = md5_.finish();
    if (!promises_.md5.empty() && payload.md5 != promises_.md5)
      return bad_digest(base64(promises_.md5), base64(payload.md5));
    payload.checksum = {std::string(algorithm.name), base64(checksum_.finish()), false};
    std::string expected = promises_.checksum;
    if (promises_.in_trailer) {
      const auto trailer = decoder_.trailers().find(std::string(algorithm.header));
      if (trailer == decoder_.trailers().end())
        return Error{400, "MalformedTrailerError", messages::kMalformedTrailer, {}};
      expected = trailer->second;
    }
    if (!expected.empty() && expected != payload.checksum.value) return bad_checksum(algorithm);
    return payload;
  }

 private:
  bool take_payload(std::string_view piece) {
    size_ += piece.size();
    if (size_ > promises_.sizes.max) return false;
    md5_.update(piece);
    checksum_.update(piece);
    if (sha256_) sha256_->update(piece);
    return sink_(piece);
  }

  const Promises& promises_;
  AwsChunkedDecoder decoder_;
  base::Digest md5_{base::DigestKind::kMd5};
  base::Digest checksum_;
  std::optional<base::Digest> sha256_;
  const Sink sink_;
  std::uint64_t size_ = 0;
};

// Reads on the loop, and works on the pool.
base::Task<Result<Payload>> pump(Service& service, const Request& request, const ChecksumAlgorithm& algorithm,
                                 Intake& intake) {
  base::Executor& home = *base::Executor::current();
  std::string buffer(static_cast<std::size_t>(std::min<std::uint64_t>(
                         kBufferBytes, request.http.stream->length().value_or(kBufferBytes) + 1)),
                     '\0');
  bool more = true;
  while (more) {
    auto count = co_await request.http.stream->read(buffer);
    if (!count.ok()) co_return incomplete_body();
    more = *count == buffer.size();
    if (*count == 0) break;
    co_await base::switch_to(service.store.pool());
    const bool ok = intake.take(std::string_view(buffer).substr(0, *count));
    co_await base::switch_to(home);
    if (!ok) co_return intake.problem();
  }
  co_return intake.finish(algorithm);
}

}  // namespace

void set_content(Payload payload, objects::Object* object) {
  object->size = payload.size;
  object->etag = base::to_hex(payload.md5);
  object->checksum = std::move(payload.checksum);
  object->blobs = std::move(payload.blobs);
}

base::Task<Result<Payload>> receive_blob(Service& service, const Request& request,
                                         const ChecksumAlgorithm& default_algorithm) {
  STATOR_CO_ASSIGN(const Promises promises, read_promises(request));
  if (promises.sizes.max > kMaxPutBytes) co_return entity_too_large(promises.sizes.max, kMaxPutBytes);
  const ChecksumAlgorithm& algorithm =
      promises.algorithm != nullptr ? *promises.algorithm : default_algorithm;
  std::unique_ptr<blob::Writer> writer;
  std::optional<objects::Error> failed;
  Intake intake(promises, algorithm, [&](std::string_view piece) {
    if (!writer) {
      auto made = service.store.new_blob();
      if (!made.ok()) {
        failed = made.error();
        return false;
      }
      writer = std::move(made).value();
    }
    auto written = writer->append(piece);
    if (!written.ok()) failed = objects::from_blob(written.error());
    return written.ok();
  });
  auto payload = co_await pump(service, request, algorithm, intake);
  if (failed) co_return request.error(*failed);
  if (!payload.ok() || !writer) co_return payload;
  base::Executor& home = *base::Executor::current();
  co_await base::switch_to(service.store.pool());
  auto info = writer->finish();
  co_await base::switch_to(home);
  if (!info.ok()) co_return request.error(objects::from_blob(info.error()));
  payload->blobs.push_back({info->id, info->size, info->crc32c});
  co_return payload;
}

base::Task<Result<base::Ok>> receive_pieces(Service& service, const Request& request,
                                            ChecksumHeaders checksum_headers, std::size_t max_bytes,
                                            Error too_large, TakePiece take) {
  STATOR_CO_ASSIGN(const Promises promises,
                   read_promises(request, checksum_headers == ChecksumHeaders::kOfBody));
  if (promises.sizes.max > max_bytes) co_return too_large;
  const ChecksumAlgorithm& algorithm = promises.algorithm != nullptr ? *promises.algorithm : kDefaultChecksum;
  Intake intake(promises, algorithm, [&](std::string_view piece) {
    take(piece);
    return true;
  });
  auto payload = co_await pump(service, request, algorithm, intake);
  if (!payload.ok()) co_return std::move(payload).error();
  co_return base::Ok{};
}

base::Task<Result<std::string>> receive_text(Service& service, const Request& request, std::size_t max_bytes,
                                             Error too_large) {
  std::string text;
  TakePiece take = [&](std::string_view piece) { text.append(piece); };
  auto received = co_await receive_pieces(service, request, ChecksumHeaders::kOfBody, max_bytes,
                                          std::move(too_large), std::move(take));
  if (!received.ok()) co_return std::move(received).error();
  co_return text;
}

}  // namespace stator::services::s3
