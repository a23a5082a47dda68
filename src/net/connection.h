// One HTTP connection: reads a request, has it handled, writes the response, and again. Includes Asio; for
// worker.cc and connection.cc only.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/byte_budget.h"
#include "base/task.h"
#include "net/body_stream.h"
#include "net/byte_stream_asio.h"
#include "net/input_buffer.h"
#include "net/outgoing.h"
#include "net/request_parser.h"
#include "net/worker.h"

namespace stator::net {

class Connection final : private BodyStream {
 public:
  Connection(Worker& worker, Accepted accepted);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Returns when the connection is closed.
  base::Task<void> serve();

  // The three below may be called while serve() is suspended; it ends soon after.
  void close();
  void close_if_idle();
  void close_if_expired(std::int64_t now_nanos);

 private:
  friend class Worker;

  enum class Phase {
    kIdle,  // waits for the first byte of a request
    kHead,  // has a part of the headers
    kBody,
    kHandler,
    kWrite,
    kLinger,  // has refused a request; lets the client read why
  };

  // What came out of one request.
  enum class Next { kNextRequest, kClose, kLinger };

  void enter(Phase phase, std::chrono::milliseconds timeout);
  void enter_handler();
  // Of a body or response: so many bytes came or went.
  void note_progress(std::size_t bytes);
  bool holds_up_others(std::int64_t now_nanos) const;

  // The body as a stream (streamed_body.cc).
  bool begin_stream();
  std::optional<std::uint64_t> length() const override;
  base::Task<base::Result<std::size_t, BodyError>> read(std::span<char> buffer) override;
  base::Task<std::size_t> read_sized_piece(std::span<char> buffer);
  base::Task<std::size_t> read_chunked_piece(std::span<char> buffer);
  bool end_stream();
  base::Task<bool> write_source(Response& response);

  base::Task<bool> shake_hands();
  base::Task<bool> read_body();
  bool take_buffered_body();
  base::Task<bool> read_sized_body();
  base::Task<bool> read_chunked_body();
  base::Task<bool> expand_body();
  bool send_continue();
  bool body_needs_reading() const;
  base::Task<bool> acquire_memory(std::size_t bytes);
  std::size_t held_while_waiting() const;
  std::size_t buffer_capacity() const;
  base::Task<bool> count_long_head();
  std::size_t memory_for(std::size_t body_bytes) const { return body_bytes * options_.memory_per_body_byte; }

  base::Task<Response> respond();
  base::Task<Response> respond_when_memory_is_back();
  base::Task<Next> refuse(ProtocolError error);
  Response error_response(int status, std::string_view message) const;
  bool should_gzip(const Response& response) const;
  base::Task<void> gzip_body(Response& response);
  enum class Written { kAll, kPart, kFailed };
  Written write_now(Response& response, const ResponseFraming& framing);
  Written write_some();
  base::Task<Written> write_more();
  base::Task<bool> write_rest(Response& response);
  void drop_request();
  base::Task<void> linger();

  Worker& worker_;
  const Options& options_;
  ByteStream stream_;
  std::size_t index_ = 0;  // in the worker's list
  const std::string remote_address_;

  Phase phase_ = Phase::kIdle;
  std::int64_t entered_nanos_ = 0;  // when the phase began, or was last seen to make progress
  std::chrono::milliseconds timeout_{0};
  std::size_t moved_ = 0;             // bytes that came or went, since the time-out began
  std::size_t moved_for_others_ = 0;  // since entered_nanos_
  std::int64_t deadline_nanos_ = Worker::kNever;
  bool closed_ = false;

  InputBuffer input_;
  RequestParser parser_;
  Request request_;
  base::ByteBudget::Lease lease_;  // for the request, then for what is left of the response
  ProtocolError error_;            // set by the functions above that return false
  std::size_t input_used_ = 0;     // bytes of input_ that belong to the request
  std::string chunk_input_;  // what came behind input_ while a chunked body was read; later: the next request

  // Of a body that is streamed.
  std::uint64_t stream_left_ = 0;  // of the Content-Length
  bool stream_ended_ = true;
  bool stream_chunks_done_ = false;
  bool stream_asked_for_ = false;  // nobody waits for "100 Continue" any more
  std::string stream_payload_;     // taken out of chunks, not yet out of here
  std::size_t stream_payload_at_ = 0;

  std::string head_;  // of the response
  Outgoing outgoing_;
  bool head_only_ = false;
};

}  // namespace stator::net
