// One HTTP connection: reads a request, has it handled, writes the response, and again. Includes Asio; for
// worker.cc and connection.cc only.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/byte_budget.h"
#include "base/task.h"
#include "net/input_buffer.h"
#include "net/request_parser.h"
#include "net/tcp_stream_asio.h"
#include "net/worker.h"

namespace stator::net {

class Connection {
 public:
  Connection(Worker& worker, UniqueFd socket, int family, std::string remote_address);
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

  base::Task<bool> read_body();
  bool take_buffered_body();
  base::Task<bool> read_sized_body();
  base::Task<bool> read_chunked_body();
  base::Task<bool> expand_body();
  bool send_continue();
  bool body_needs_reading() const;

  base::Task<Next> refuse(ProtocolError error);
  Response error_response(int status, std::string_view message) const;
  bool should_gzip(const Response& response) const;
  base::Task<void> gzip_body(Response& response);
  bool write_now(const Response& response, const ResponseFraming& framing);
  base::Task<bool> write_rest(const Response& response);
  void finish_request();
  base::Task<void> linger();

  Worker& worker_;
  const Options& options_;
  TcpStream stream_;
  std::size_t index_ = 0;  // in the worker's list
  const std::string remote_address_;

  Phase phase_ = Phase::kIdle;
  std::int64_t deadline_nanos_ = Worker::kNever;
  bool closed_ = false;

  InputBuffer input_;
  RequestParser parser_;
  Request request_;
  base::ByteBudget::Lease lease_;  // for the body of the request
  ProtocolError error_;            // set by the functions above that return false
  std::size_t input_used_ = 0;     // bytes of input_ that belong to the request
  std::string chunk_input_;  // what came behind input_ while a chunked body was read; later: the next request

  std::string head_;         // of the response
  std::size_t written_ = 0;  // of head and body together
  bool head_only_ = false;
};

}  // namespace stator::net
