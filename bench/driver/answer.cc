#include "driver/answer.h"

#include <strings.h>

#include <charconv>

namespace stator::bench {

namespace {

constexpr std::size_t kStatusAt = 9;  // "HTTP/1.1 200"

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace

char* Answer::room() {
  if (buffer_.size() - size_ < kRoom) buffer_.resize(buffer_.size() * 2 + kRoom);
  return buffer_.data() + size_;
}

void Answer::clear() {
  size_ = head_size_ = body_size_ = chunk_at_ = 0;
  chunked_ = closes_ = false;
  joined_.clear();
}

Answer::State Answer::take(std::size_t bytes) {
  size_ += bytes;
  if (head_size_ == 0) {
    const State state = parse_head();
    if (state != State::kComplete) return state;
  }
  if (chunked_) return parse_chunks();
  if (size_ < head_size_ + body_size_) return State::kIncomplete;
  return size_ == head_size_ + body_size_ ? State::kComplete : State::kMalformed;
}

Answer::State Answer::parse_head() {
  const std::string_view text(buffer_.data(), size_);
  const auto end = text.find("\r\n\r\n");
  if (end == text.npos) return State::kIncomplete;
  if (!text.starts_with("HTTP/1.") || text.size() < kStatusAt + 3) return State::kMalformed;
  std::from_chars(text.data() + kStatusAt, text.data() + kStatusAt + 3, status_);
  bool has_length = false;
  for (auto line = text.find("\r\n") + 2; line < end + 2; line = text.find("\r\n", line) + 2) {
    const auto colon = text.find(':', line);
    const auto line_end = text.find("\r\n", line);
    if (colon > line_end) return State::kMalformed;
    const auto name = text.substr(line, colon - line);
    const auto value_at = text.find_first_not_of(' ', colon + 1);
    const auto value = text.substr(value_at, line_end - value_at);
    if (equal_ignoring_case(name, "content-length")) {
      std::from_chars(value.data(), value.data() + value.size(), body_size_);
      has_length = true;
    } else if (equal_ignoring_case(name, "transfer-encoding")) {
      chunked_ = equal_ignoring_case(value, "chunked");
    } else if (equal_ignoring_case(name, "connection")) {
      closes_ = equal_ignoring_case(value, "close");
    }
  }
  head_size_ = chunk_at_ = end + 4;
  return has_length || chunked_ ? State::kComplete : State::kMalformed;
}

Answer::State Answer::parse_chunks() {
  const std::string_view text(buffer_.data(), size_);
  while (true) {
    const auto line_end = text.find("\r\n", chunk_at_);
    if (line_end == text.npos) return State::kIncomplete;
    std::size_t chunk = 0;
    const auto parsed = std::from_chars(text.data() + chunk_at_, text.data() + line_end, chunk, 16);
    if (parsed.ec != std::errc()) return State::kMalformed;
    const std::size_t next = line_end + 2 + chunk + 2;
    if (text.size() < next) return State::kIncomplete;
    joined_ += text.substr(line_end + 2, chunk);
    chunk_at_ = next;
    if (chunk == 0) return State::kComplete;
  }
}

std::string_view Answer::body() {
  return chunked_ ? std::string_view(joined_) : std::string_view(buffer_.data() + head_size_, body_size_);
}

}  // namespace stator::bench
