#include "net/connection.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <exception>

#include "base/digest.h"
#include "base/log.h"
#include "net/gzip.h"
#include "net/socket_address.h"

namespace stator::net {

namespace {

using Status = RequestParser::Status;

// Up to here a head or body is not counted in the byte budget: it weighs no more than the connection itself.
constexpr std::size_t kUncountedBytes = 4 * 1024;
// The same of a connection in a crowd while it waits for memory (docs/security.md): a buffer grows by
// doubling.
constexpr std::size_t kUncountedWaiting = 2 * InputBuffer::kSmallCapacity;
// A body of unknown length counts as this until it is larger, and as the largest allowed from then on.
constexpr std::size_t kUnknownBodyBytes = 64 * 1024;
// What OpenSSL holds of a client until they have shaken hands; a third of it afterwards.
constexpr std::size_t kHandshakeBytes = 48 * 1024;
constexpr std::size_t kReadStep = 64 * 1024;
constexpr std::size_t kProgressBytes = 64 * 1024;  // within each body_timeout or write_timeout
// Of what is held, within each stall_timeout while others wait for memory; kProgressBytes at least. So even
// the largest body is there within about two minutes.
constexpr std::size_t kProgressOfHeld = 64;
constexpr std::size_t kKeptBodyCapacity = 8 * 1024;  // of the body buffer, between requests
constexpr std::size_t kMaxGzipRatio = 1032;          // deflate cannot do better
constexpr std::size_t kMaxLingerBytes = 64u << 20;
// A client that sends many requests at once lets other connections run after this many.
constexpr int kRequestsPerTurn = 8;

constexpr ProtocolError kNoMemory{503, "The memory for requests and responses is in use: try again"};
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr std::string_view kNotPlain =
    "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: 43\r\nConnection: close\r\n\r\n"
    "This port speaks HTTPS: ask for https://...";
constexpr std::string_view kTimeout =
    "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

// Of a head, or of requests that wait behind the one that is answered.
std::size_t counted(std::size_t bytes) { return bytes > kUncountedBytes ? bytes : 0; }

iovec as_iovec(std::string_view bytes) { return {const_cast<char*>(bytes.data()), bytes.size()}; }

}  // namespace

Connection::Connection(Worker& worker, Accepted accepted)
    : worker_(worker),
      options_(worker.context().options),
      stream_(worker.loop(), std::move(accepted.socket), accepted.family,
              accepted.secure ? options_.tls.get() : nullptr),
      remote_address_(std::move(accepted.remote_address)),
      input_(worker.crowded() ? InputBuffer::kSmallCapacity : InputBuffer::kInitialCapacity),
      parser_(options_.parser) {
  request_.remote_address = remote_address_;
  request_.secure = stream_.secure();
  request_.memory = &worker_.context().budget;
  worker_.add(*this);
}

Connection::~Connection() {
  worker_.remove(*this);
  close();
}

void Connection::close() {
  if (closed_) return;
  closed_ = true;
  stream_.close();
}

void Connection::close_if_idle() {
  if (phase_ == Phase::kIdle || phase_ == Phase::kLinger) close();
}

void Connection::close_if_expired(std::int64_t now_nanos) {
  if (closed_ || (now_nanos < deadline_nanos_ && !holds_up_others(now_nanos))) return;
  if (phase_ == Phase::kHead || phase_ == Phase::kBody) {
    std::array<iovec, 1> text = {as_iovec(kTimeout)};
    stream_.try_write(text);
  }
  close();
}

bool Connection::holds_up_others(std::int64_t now_nanos) const {
  if (phase_ != Phase::kHead && phase_ != Phase::kBody && phase_ != Phase::kWrite) return false;
  if (lease_.bytes() == 0 || !worker_.context().budget.has_waiters()) return false;
  return now_nanos - entered_nanos_ > std::chrono::nanoseconds(options_.stall_timeout).count();
}

void Connection::enter(Phase phase, std::chrono::milliseconds timeout) {
  phase_ = phase;
  timeout_ = timeout;
  moved_ = moved_for_others_ = 0;
  entered_nanos_ = worker_.now_nanos();
  deadline_nanos_ = entered_nanos_ + std::chrono::nanoseconds(timeout).count();
}

void Connection::note_progress(std::size_t bytes) {
  moved_ += bytes;
  moved_for_others_ += bytes;
  const bool anew = moved_ >= kProgressBytes;
  const bool anew_for_others =
      moved_for_others_ >= std::max(kProgressBytes, lease_.bytes() / kProgressOfHeld);
  if (anew) {
    moved_ = 0;
    deadline_nanos_ = worker_.now_nanos() + std::chrono::nanoseconds(timeout_).count();
  }
  if (anew_for_others) {
    moved_for_others_ = 0;
    entered_nanos_ = worker_.now_nanos();
  }
}

void Connection::enter_handler() {
  phase_ = Phase::kHandler;
  deadline_nanos_ = Worker::kNever;
}

// A client that is slow with it is treated like one that is slow with its headers.
base::Task<bool> Connection::shake_hands() {
  enter(Phase::kHead, options_.head_timeout);
  bool ok = co_await stream_.readable();  // who says nothing costs nothing
  if (!ok) co_return false;
  ok = co_await acquire_memory(kHandshakeBytes);
  if (!ok) co_return false;
  enter(Phase::kHead, options_.head_timeout);
  ok = co_await stream_.handshake();
  lease_.release();
  if (!ok) {
    std::array<iovec, 1> text = {as_iovec(kNotPlain)};
    stream_.answer_plain_http(text);
  }
  co_return ok;
}

base::Task<void> Connection::serve() {
  if (stream_.secure()) {
    const bool ok = co_await shake_hands();
    if (!ok) co_return;
  }
  int requests_in_turn = 0;
  Next next = Next::kNextRequest;
  while (next == Next::kNextRequest && !closed_ && !(worker_.stopping() && input_.data().empty())) {
    parser_.reset();
    lease_ = base::ByteBudget::Lease();  // nothing was asked for yet: what the last request had says nothing
    enter(Phase::kIdle, options_.idle_timeout);
    Status status = Status::kNeedMore;
    if (!input_.data().empty()) {
      enter(Phase::kHead, options_.head_timeout);
      status = parser_.parse_head(input_.data());
    }
    bool head_ok = true;
    while (status == Status::kNeedMore) {
      if (input_.data().size() > kUncountedBytes && lease_.bytes() == 0) {
        head_ok = co_await count_long_head();
        if (!head_ok) break;
      }
      char* space = input_.space();
      const std::size_t bytes = co_await stream_.read_some(space, input_.space_size());
      if (bytes == 0) co_return;
      requests_in_turn = 0;
      if (phase_ == Phase::kIdle) enter(Phase::kHead, options_.head_timeout);
      input_.received(bytes);
      status = parser_.parse_head(input_.data());
    }
    if (status == Status::kFailed || !head_ok) {
      next = co_await refuse(head_ok ? parser_.error() : error_);
      break;
    }
    if (++requests_in_turn > kRequestsPerTurn) {
      requests_in_turn = 0;
      co_await base::yield();
    }

    parser_.describe(input_.data(), request_);
    bool body_ok = true;
    if (begin_stream()) {
      if (!stream_ended_) body_ok = co_await acquire_memory(options_.stream_memory);
    } else if (body_needs_reading()) {
      body_ok = co_await read_body();
    } else {
      body_ok = take_buffered_body();
    }
    if (!body_ok) {
      if (error_.status == 0) co_return;  // the client has gone
      next = co_await refuse(error_);
      break;
    }

    enter_handler();
    Response response;
    bool failed = false;
    try {
      response = co_await respond();
    } catch (const std::exception& exception) {
      base::log_error("net", "a request failed inside the server: {}", exception.what());
      failed = true;
    }
    if (failed) {
      co_await base::switch_to(worker_.loop());  // the handler may have been elsewhere
      response = error_response(500, "internal error");
    }
    co_await worker_.send_turns().next(response.body.size());

    ResponseFraming framing;
    framing.common_fields = worker_.common_fields();
    framing.close = !parser_.keep_alive() || worker_.stopping();
    framing.say_keep_alive = parser_.http_1_0();
    framing.gzipped = should_gzip(response);
    head_only_ = request_.method == "HEAD";
    const bool unread = !end_stream();
    framing.close |= unread;
    drop_request();
    if (response.source && !head_only_) {
      const bool granted = co_await acquire_memory(options_.stream_memory);
      if (!granted) response = error_response(kNoMemory.status, kNoMemory.message);
      framing.common_fields = worker_.common_fields();
    }
    if (framing.gzipped) {
      co_await gzip_body(response);
      framing.common_fields = worker_.common_fields();  // may have changed meanwhile
    }
    const Written written = write_now(response, framing);
    if (written == Written::kFailed) co_return;
    if (written == Written::kPart) {
      const bool sent = co_await write_rest(response);
      if (!sent) co_return;
    }
    if (response.source && !head_only_) {
      const bool sent = co_await write_source(response);
      if (!sent) co_return;
    }
    if (framing.close) next = unread ? Next::kLinger : Next::kClose;
  }
  if (next == Next::kLinger) co_await linger();
}

// While responses that nobody reads overdraw the budget, new requests wait: small ones, too.
base::Task<Response> Connection::respond() {
  if (!lease_.granted() && worker_.context().budget.available() < 0) return respond_when_memory_is_back();
  return worker_.context().handler(request_);
}

base::Task<Response> Connection::respond_when_memory_is_back() {
  const bool granted = co_await acquire_memory(0);
  if (!granted) co_return error_response(kNoMemory.status, kNoMemory.message);
  auto response = co_await worker_.context().handler(request_);
  co_return response;
}

std::size_t Connection::buffer_capacity() const {
  return worker_.crowded() ? InputBuffer::kSmallCapacity : InputBuffer::kInitialCapacity;
}

// All that has been received and not been answered, if it is more than any connection may have.
std::size_t Connection::held_while_waiting() const {
  const std::size_t bytes = input_.data().size() + chunk_input_.size() + request_.body.size();
  return bytes > (worker_.crowded() ? kUncountedWaiting : InputBuffer::kInitialCapacity) ? bytes : 0;
}

// Who holds a part of the budget and waits for more of it can lock all others out: when every byte is held by
// a head whose body finds none, nobody gets on. So whoever has to wait gives back what he has. The bytes that
// he has received are there all the same, and a crowd that waits would have any number of them. They are
// counted in a small budget beside, for which nobody waits: who finds it full is refused. So those who wait
// take nothing from those who are served, and all together have a bound.
base::Task<bool> Connection::acquire_memory(std::size_t bytes) {
  enter_handler();  // waiting for memory is not the client's fault
  const std::size_t total = bytes + counted(parser_.head_size());
  if (lease_.bytes() > 0 && lease_.try_grow_to(total)) {
    lease_.shrink_to(total);
    co_return true;
  }
  base::ByteBudget::Lease waiting = worker_.context().waiting.charge(0);
  if (waiting.try_grow_to(held_while_waiting())) {
    lease_.release();
    lease_ = co_await worker_.context().budget.acquire(total);
    if (lease_.granted()) co_return true;
  }
  error_ = kNoMemory;
  co_return false;
}

// A head that is long and has not come whole counts as the longest.
base::Task<bool> Connection::count_long_head() {
  const bool granted = co_await acquire_memory(options_.parser.max_head_bytes);
  enter(Phase::kHead, options_.head_timeout);
  co_return granted;
}

// ---- the body

// Most bodies have arrived with their headers; they are taken without a coroutine of their own.
bool Connection::body_needs_reading() const {
  if (parser_.chunked() || parser_.gzipped() || parser_.encoding_error().status != 0) return true;
  const std::size_t buffered = input_.data().size() - parser_.head_size();
  return parser_.content_length() > buffered || parser_.content_length() > options_.max_body_bytes;
}

bool Connection::take_buffered_body() {
  const auto length = static_cast<std::size_t>(parser_.content_length());
  request_.body.clear();
  request_.packed_sha256.clear();
  input_used_ = parser_.head_size() + length;
  if (length == 0) return true;
  request_.body.reserve(length + Request::kBodyPadding);
  request_.body.assign(input_.data().substr(parser_.head_size(), length));
  return true;
}

base::Task<bool> Connection::read_body() {
  error_ = parser_.encoding_error();
  if (error_.status != 0) co_return false;
  if (parser_.content_length() > options_.max_body_bytes) {
    error_ = {413, "the request body is too large"};
    co_return false;
  }
  request_.body.clear();
  request_.packed_sha256.clear();
  bool ok = true;
  if (parser_.chunked()) {
    ok = co_await read_chunked_body();
  } else {
    ok = co_await read_sized_body();
  }
  if (ok && parser_.gzipped() && !request_.body.empty()) ok = co_await expand_body();
  co_return ok;
}

bool Connection::send_continue() {
  std::array<iovec, 1> text = {as_iovec(kContinue)};
  // 25 bytes do not fit only if the client has left its last answers unread; then it may go.
  const ssize_t written = stream_.try_write(text);
  return written == static_cast<ssize_t>(kContinue.size());
}

base::Task<bool> Connection::read_sized_body() {
  const auto length = static_cast<std::size_t>(parser_.content_length());
  if (length > kUncountedBytes || counted(parser_.head_size()) > 0) {
    const bool granted = co_await acquire_memory(memory_for(length));
    if (!granted) co_return false;
  }
  std::string& body = request_.body;
  body.reserve(length + Request::kBodyPadding);
  body.assign(input_.data().substr(parser_.head_size(), length));
  input_used_ = parser_.head_size() + body.size();
  if (parser_.expects_continue() && body.empty() && !send_continue()) co_return false;
  enter(Phase::kBody, options_.body_timeout);
  while (body.size() < length) {
    const std::size_t start = body.size();
    const std::size_t step = std::min(length - start, kReadStep);
    body.resize(start + step);
    const std::size_t bytes = co_await stream_.read_some(body.data() + start, step);
    body.resize(start + bytes);
    if (bytes == 0) co_return false;
    note_progress(bytes);
  }
  co_return true;
}

base::Task<bool> Connection::read_chunked_body() {
  bool granted = co_await acquire_memory(memory_for(kUnknownBodyBytes));
  if (!granted) co_return false;
  bool large = false;
  std::string& body = request_.body;
  std::string_view fresh = input_.data().substr(parser_.head_size());
  if (parser_.expects_continue() && fresh.empty() && !send_continue()) co_return false;
  enter(Phase::kBody, options_.body_timeout);
  std::size_t before = 0;
  for (;;) {
    std::size_t used = 0;
    const Status status = parser_.parse_chunks(fresh, options_.max_body_bytes, body, used);
    if (status == Status::kFailed) {
      error_ = parser_.error();
      co_return false;
    }
    if (status == Status::kComplete) {
      // What follows is the next request; it lies in one of the two buffers.
      const bool in_input = chunk_input_.empty();
      input_used_ = in_input ? parser_.head_size() + used : input_.data().size();
      if (!in_input) chunk_input_.erase(0, used);
      break;
    }
    if (body.size() > kUnknownBodyBytes && !large) {
      large = true;
      chunk_input_ = {};  // is used up, and may wait for long
      granted = co_await acquire_memory(memory_for(options_.max_body_bytes));
      if (!granted) co_return false;
      enter(Phase::kBody, options_.body_timeout);
    }
    note_progress(body.size() - before);
    before = body.size();
    chunk_input_.resize(kReadStep);
    const std::size_t bytes = co_await stream_.read_some(chunk_input_.data(), chunk_input_.size());
    if (bytes == 0) co_return false;
    chunk_input_.resize(bytes);
    fresh = chunk_input_;
  }
  body.reserve(body.size() + Request::kBodyPadding);
  lease_.shrink_to(memory_for(body.size()));
  co_return true;
}

base::Task<bool> Connection::expand_body() {
  const std::size_t packed_bytes = request_.body.size();
  const std::size_t largest = std::min(options_.max_body_bytes, packed_bytes * kMaxGzipRatio);
  const bool granted = co_await acquire_memory(packed_bytes + memory_for(largest));
  if (!granted) co_return false;
  const std::string packed = std::move(request_.body);
  request_.body = {};
  // Always on the pool: a few bytes may become very many.
  co_await base::switch_to(worker_.context().pool);
  auto expanded = gunzip(packed, options_.max_body_bytes);
  if (options_.digest_packed) request_.packed_sha256 = base::digest_of(base::DigestKind::kSha256, packed);
  co_await base::switch_to(worker_.loop());
  if (!expanded.ok()) {
    const bool too_large = expanded.error() == GunzipError::kTooLarge;
    error_ = too_large ? ProtocolError{413, "the request body is too large when expanded"}
                       : ProtocolError{400, "the request body is not valid gzip"};
    co_return false;
  }
  request_.body = std::move(expanded).value();
  lease_.shrink_to(memory_for(request_.body.size()));
  co_return true;
}

// ---- the response

Response Connection::error_response(int status, std::string_view message) const {
  if (options_.error_response) return options_.error_response(status, message);
  return Response(status, "application/json", fmt::format("{{\"message\":\"{}\"}}", message));
}

base::Task<Connection::Next> Connection::refuse(ProtocolError error) {
  base::log_debug("net", "refused a request from {}: {} {}", remote_address_, error.status, error.message);
  Response response = error_response(error.status, error.message);
  ResponseFraming framing;
  framing.common_fields = worker_.common_fields();
  framing.close = true;
  head_only_ = false;
  // Whoever reads the answer slowly, or not at all, holds nothing but it.
  request_.body = {};
  chunk_input_ = {};
  input_ = InputBuffer(buffer_capacity());
  lease_.release();
  const Written written = write_now(response, framing);
  bool sent = written == Written::kAll;
  if (written == Written::kPart) sent = co_await write_rest(response);
  co_return sent ? Next::kLinger : Next::kClose;
}

bool Connection::should_gzip(const Response& response) const {
  if (response.source || response.body.size() < options_.gzip_min_bytes) return false;
  const auto accepted = request_.header("accept-encoding");
  return accepted && accepts_gzip(*accepted) && !response.headers.find("content-encoding");
}

base::Task<void> Connection::gzip_body(Response& response) {
  const bool on_pool = response.body.size() >= options_.pool_min_bytes;
  if (on_pool) co_await base::switch_to(worker_.context().pool);
  Body packed = gzip(response.body);
  if (on_pool) co_await base::switch_to(worker_.loop());
  response.body = std::move(packed);
}

// One system call for head and body, without copying the body.
Connection::Written Connection::write_now(Response& response, const ResponseFraming& framing) {
  format_head(response, framing, head_);
  outgoing_.start(head_, head_only_ || response.source ? nullptr : &response.body);
  return write_some();
}

Connection::Written Connection::write_some() {
  const ssize_t written = stream_.try_write(outgoing_.next());
  if (written < 0) return Written::kFailed;
  outgoing_.sent(static_cast<std::size_t>(written));
  return outgoing_.left() == 0 ? Written::kAll : Written::kPart;
}

// When there is room.
base::Task<Connection::Written> Connection::write_more() {
  const bool writable = co_await stream_.writable();
  if (!writable) co_return Written::kFailed;
  const std::size_t left = outgoing_.left();
  const Written written = write_some();
  note_progress(left - outgoing_.left());
  co_return written;
}

base::Task<bool> Connection::write_rest(Response& response) {
  // The response exists already, so this cannot wait; it makes others wait while a slow client reads.
  lease_ = std::move(response.memory);
  if (!lease_.granted())
    lease_ = worker_.context().budget.charge(outgoing_.left() + counted(input_.data().size()));
  Written written = Written::kPart;
  enter(Phase::kWrite, options_.write_timeout);
  while (written == Written::kPart) {
    // The piece that is being sent is there whole.
    lease_.shrink_to(outgoing_.left() + Body::kPieceBytes + counted(input_.data().size()));
    written = co_await write_more();
  }
  lease_.release();
  co_return written == Written::kAll;
}

// Once it is answered: what waits for a slow reader is the response alone. The bytes behind it stay.
void Connection::drop_request() {
  input_.consume(input_used_, buffer_capacity());
  if (!chunk_input_.empty()) {
    input_.append(chunk_input_);
    chunk_input_ = {};
  }
  if (request_.body.capacity() > kKeptBodyCapacity) request_.body = {};
  lease_.release();
}

// Closing with unread bytes would reset the connection, and the client might lose the answer that says why it
// was refused. So the rest of its request is read and dropped, for a while.
base::Task<void> Connection::linger() {
  stream_.shutdown_send();
  enter(Phase::kLinger, options_.linger_timeout);
  input_ = InputBuffer(buffer_capacity());  // a crowd may linger
  std::size_t total = 0;
  while (total < kMaxLingerBytes) {
    const std::size_t bytes = co_await stream_.read_some(input_.space(), input_.space_size());
    if (bytes == 0) co_return;
    total += bytes;
  }
}

}  // namespace stator::net
