// Signatures of the chunks of an aws-chunked body: each is over its chunk and the signature before.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html, sigv4-streaming-trailers.html
#pragma once

#include <string>
#include <string_view>

#include "aws/sigv4.h"

namespace stator::aws {

// Not thread-safe.
class ChunkSignatures {
 public:
  // `seed`: that of the request, which was verified with the secret.
  ChunkSignatures(const Signature& seed, std::string_view secret);

  // Whether this is the signature of the next chunk, by the SHA-256 (32 bytes) of its payload; the last chunk
  // is empty.
  bool check_chunk(std::string_view signature, std::string_view sha256);
  // After the last chunk: `trailers` are lines "name:value\n".
  bool check_trailers(std::string_view signature, std::string_view trailers);

 private:
  bool check(std::string_view signature, std::string_view algorithm, std::string_view hashes);

  std::string key_;
  std::string date_and_scope_;
  std::string previous_;
};

}  // namespace stator::aws
