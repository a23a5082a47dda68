#include "aws/chunk_signatures.h"

#include <fmt/format.h>

#include "aws/hmac.h"
#include "base/digest.h"

namespace stator::aws {

ChunkSignatures::ChunkSignatures(const Signature& seed, std::string_view secret)
    : key_(signing_key(secret, seed.scope_date, seed.region, seed.service)),
      date_and_scope_(
          fmt::format("{}\n{}/{}/{}/aws4_request", seed.date, seed.scope_date, seed.region, seed.service)),
      previous_(seed.signature) {}

bool ChunkSignatures::check(std::string_view signature, std::string_view algorithm, std::string_view hashes) {
  const std::string to_sign = fmt::format("{}\n{}\n{}\n{}", algorithm, date_and_scope_, previous_, hashes);
  std::string expected = base::to_hex(hmac_sha256(key_, to_sign));
  const bool right = equal_secrets(expected, signature);
  previous_ = std::move(expected);
  return right;
}

bool ChunkSignatures::check_chunk(std::string_view signature, std::string_view payload_sha256) {
  const std::string hashes = base::to_hex(sha256({})) + '\n' + base::to_hex(payload_sha256);
  return check(signature, "AWS4-HMAC-SHA256-PAYLOAD", hashes);
}

bool ChunkSignatures::check_trailers(std::string_view signature, std::string_view trailers) {
  return check(signature, "AWS4-HMAC-SHA256-TRAILER", base::to_hex(sha256(trailers)));
}

}  // namespace stator::aws
