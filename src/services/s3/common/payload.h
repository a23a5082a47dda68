// The body of a request: decoded, held against everything that the client says of it, and written where it
// belongs while it comes.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/task.h"
#include "objects/model.h"
#include "services/s3/common/checksum.h"
#include "services/s3/common/request.h"

namespace stator::services::s3 {

inline constexpr std::uint64_t kMaxPutBytes = 5ULL << 30;

struct Payload {
  std::uint64_t size = 0;
  std::string md5;  // 16 bytes
  objects::Checksum checksum;
  std::vector<objects::BlobPart> blobs;  // one, or none if it is empty
};

// Into a blob that is durable; discarded, if anything is wrong. `algorithm`: of the checksum to be computed
// where the client says none. Errors: MissingContentLength, EntityTooLarge, IncompleteBody, BadDigest,
// XAmzContentSHA256Mismatch, ...
base::Task<Result<Payload>> receive_blob(Service& service, const Request& request,
                                         const ChecksumAlgorithm& algorithm);

// The object has these bytes.
void set_content(Payload payload, objects::Object* object);

// The bytes themselves, for documents. More than `max_bytes`: `too_large`.
base::Task<Result<std::string>> receive_text(Service& service, const Request& request, std::size_t max_bytes,
                                             Error too_large);

// Of what x-amz-checksum- headers tell.
enum class ChecksumHeaders { kOfBody, kOfObject };

// The bytes in pieces of any size, in order, on the pool; a document that is not held whole may be large.
// They are worth nothing if the result is an error.
using TakePiece = std::function<void(std::string_view)>;
base::Task<Result<base::Ok>> receive_pieces(Service& service, const Request& request,
                                            ChecksumHeaders checksum_headers, std::size_t max_bytes,
                                            Error too_large, TakePiece take);

}  // namespace stator::services::s3
