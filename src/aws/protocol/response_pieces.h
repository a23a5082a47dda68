// A response body that is written by its shape, in pieces, so that a large one holds up nobody.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "aws/protocol/shape.h"
#include "base/time_slice.h"
#include "net/body.h"

namespace stator::aws::protocol {

// One in so many bytes of a large body's pieces is not filled, on average, or less.
inline constexpr std::size_t kPieceSlack = 8;

// `Writer` is JsonWriter or another of its kind. Belongs to one request; not thread-safe.
template <typename Writer>
class ResponsePieces {
 public:
  // What stands around what is written.
  explicit ResponsePieces(std::string before = {}, std::string behind = {})
      : piece_(std::move(before)), behind_(std::move(behind)) {}

  // As Call::write().
  bool write(const Structure& structure, const void* response) {
    if (!writer_) writer_.emplace(structure, response, &piece_);
    if (!writer_->write(net::Body::kPieceBytes)) {
      base::TimeSlice slice;  // most responses are one piece, and read no clock
      do {
        append_piece();
        piece_.reserve(net::Body::kPieceBytes + kPieceReserve);
        if (slice.used_up()) return false;
      } while (!writer_->write(net::Body::kPieceBytes));
    }
    piece_.append(behind_);
    if (body_.empty()) {
      body_ = std::move(piece_);
    } else {
      append_piece();
    }
    return true;
  }

  net::Body take_body() { return std::move(body_); }

 private:
  // A piece is complete with the value that crosses its size. A string takes one byte more.
  static constexpr std::size_t kPieceReserve = 4 * 1024 - 1;

  // Of a large body: many of them may wait to be sent, so each has no more memory than it needs.
  void append_piece() {
    if (piece_.capacity() > piece_.size() + 2 * kPieceReserve) piece_.shrink_to_fit();
    body_.append(std::exchange(piece_, {}));
  }

  std::optional<Writer> writer_;
  std::string piece_;  // what the writer is at
  std::string behind_;
  net::Body body_;
};

}  // namespace stator::aws::protocol
