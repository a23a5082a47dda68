// Bytes received and not yet used. One allocation that is kept from request to request.
#pragma once

#include <algorithm>
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

  // An empty buffer keeps at most `kept_capacity`.
  void consume(std::size_t bytes, std::size_t kept_capacity = kInitialCapacity) {
    begin_ += bytes;
    if (begin_ < end_) return;
    begin_ = end_ = 0;
    if (capacity_ > kept_capacity) reset_memory(kept_capacity);
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
    const std::size_t larger = capacity_ * 2;
    std::unique_ptr<char[]> memory(new char[larger]);
    std::memcpy(memory.get(), memory_.get(), end_);
    memory_ = std::move(memory);
    capacity_ = larger;
  }
  void reset_memory(std::size_t capacity) {
    memory_.reset(new char[capacity]);
    capacity_ = capacity;
  }

  std::size_t capacity_;
  std::unique_ptr<char[]> memory_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace stator::net
