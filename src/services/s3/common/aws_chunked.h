// The aws-chunked coding of bodies: chunks with signatures, then trailers. Signatures are not verified. Pure.
//
//   400;chunk-signature=...\r\n<1024 bytes>\r\n ... 0;chunk-signature=...\r\nx-amz-checksum-crc32:...\r\n\r\n
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace stator::services::s3 {

class AwsChunkedDecoder {
 public:
  // Gets the payload, piece by piece; false ends the decoding.
  using Sink = std::function<bool(std::string_view)>;

  // False: malformed, or the sink has had enough.
  bool feed(std::string_view bytes, const Sink& sink);
  // True if the last chunk was there. To be called at the end of the body.
  bool finish();
  // By lower-case name.
  const std::map<std::string, std::string>& trailers() const { return trailers_; }

 private:
  enum class State { kSize, kData, kDataEnd, kTrailers };
  bool begin_chunk();

  State state_ = State::kSize;
  std::string line_;
  std::uint64_t left_ = 0;
  std::map<std::string, std::string> trailers_;
};

}  // namespace stator::services::s3
