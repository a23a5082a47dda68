// Any bytes as an aws-chunked body: wherever they are cut, they give the same payload and trailers, or none;
// and no more payload than there were bytes. And as the payload of a signed one: it comes back, and with a
// byte changed it does not become another one.
#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "aws/hmac.h"
#include "base/check.h"
#include "base/digest.h"
#include "services/s3/common/aws_chunked.h"

using stator::services::s3::AwsChunkedDecoder;

namespace {

struct Decoded {
  bool ok = false;
  std::string payload;
  std::map<std::string, std::string> trailers;
  bool operator==(const Decoded&) const = default;
};

Decoded decode(std::string_view text, std::size_t step, AwsChunkedDecoder decoder) {
  Decoded out;
  const auto sink = [&](std::string_view piece) {
    out.payload.append(piece);
    return true;
  };
  for (std::size_t at = 0; at < text.size(); at += step)
    if (!decoder.feed(text.substr(at, step), sink)) return {};
  out.ok = decoder.finish();
  if (!out.ok) return {};
  out.trailers = decoder.trailers();
  return out;
}

constexpr char kSecret[] = "secret";

stator::aws::Signature seed() {
  stator::aws::Signature seed;
  seed.scope_date = "20260101";
  seed.region = "us-east-1";
  seed.service = "s3";
  seed.date = "20260101T000000Z";
  seed.signature = "00";
  return seed;
}

AwsChunkedDecoder verifier(bool signed_trailers) {
  return AwsChunkedDecoder(stator::aws::ChunkSignatures(seed(), kSecret), signed_trailers);
}

// `payload` in chunks of `step` bytes, with the signatures that a client makes.
std::string signed_body(std::string_view payload, std::size_t step) {
  using stator::aws::sha256;
  using stator::base::to_hex;
  const std::string key = stator::aws::signing_key(kSecret, "20260101", "us-east-1", "s3");
  std::string body, previous = "00";
  for (bool last = false; !last;) {
    last = payload.empty();
    const std::string_view chunk = payload.substr(0, step);
    payload.remove_prefix(chunk.size());
    previous = to_hex(stator::aws::hmac_sha256(
        key, "AWS4-HMAC-SHA256-PAYLOAD\n20260101T000000Z\n20260101/us-east-1/s3/aws4_request\n" + previous +
                 '\n' + to_hex(sha256({})) + '\n' + to_hex(sha256(chunk))));
    body += fmt::format("{:x};chunk-signature={}\r\n", chunk.size(), previous);
    if (!last) body.append(chunk).append("\r\n");
  }
  return body + "\r\n";
}

void check_signed(std::string_view payload, std::size_t step, std::size_t changed, unsigned char by) {
  std::string body = signed_body(payload, 16 * step);
  const Decoded whole = decode(body, body.size(), verifier(false));
  STATOR_CHECK(whole.ok && whole.payload == payload);
  STATOR_CHECK(decode(body, step, verifier(false)) == whole);
  body[changed % body.size()] ^= static_cast<char>(by);
  const Decoded other = decode(body, step, verifier(false));
  STATOR_CHECK(!other.ok || other.payload == payload);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t step = 1 + data[0] % 31;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Decoded whole = decode(text, text.size() + 1, AwsChunkedDecoder());
  STATOR_CHECK(whole == decode(text, step, AwsChunkedDecoder()));
  STATOR_CHECK(whole.payload.size() <= text.size());

  for (const bool signed_trailers : {false, true}) {  // nobody guesses a signature
    STATOR_CHECK(!decode(text, text.size() + 1, verifier(signed_trailers)).ok);
    STATOR_CHECK(!decode(text, step, verifier(signed_trailers)).ok);
  }
  if (text.size() < 3) return 0;
  const std::size_t changed = (data[1] * 256u + data[2]);
  check_signed(text.substr(3), step, changed, data[3]);
  return 0;
}
