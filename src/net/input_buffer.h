// Bytes received and not yet used. One allocation that is kept from request to request.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

namespace stator::net {

class InputBuffer {
 public:
  // Pages that are never touched cost no memory, so the buffer may start larger than most requests.
  static constexpr std::size_t kInitialCapacity = 16 * 1024;
  // Where there are so many connections that touched pages count.
  static constexpr std::size_t kSmallCapacity = 4 * 1024;

  explicit InputBuffer(std::size_t capacity = kInitialCapacity)
      : capacity_(capacity), memory_(new char[capacity]) {}

  std::string_view data() const { return {memory_.get() + begin_, end_ - begin_}; }

  // Where to receive. May move the data. There is always room for at least one byte.
  char* space() {
    if (end_ == capacity_) make_room();
    return memory_.get() + end_;
  }
  std::size_t space_size() const { return capacity_ - end_; }
  void received(std::size_t bytes) { end_ += bytes; }

  // Keeps at most `kept_capacity`, if what is left fits into that; else what was needed for it.
  void consume(std::size_t bytes, std::size_t kept_capacity = kInitialCapacity) {
    begin_ += bytes;
    const std::size_t left = end_ - begin_;
    if (capacity_ > kept_capacity && left <= capacity_ / 2) {
      move_to(std::max(kept_capacity, std::bit_ceil(left)));
    } else if (left == 0) {
      begin_ = end_ = 0;
    }
  }

  // Puts bytes that were received elsewhere behind the data.
  void append(std::string_view bytes) {
    while (!bytes.empty()) {
      char* to = space();
      const std::size_t count = std::min(bytes.size(), space_size());
      std::memcpy(to, bytes.data(), count);
      received(count);
      bytes.remove_prefix(count);
    }
  }

 private:
  void make_room() {
    if (begin_ > 0) {
      std::memmove(memory_.get(), memory_.get() + begin_, end_ - begin_);
      end_ -= begin_;
      begin_ = 0;
      return;
    }
    move_to(capacity_ * 2);
  }
  void move_to(std::size_t capacity) {
    std::unique_ptr<char[]> memory(new char[capacity]);
    std::memcpy(memory.get(), memory_.get() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    memory_ = std::move(memory);
    capacity_ = capacity;
  }

  std::size_t capacity_;
  std::unique_ptr<char[]> memory_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace stator::net
