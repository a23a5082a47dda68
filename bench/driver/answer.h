// Reads one HTTP/1.1 answer as its bytes come. Knows what servers of this API send: Content-Length or chunks.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace stator::bench {

class Answer {
 public:
  enum class State { kIncomplete, kComplete, kMalformed };

  // Where recv may write, at least kRoom bytes.
  static constexpr std::size_t kRoom = 16u << 10;
  char* room();
  std::size_t room_size() const { return buffer_.size() - size_; }
  // `bytes` of the room were written.
  State take(std::size_t bytes);

  // Of a complete answer; the body until the next call of any other member.
  int status() const { return status_; }
  bool closes() const { return closes_; }
  std::string_view body();

  bool empty() const { return size_ == 0; }
  void clear();

 private:
  State parse_head();
  State parse_chunks();

  std::string buffer_;
  std::size_t size_ = 0;       // bytes in buffer_
  std::size_t head_size_ = 0;  // 0: not yet complete
  std::size_t body_size_ = 0;  // by Content-Length
  std::size_t chunk_at_ = 0;   // where the next chunk begins
  bool chunked_ = false;
  bool closes_ = false;
  int status_ = 0;
  std::string joined_;  // the body of a chunked answer
};

}  // namespace stator::bench
