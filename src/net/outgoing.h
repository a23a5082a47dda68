// What is left to send of one response: which bytes come next, and how far it has come. Frees the pieces of
// the body that are sent.
#pragma once

#include <sys/uio.h>

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "net/body.h"

namespace stator::net {

class Outgoing {
 public:
  // Taken by the kernel in one go before others get their turn. Copying them takes it about 100 µs.
  static constexpr std::size_t kStepBytes = 256 * 1024;

  // `head` and `body` (nullptr: none) stay where they are until everything is sent.
  void start(std::string_view head, Body* body) {
    head_ = head;
    body_ = body;
    piece_ = 0;
    offset_ = 0;
    left_ = head.size() + (body != nullptr ? body->size() : 0);
  }

  std::size_t left() const { return left_; }

  // The next bytes, about kStepBytes at most. Valid until the next call.
  std::span<iovec> next() {
    std::size_t count = 0;
    std::size_t bytes = 0;
    std::size_t offset = offset_;
    for (std::size_t piece = piece_; piece < pieces() && count < parts_.size() && bytes < kStepBytes;
         ++piece) {
      std::string_view text = at(piece).substr(offset);
      offset = 0;
      if (text.empty()) continue;
      text = text.substr(0, kStepBytes - bytes);
      parts_[count++] = {const_cast<char*>(text.data()), text.size()};
      bytes += text.size();
    }
    return std::span(parts_).first(count);
  }

  void sent(std::size_t bytes) {
    left_ -= bytes;
    offset_ += bytes;
    while (piece_ < pieces() && offset_ >= at(piece_).size()) {
      offset_ -= at(piece_).size();
      if (piece_ > 0 && left_ > 0) body_->drop_piece(piece_ - 1);
      ++piece_;
    }
  }

 private:
  std::size_t pieces() const { return 1 + (body_ != nullptr ? body_->pieces() : 0); }
  std::string_view at(std::size_t piece) const { return piece == 0 ? head_ : body_->piece(piece - 1); }

  std::string_view head_;
  Body* body_ = nullptr;
  std::size_t piece_ = 0;   // 0: the head, then those of the body
  std::size_t offset_ = 0;  // in the piece
  std::size_t left_ = 0;
  std::array<iovec, 6> parts_;
};

}  // namespace stator::net
