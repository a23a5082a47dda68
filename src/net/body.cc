#include "net/body.h"

#include "base/crc32.h"

namespace stator::net {

void Body::append(std::string piece) {
  if (size_ == 0) {
    first_ = std::move(piece);
    size_ = first_.size();
    return;
  }
  if (more_.empty()) crc_ = base::crc32(first_);
  crc_ = base::crc32(piece, crc_);
  size_ += piece.size();
  more_.push_back(std::move(piece));
}

std::uint32_t Body::crc32() const { return more_.empty() ? base::crc32(first_) : crc_; }

std::string Body::text() const {
  std::string text = first_;
  for (const std::string& piece : more_) text += piece;
  return text;
}

}  // namespace stator::net
