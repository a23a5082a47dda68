// Room for a few elements without the heap.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>

namespace stator::db::attribute_json {

// An array that begins on the stack, and is used as one: pushed to and cut off at its end. For values that
// are copied like bytes. Growing invalidates pointers.
template <typename T, std::size_t kFirst>
class StackArray {
 public:
  std::size_t size() const { return size_; }
  T* from(std::size_t index) { return data_ + index; }
  T* end() { return data_ + size_; }
  void truncate(std::size_t size) { size_ = size; }
  void push(const T& item) {
    if (size_ == capacity_) [[unlikely]]
      grow();
    data_[size_++] = item;
  }

 private:
  [[gnu::noinline]] void grow() {
    auto larger = std::make_unique_for_overwrite<T[]>(2 * capacity_);
    std::copy_n(data_, size_, larger.get());
    heap_ = std::move(larger);
    data_ = heap_.get();
    capacity_ *= 2;
  }

  T* data_ = first_;
  std::size_t size_ = 0;
  std::size_t capacity_ = kFirst;
  std::unique_ptr<T[]> heap_;
  T first_[kFirst];
};

}  // namespace stator::db::attribute_json
