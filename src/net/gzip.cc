#include "net/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "net/request.h"

namespace stator::net {

namespace {

constexpr int kLevel = 1;
constexpr int kGzipWindow = 15 + 16;  // 32 KB window; 16 asks zlib for the gzip format
constexpr int kMemoryLevel = 8;
constexpr std::size_t kStep = 16 * 1024;  // input (compressing) or output (expanding) of one call of zlib

Bytef* input_pointer(std::string_view bytes) {
  return const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// "q=0", "q=0.0" and so on: the client refuses.
bool is_refused(std::string_view parameters) {
  parameters = trim(parameters);
  if (!parameters.starts_with("q=0")) return false;
  return parameters.find_first_not_of("0.", 2) == parameters.npos;
}

struct Deflater {
  z_stream stream{};
  Deflater() {
    STATOR_CHECK(deflateInit2(&stream, kLevel, Z_DEFLATED, kGzipWindow, kMemoryLevel, Z_DEFAULT_STRATEGY) ==
                 Z_OK);
  }
  ~Deflater() { deflateEnd(&stream); }
};

struct Inflater {
  z_stream stream{};
  Inflater() { STATOR_CHECK(inflateInit2(&stream, kGzipWindow) == Z_OK); }
  ~Inflater() { inflateEnd(&stream); }
};

}  // namespace

bool accepts_gzip(std::string_view accept_encoding) {
  bool any = false;
  while (!accept_encoding.empty()) {
    const std::string_view item = accept_encoding.substr(0, accept_encoding.find(','));
    accept_encoding.remove_prefix(std::min(item.size() + 1, accept_encoding.size()));
    const std::size_t semicolon = item.find(';');
    const std::string_view coding = trim(item.substr(0, semicolon));
    const bool refused = semicolon != item.npos && is_refused(item.substr(semicolon + 1));
    if (equal_ignoring_case(coding, "gzip") || equal_ignoring_case(coding, "x-gzip")) return !refused;
    if (coding == "*") any = !refused;
  }
  return any;
}

Body gzip(Body& body) {
  Deflater deflater;
  z_stream& stream = deflater.stream;
  const std::size_t most = deflateBound(&stream, body.size());
  Body packed;
  std::string out;
  for (std::size_t piece = 0; piece < body.pieces(); ++piece) {
    std::string_view left = body.piece(piece);
    int result = Z_OK;
    do {
      const std::string_view step = left.substr(0, kStep);
      left.remove_prefix(step.size());
      const bool last = left.empty() && piece + 1 == body.pieces();
      stream.next_in = input_pointer(step);
      stream.avail_in = static_cast<uInt>(step.size());
      do {
        if (out.empty()) {
          out.resize(std::min(most, Body::kPieceBytes));
          stream.next_out = reinterpret_cast<Bytef*>(out.data());
          stream.avail_out = static_cast<uInt>(out.size());
        }
        result = deflate(&stream, last ? Z_FINISH : Z_NO_FLUSH);
        STATOR_CHECK(result == Z_OK || result == Z_STREAM_END);
        if (stream.avail_out == 0) packed.append(std::exchange(out, {}));
      } while (stream.avail_in > 0 || (last && result != Z_STREAM_END));
    } while (!left.empty());
    body.drop_piece(piece);
  }
  if (!out.empty()) {
    out.resize(out.size() - stream.avail_out);
    packed.append(std::move(out));
  }
  return packed;
}

base::Result<std::string, GunzipError> gunzip(std::string_view bytes, std::size_t max_bytes) {
  Inflater inflater;
  z_stream& stream = inflater.stream;
  std::string out;
  out.reserve(std::min(bytes.size() * 4, max_bytes) + Request::kBodyPadding);
  stream.next_in = input_pointer(bytes);
  stream.avail_in = static_cast<uInt>(bytes.size());
  for (;;) {
    // One byte more than allowed tells "just full" from "too large".
    const std::size_t start = out.size();
    const std::size_t step = std::min(kStep, max_bytes + 1 - start);
    out.resize(start + step);
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + start);
    stream.avail_out = static_cast<uInt>(step);
    const int result = inflate(&stream, Z_NO_FLUSH);
    out.resize(start + step - stream.avail_out);
    if (out.size() > max_bytes) return GunzipError::kTooLarge;
    if (result == Z_STREAM_END) {
      if (stream.avail_in == 0) break;
      if (inflateReset(&stream) != Z_OK) return GunzipError::kMalformed;  // another member follows
    } else if (result != Z_OK || (stream.avail_in == 0 && stream.avail_out != 0)) {
      return GunzipError::kMalformed;
    }
  }
  out.reserve(out.size() + Request::kBodyPadding);
  return out;
}

}  // namespace stator::net
