// One connection that sends a request when it has the answer to the one before.
#pragma once

#include <netinet/in.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "driver/answer.h"
#include "driver/transport.h"
#include "driver/workload.h"

namespace stator::bench {

// Writes the bytes of whole HTTP requests, as an SDK sends them.
class RequestWriter {
 public:
  explicit RequestWriter(std::string_view host);
  // Replaces `out`.
  void write(const RequestText& request, std::string& out) const;

 private:
  std::string before_operation_, after_operation_;
};

class Connection {
 public:
  enum class Event { kNone, kAnswer, kFailed };

  // `tls` null: plain. The references outlive it.
  Connection(const sockaddr_in& address, const TlsClient* tls, const RequestWriter& writer,
             std::unique_ptr<Workload> workload)
      : address_(address), tls_(tls), writer_(writer), workload_(std::move(workload)) {}

  // False with errno if it is refused.
  bool connect();
  int fd() const { return transport_.fd(); }

  // Sends the next request, or a part of it. kNone, or kFailed. Its latency counts from `now_ns`.
  // `is_done()` afterwards: the workload is at its end and nothing was sent.
  Event send_next(std::int64_t now_ns);
  // The rest of a request that did not fit into the socket. kNone or kFailed.
  Event send_more();
  bool wants_to_send() const { return sent_ < out_.size(); }
  Event receive();

  bool is_done() const { return done_; }
  bool is_waiting() const { return waiting_; }  // a request has no answer yet
  std::int64_t sent_at_ns() const { return sent_at_ns_; }
  Answer& answer() { return answer_; }
  Workload& workload() { return *workload_; }

 private:
  const sockaddr_in address_;
  const TlsClient* const tls_;
  const RequestWriter& writer_;
  const std::unique_ptr<Workload> workload_;
  Transport transport_;
  RequestText request_;
  std::string out_;
  std::size_t sent_ = 0;
  std::int64_t sent_at_ns_ = 0;
  bool waiting_ = false;
  bool done_ = false;
  Answer answer_;
};

}  // namespace stator::bench
