// The part of a connection that passes bodies through in pieces (body_stream.h).
#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

#include "net/connection.h"

namespace stator::net {

namespace {

using Status = RequestParser::Status;

constexpr std::size_t kReadStep = 64 * 1024;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace

// False if the body is to be read as a whole.
bool Connection::begin_stream() {
  request_.stream = nullptr;
  stream_ended_ = true;
  if (!options_.streams_body || !options_.streams_body(request_)) return false;
  request_.stream = this;
  request_.body.clear();
  input_used_ = parser_.head_size();
  error_ = {};
  stream_left_ = parser_.content_length();
  stream_ended_ = stream_left_ == 0 && !parser_.chunked();
  stream_asked_for_ = !parser_.expects_continue() || input_.data().size() > input_used_;
  // Asked for nothing, too: botocore takes an answer without "100 Continue" before it for the end of a
  // refused request, and its next one waits for ever.
  if (stream_ended_ && !stream_asked_for_) stream_asked_for_ = send_continue();
  stream_payload_.clear();
  stream_payload_at_ = 0;
  stream_chunks_done_ = false;
  return true;
}

// False if there is more of the body than was read.
bool Connection::end_stream() {
  stream_payload_ = {};
  return stream_ended_;
}

std::optional<std::uint64_t> Connection::length() const {
  if (parser_.chunked()) return std::nullopt;
  return parser_.content_length();
}

base::Task<base::Result<std::size_t, BodyError>> Connection::read(std::span<char> buffer) {
  if (!stream_ended_ && !stream_asked_for_) {
    stream_asked_for_ = true;
    std::array<iovec, 1> text = {{{const_cast<char*>(kContinue.data()), kContinue.size()}}};
    if (stream_.try_write(text) != static_cast<ssize_t>(kContinue.size())) co_return BodyError::kCutOff;
  }
  enter(Phase::kBody, options_.body_timeout);
  std::size_t filled = 0;
  while (filled < buffer.size() && !stream_ended_) {
    std::size_t bytes = 0;
    if (parser_.chunked()) {
      bytes = co_await read_chunked_piece(buffer.subspan(filled));
    } else {
      bytes = co_await read_sized_piece(buffer.subspan(filled));
    }
    if (bytes == 0 && !stream_ended_) {
      enter_handler();
      co_return error_.status != 0 ? BodyError::kMalformed : BodyError::kCutOff;
    }
    filled += bytes;
    note_progress(bytes);
  }
  enter_handler();
  co_return filled;
}

// 0: the client has gone.
base::Task<std::size_t> Connection::read_sized_piece(std::span<char> buffer) {
  const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), stream_left_));
  const std::string_view buffered = input_.data().substr(input_used_, wanted);
  std::size_t bytes = buffered.size();
  if (bytes > 0) {
    std::memcpy(buffer.data(), buffered.data(), bytes);
    input_used_ += bytes;
  } else {
    bytes = co_await stream_.read_some(buffer.data(), wanted);
  }
  stream_left_ -= bytes;
  stream_ended_ = stream_left_ == 0;
  co_return bytes;
}

// 0: the client has gone, or error_ says what is wrong, or the body has ended.
base::Task<std::size_t> Connection::read_chunked_piece(std::span<char> buffer) {
  while (stream_payload_at_ == stream_payload_.size()) {
    stream_payload_.clear();
    stream_payload_at_ = 0;
    std::string_view fresh = input_.data().substr(input_used_);
    const bool in_input = !fresh.empty() && chunk_input_.empty();
    if (!in_input) {
      chunk_input_.resize(kReadStep);
      const std::size_t bytes = co_await stream_.read_some(chunk_input_.data(), chunk_input_.size());
      if (bytes == 0) chunk_input_.clear();
      if (bytes == 0) co_return 0;
      chunk_input_.resize(bytes);
      fresh = chunk_input_;
    }
    std::size_t used = 0;
    const Status status =
        parser_.parse_chunks(fresh, std::numeric_limits<std::size_t>::max(), stream_payload_, used);
    if (status == Status::kFailed) {
      error_ = parser_.error();
      co_return 0;
    }
    if (in_input) {
      input_used_ += used;
    } else if (status == Status::kComplete) {
      chunk_input_.erase(0, used);  // what is left is the next request
    }
    stream_chunks_done_ = status == Status::kComplete;
    if (stream_chunks_done_) break;
  }
  const std::size_t bytes = std::min(buffer.size(), stream_payload_.size() - stream_payload_at_);
  std::memcpy(buffer.data(), stream_payload_.data() + stream_payload_at_, bytes);
  stream_payload_at_ += bytes;
  stream_ended_ = stream_chunks_done_ && stream_payload_at_ == stream_payload_.size();
  co_return bytes;
}

base::Task<bool> Connection::write_source(Response& response) {
  // The memory was waited for before the head was written.
  if (lease_.bytes() == 0) lease_ = worker_.context().budget.charge(options_.stream_memory);
  std::string piece;
  for (std::uint64_t left = response.source->size(); left > 0; left -= piece.size()) {
    enter_handler();  // what the disk takes is not the client's fault
    piece.resize(static_cast<std::size_t>(std::min<std::uint64_t>(left, Outgoing::kStepBytes)));
    const bool read = co_await response.source->read(piece);
    if (!read || closed_) co_return false;
    outgoing_.start(piece, nullptr);
    Written written = write_some();
    enter(Phase::kWrite, options_.write_timeout);
    while (written == Written::kPart) {
      written = co_await write_more();
    }
    if (written == Written::kFailed) co_return false;
  }
  lease_.release();
  co_return true;
}

}  // namespace stator::net
