// Any bytes as an aws-chunked body: wherever they are cut, they give the same payload and trailers, or none;
// and no more payload than there were bytes.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
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

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t step = 1 + data[0] % 31;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Decoded whole = decode(text, text.size() + 1, AwsChunkedDecoder());
  STATOR_CHECK(whole == decode(text, step, AwsChunkedDecoder()));
  STATOR_CHECK(whole.payload.size() <= text.size());

  stator::aws::Signature seed;
  seed.scope_date = "20260101";
  seed.region = "us-east-1";
  seed.service = "s3";
  seed.date = "20260101T000000Z";
  seed.signature = "00";
  for (const bool signed_trailers : {false, true}) {
    const auto verify = [&] {
      return AwsChunkedDecoder(stator::aws::ChunkSignatures(seed, "secret"), signed_trailers);
    };
    STATOR_CHECK(!decode(text, text.size() + 1, verify()).ok);  // nobody guesses a signature
    STATOR_CHECK(!decode(text, step, verify()).ok);
  }
  return 0;
}
