// The body of a response, in pieces: a large one grows without being copied, and is summed up, compressed and
// sent piece by piece.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace stator::net {

class Body {
 public:
  // Who makes a large body begins a new piece at about this size, so that no step of its way takes long. With
  // what it is usually exceeded by, it fills memory of 64 KB.
  static constexpr std::size_t kPieceBytes = 60 * 1024;

  Body() = default;
  Body(std::string text) : first_(std::move(text)), size_(first_.size()) {}  // most bodies are one text
  Body(const char* text) : Body(std::string(text)) {}

  void append(std::string piece);

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  std::size_t pieces() const { return 1 + more_.size(); }
  std::string_view piece(std::size_t index) const { return index == 0 ? first_ : more_[index - 1]; }
  // Frees the memory of a piece that is not needed any more. size() stays as it was.
  void drop_piece(std::size_t index) { (index == 0 ? first_ : more_[index - 1]) = std::string(); }

  // Of all bytes. Summed up while the pieces come, so that it takes no long time at the end.
  std::uint32_t crc32() const;

  // A copy of all pieces in one. For tests.
  std::string text() const;

 private:
  std::string first_;  // in place: most bodies need no vector
  std::vector<std::string> more_;
  std::size_t size_ = 0;
  std::uint32_t crc_ = 0;  // once there is more than one piece
};

}  // namespace stator::net
