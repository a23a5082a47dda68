#include "driver/connection.h"

#include <cerrno>
#include <ctime>

namespace stator::bench {

RequestWriter::RequestWriter(std::string_view host) {
  const std::time_t now = std::time(nullptr);
  char date[9], moment[17];
  std::strftime(date, sizeof date, "%Y%m%d", std::gmtime(&now));
  std::strftime(moment, sizeof moment, "%Y%m%dT%H%M%SZ", std::gmtime(&now));
  before_operation_ = "POST / HTTP/1.1\r\nHost: ";
  before_operation_ += host;
  before_operation_ += "\r\nX-Amz-Target: DynamoDB_20120810.";
  after_operation_ = "\r\nContent-Type: application/x-amz-json-1.0\r\nX-Amz-Date: ";
  after_operation_ += moment;
  after_operation_ += "\r\nAuthorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/";
  after_operation_ += date;
  after_operation_ +=
      "/us-east-1/dynamodb/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=";
  for (int i = 0; i < 4; ++i) after_operation_ += "0123456789abcdef";
  after_operation_ += "\r\nContent-Length: ";
}

void RequestWriter::write(const RequestText& request, std::string& out) const {
  out = before_operation_;
  out += request.operation;
  out += after_operation_;
  out += std::to_string(request.body.size());
  out += "\r\n\r\n";
  out += request.body;
}

bool Connection::connect() {
  answer_.clear();
  waiting_ = false;
  out_.clear();
  sent_ = 0;
  return transport_.connect(address_, tls_);
}

Connection::Event Connection::send_next(std::int64_t now_ns) {
  if (!workload_->next(request_)) {
    done_ = true;
    return Event::kNone;
  }
  writer_.write(request_, out_);
  answer_.clear();
  sent_ = 0;
  sent_at_ns_ = now_ns;
  waiting_ = true;
  return send_more();
}

Connection::Event Connection::send_more() {
  const ssize_t sent = transport_.send(out_.data() + sent_, out_.size() - sent_);
  if (sent < 0) return errno == EAGAIN ? Event::kNone : Event::kFailed;
  sent_ += static_cast<std::size_t>(sent);
  return Event::kNone;
}

Connection::Event Connection::receive() {
  while (true) {
    char* const room = answer_.room();
    const std::size_t size = answer_.room_size();
    const ssize_t got = transport_.receive(room, size);
    if (got < 0) return errno == EAGAIN ? Event::kNone : Event::kFailed;
    if (got == 0 || !waiting_) return Event::kFailed;
    switch (answer_.take(static_cast<std::size_t>(got))) {
      case Answer::State::kComplete:
        waiting_ = false;
        return Event::kAnswer;
      case Answer::State::kMalformed:
        return Event::kFailed;
      case Answer::State::kIncomplete:
        if (static_cast<std::size_t>(got) < size && !transport_.may_hold_more()) return Event::kNone;
    }
  }
}

}  // namespace stator::bench
