// What can be set on the HTTP server, and the handler it calls.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/task.h"
#include "net/parser_limits.h"
#include "net/request.h"
#include "net/response.h"

namespace stator::net {

class TlsContext;

// Runs on the connection's event loop and must not block it. The request lives until the task is done. An
// exception that leaves the task is answered with status 500.
using Handler = std::function<base::Task<Response>(Request&)>;

struct Options {
  ParserLimits parser;
  std::size_t max_body_bytes = 16u << 20;  // as sent, and expanded; else 413
  std::size_t max_connections = 10'000;    // beyond: answered with 503 and closed
  // Bytes of the budget that a request takes for each byte of its body: for what the handler makes of it,
  // too.
  std::size_t memory_per_body_byte = 1;

  // Asked when the head of a request is there: does its handler take the body as a stream (Request::stream)?
  // Then no limit of size holds, and Content-Encoding is the handler's business. Empty: none does.
  std::function<bool(const Request&)> streams_body;
  // Of the budget, for a request or response that is streamed.
  std::size_t stream_memory = 512 * 1024;
  // Beside the budget: what may be held, over all connections, by requests that wait for (more of) it. Who
  // finds none of it left is refused (503) instead of waiting. A connection's usual buffers are not counted.
  std::size_t waiting_memory = 8u << 20;

  std::chrono::milliseconds idle_timeout{180'000};  // between two requests
  std::chrono::milliseconds head_timeout{
      30'000};  // from the first byte of a request to the end of its headers
  std::chrono::milliseconds body_timeout{30'000};   // for each 64 KB of body
  std::chrono::milliseconds write_timeout{30'000};  // for each 64 KB of response
  std::chrono::milliseconds linger_timeout{2'000};  // for a refused client to read its answer
  // Of a client that holds bytes of the budget while others wait for them: for each 64 KB, or 1/64 of what it
  // holds, that come or go.
  std::chrono::milliseconds stall_timeout{2'000};

  bool digest_packed = false;              // Request::packed_sha256
  std::size_t gzip_min_bytes = 1024;       // smaller responses are not compressed
  std::size_t pool_min_bytes = 64u << 10;  // larger responses are compressed on the pool

  // Addresses that Server::listen() opens speak TLS with it. nullptr: plain HTTP.
  std::shared_ptr<const TlsContext> tls;

  std::string server_name = "stator";  // of the Server header
  // Answers requests that never reach the handler; {"message": ...} if empty.
  std::function<Response(int status, std::string_view message)> error_response;
};

}  // namespace stator::net
