#include "aws/hmac.h"

#include "base/digest.h"

namespace stator::aws {

std::string sha256(std::string_view text) { return base::digest_of(base::DigestKind::kSha256, text); }

std::string hmac_sha256(std::string_view key, std::string_view text) {
  constexpr std::size_t kBlock = 64;
  std::string block(key.size() > kBlock ? sha256(key) : std::string(key));
  block.resize(kBlock, '\0');
  std::string inner = block, outer = block;
  for (char& c : inner) c = static_cast<char>(c ^ 0x36);
  for (char& c : outer) c = static_cast<char>(c ^ 0x5c);
  return sha256(outer.append(sha256(inner.append(text))));
}

std::string signing_key(std::string_view secret, std::string_view date, std::string_view region,
                        std::string_view service) {
  std::string key = "AWS4" + std::string(secret);
  for (const std::string_view part : {date, region, service}) key = hmac_sha256(key, part);
  return hmac_sha256(key, "aws4_request");
}

}  // namespace stator::aws
