// The aws-chunked coding of bodies: chunks with signatures, then trailers. Pure.
//
//   400;chunk-signature=...\r\n<1024 bytes>\r\n ... 0;chunk-signature=...\r\nx-amz-checksum-crc32:...\r\n\r\n
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "aws/chunk_signatures.h"
#include "base/digest.h"

namespace stator::services::s3 {

class AwsChunkedDecoder {
 public:
  // Gets the payload, piece by piece; false ends the decoding. A chunk's signature is known to be right only
  // after its last piece.
  using Sink = std::function<bool(std::string_view)>;

  // With `signatures` every chunk has to carry the right one; with `signed_trailers` the trailers, too.
  explicit AwsChunkedDecoder(std::optional<aws::ChunkSignatures> signatures = {},
                             bool signed_trailers = false)
      : signatures_(std::move(signatures)), signed_trailers_(signed_trailers) {}

  // False: malformed, forged, or the sink has had enough.
  bool feed(std::string_view bytes, const Sink& sink);
  // True if the last chunk was there, and nothing forged. To be called at the end of the body.
  bool finish();
  // A signature was not right.
  bool forged() const { return forged_; }
  // By lower-case name.
  const std::map<std::string, std::string>& trailers() const { return trailers_; }

 private:
  enum class State { kSize, kData, kDataEnd, kTrailers };
  bool begin_chunk();
  bool end_chunk();
  bool check_trailers();

  std::optional<aws::ChunkSignatures> signatures_;
  const bool signed_trailers_;
  bool forged_ = false;
  std::string chunk_signature_;
  std::optional<base::Digest> chunk_digest_;
  State state_ = State::kSize;
  std::string line_;
  std::uint64_t left_ = 0;
  std::map<std::string, std::string> trailers_;
};

}  // namespace stator::services::s3
