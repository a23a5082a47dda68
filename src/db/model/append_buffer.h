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
    started_at_ = out->size();
    at_ = end_ = out->data() + out->size();
  }

  // A place for at least `bytes` more bytes. The caller writes there and then calls advance_to() with the end
  // of what it wrote. Valid until the next call.
  char* room(std::size_t bytes) {
    if (static_cast<std::size_t>(end_ - at_) < bytes) [[unlikely]]
      grow(bytes);
    return at_;
  }
  void advance_to(char* end) { at_ = end; }

  char* extend(std::size_t bytes) {
    char* const at = room(bytes);
    at_ = at + bytes;
    return at;
  }
  void append(std::string_view bytes) {
    char* const at = extend(bytes.size());
    if (!bytes.empty()) std::memcpy(at, bytes.data(), bytes.size());
  }
  void append(char c) { *extend(1) = c; }

  char* data() { return out_->data(); }
  const char* data() const { return out_->data(); }
  std::size_t size() const { return static_cast<std::size_t>(at_ - out_->data()); }
  void truncate(std::size_t size) { at_ = out_->data() + size; }

  void finish() {
    out_->resize(size());
    end_ = at_;
  }

 private:
  static constexpr std::size_t kMinStep = 512;

  // The string zeroes its bytes before they are written, so they are taken in steps that follow what was
  // written.
  [[gnu::noinline]] void grow(std::size_t bytes) {
    const std::size_t used = size();
    out_->resize(used + bytes + std::max(kMinStep, (used - started_at_) / 2));
    at_ = out_->data() + used;
    end_ = out_->data() + out_->size();
  }

  std::string* out_ = nullptr;
  std::size_t started_at_ = 0;
  char* at_ = nullptr;
  char* end_ = nullptr;  // of the string's bytes
};

}  // namespace stator::db::model
