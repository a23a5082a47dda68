// Appends many small pieces to a string without a call for each. While it is in use the string's size is not
// meaningful; finish() makes it so.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

namespace stator::db::model {

class AppendBuffer {
 public:
  explicit AppendBuffer(std::string* out) { reset(out); }

  void reset(std::string* out) {
    out_ = out;
    start_ = size_ = out->size();
  }

  // Room for `bytes` more bytes, to be filled in by the caller. Valid until the next call.
  char* extend(std::size_t bytes) {
    const std::size_t at = size_;
    size_ += bytes;
    if (size_ > out_->size()) [[unlikely]]
      grow();
    return out_->data() + at;
  }
  void append(std::string_view bytes) {
    char* const at = extend(bytes.size());
    if (!bytes.empty()) std::memcpy(at, bytes.data(), bytes.size());
  }
  void append(char c) { *extend(1) = c; }

  char* data() { return out_->data(); }
  const char* data() const { return out_->data(); }
  std::size_t size() const { return size_; }
  void truncate(std::size_t size) { size_ = size; }

  void finish() { out_->resize(size_); }

 private:
  static constexpr std::size_t kMinStep = 512;

  // The string's bytes are zeroed before they are written, so they are taken in steps that follow what was
  // written.
  void grow() { out_->resize(size_ + std::max(kMinStep, (size_ - start_) / 2)); }

  std::string* out_ = nullptr;
  std::size_t start_ = 0;
  std::size_t size_ = 0;
};

}  // namespace stator::db::model
