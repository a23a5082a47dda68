#include "transfer/source/expansion.h"

#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "base/check.h"

namespace stator::transfer {
namespace {

using Buffer = std::array<char, kPieceBytes>;

class Plain : public Expansion {
 public:
  Step next(std::string_view* bytes, bool last, std::string_view* piece) override {
    if (bytes->empty()) return last ? Step::kDone : Step::kMore;
    *piece = std::exchange(*bytes, {});
    return Step::kPiece;
  }
};

// Members one behind the other, and zeros behind the last one, as tapes have them.
class Gzip : public Expansion {
 public:
  Gzip() { STATOR_CHECK(inflateInit2(&stream_, kGzipWindow) == Z_OK); }
  ~Gzip() override { inflateEnd(&stream_); }

  Step next(std::string_view* bytes, bool last, std::string_view* piece) override {
    while (!damaged_) {
      if (place_ != Place::kMember) {
        if (bytes->empty()) return last ? Step::kDone : Step::kMore;
        if (place_ != Place::kStart && bytes->front() == 0) {
          place_ = Place::kPadding;
          bytes->remove_prefix(std::min(bytes->find_first_not_of('\0'), bytes->size()));
          continue;
        }
        if (place_ == Place::kPadding) break;
        place_ = Place::kMember;
      }
      const std::size_t expanded = inflate_some(bytes);
      if (expanded > 0) {
        *piece = {buffer_.data(), expanded};
        return Step::kPiece;
      }
      if (place_ == Place::kMember && !damaged_ && bytes->empty()) return last ? Step::kCutOff : Step::kMore;
    }
    return Step::kDamaged;
  }

 private:
  enum class Place : std::uint8_t { kStart, kMember, kBehindMember, kPadding };
  static constexpr int kGzipWindow = 15 + 16;  // 32 KB window; 16 asks zlib for the gzip format
  static constexpr std::size_t kStep = 1 << 20;

  // How many bytes came out; what is damaged behind them shows at the next call.
  std::size_t inflate_some(std::string_view* bytes) {
    const std::string_view step = bytes->substr(0, kStep);
    stream_.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(step.data()));
    stream_.avail_in = static_cast<uInt>(step.size());
    stream_.next_out = reinterpret_cast<Bytef*>(buffer_.data());
    stream_.avail_out = static_cast<uInt>(buffer_.size());
    const int result = inflate(&stream_, Z_NO_FLUSH);
    bytes->remove_prefix(step.size() - stream_.avail_in);
    if (result == Z_STREAM_END) {
      STATOR_CHECK(inflateReset(&stream_) == Z_OK);
      place_ = Place::kBehindMember;
    } else {
      damaged_ = result != Z_OK && result != Z_BUF_ERROR;  // Z_BUF_ERROR: there was nothing to do
    }
    return buffer_.size() - stream_.avail_out;
  }

  z_stream stream_{};
  Place place_ = Place::kStart;
  bool damaged_ = false;
  Buffer buffer_;
};

// Frames one behind the other, also skippable ones.
class Zstd : public Expansion {
 public:
  Zstd() : context_(ZSTD_createDCtx(), &ZSTD_freeDCtx) {
    STATOR_CHECK(context_ != nullptr);
    STATOR_CHECK(!ZSTD_isError(ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, kZstdWindowLog)));
  }

  Step next(std::string_view* bytes, bool last, std::string_view* piece) override {
    for (;;) {
      if (bytes->empty() && !full_) {
        if (!last) return Step::kMore;
        return frame_bytes_ == 0 ? Step::kDone : Step::kCutOff;
      }
      ZSTD_inBuffer in{bytes->data(), std::min(bytes->size(), step()), 0};
      ZSTD_outBuffer out{buffer_.data(), buffer_.size(), 0};
      if (frame_bytes_ < kMagicBytes && in.size > 0 && !add_magic(bytes->front())) return Step::kDamaged;
      wanted_ = ZSTD_decompressStream(context_.get(), &out, &in);
      if (ZSTD_isError(wanted_)) {
        return ZSTD_getErrorCode(wanted_) == ZSTD_error_frameParameter_windowTooLarge ? Step::kLargeWindow
                                                                                      : Step::kDamaged;
      }
      bytes->remove_prefix(in.pos);
      frame_bytes_ = wanted_ == 0 ? 0 : frame_bytes_ + in.pos;
      full_ = out.pos == out.size;
      if (out.pos > 0) {
        *piece = {buffer_.data(), out.pos};
        return Step::kPiece;
      }
    }
  }

 private:
  static constexpr std::size_t kMagicBytes = 4;
  static constexpr std::size_t kMostHeaderBytes = 18;  // of a frame
  static constexpr std::size_t kBlockHeaderBytes = 3;

  // How many bytes to give: never those of two blocks, since what is wrong with the second would take the
  // first with it; and headers byte by byte, since the library takes short cuts where it sees more.
  std::size_t step() const {
    if (frame_bytes_ < kMostHeaderBytes || wanted_ <= kBlockHeaderBytes) return 1;
    return wanted_ - kBlockHeaderBytes;
  }

  // The library would also read the formats before 1.0, whose windows it does not bound.
  bool add_magic(char next) {
    magic_ = magic_ >> 8 | std::uint32_t{static_cast<unsigned char>(next)} << 24;
    return frame_bytes_ + 1 < kMagicBytes || magic_ == ZSTD_MAGICNUMBER ||
           (magic_ & ZSTD_MAGIC_SKIPPABLE_MASK) == ZSTD_MAGIC_SKIPPABLE_START;
  }

  std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context_;
  std::size_t frame_bytes_ = 0;  // of the frame that was begun; 0: between frames
  std::uint32_t magic_ = 0;
  std::size_t wanted_ = 0;  // bytes of this block and the header of the next; about
  bool full_ = false;       // the piece: more may come without more bytes
  Buffer buffer_;
};

}  // namespace

std::unique_ptr<Expansion> Expansion::of(Compression compression) {
  switch (compression) {
    case Compression::kGzip:
      return std::make_unique<Gzip>();
    case Compression::kZstd:
      return std::make_unique<Zstd>();
    case Compression::kNone:
      break;
  }
  return std::make_unique<Plain>();
}

}  // namespace stator::transfer
