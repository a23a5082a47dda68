#include "driver/reluctant_client.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

namespace stator::bench {

namespace {

constexpr int kSmallReceiveBuffer = 4096;
constexpr int kAnswerTimeoutMs = 10'000;

}  // namespace

std::optional<Reluctance> reluctance_of(std::string_view name) {
  if (name == "idle") return Reluctance::kIdle;
  if (name == "slow_send") return Reluctance::kSending;
  if (name == "slow_read") return Reluctance::kReading;
  return std::nullopt;
}

bool ReluctantClient::start() {
  const bool reads = reluctance_ == Reluctance::kReading;
  socket_ = connect_to(address_, reads ? kSmallReceiveBuffer : 0);
  if (socket_.get() < 0) return false;
  RequestText request;
  auto workload = reads                                 ? make_workload("scan_all", dataset_, 1, 0, 1)
                  : reluctance_ == Reluctance::kSending ? make_workload("put", dataset_, 1, number_, 1)
                                                        : make_workload("get", dataset_, 1, number_, 1);
  workload->next(request);
  writer_.write(request, out_);
  open_ = true;
  if (reluctance_ == Reluctance::kSending) return true;
  sent_ = out_.size();
  if (::send(socket_.get(), out_.data(), out_.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(out_.size())) {
    return open_ = false;
  }
  if (reads) return true;
  Answer answer;
  auto state = Answer::State::kIncomplete;
  while (state == Answer::State::kIncomplete) {
    pollfd ready{socket_.get(), POLLIN, 0};
    if (::poll(&ready, 1, kAnswerTimeoutMs) != 1) return open_ = false;
    char* const room = answer.room();
    const ssize_t got = ::recv(socket_.get(), room, answer.room_size(), 0);
    if (got <= 0) return open_ = false;
    state = answer.take(static_cast<std::size_t>(got));
  }
  return open_ = state == Answer::State::kComplete && answer.status() == 200;
}

void ReluctantClient::tick() {
  if (!open_) return;
  if (reluctance_ == Reluctance::kSending) {
    if (sent_ == out_.size()) sent_ = 0;  // and once more
    const ssize_t sent = ::send(socket_.get(), out_.data() + sent_, std::min(kDrop, out_.size() - sent_),
                                MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) sent_ += static_cast<std::size_t>(sent);
    if (sent < 0 && errno != EAGAIN) open_ = false;
  }
  // A sender reads what it is told, so that a refusal shows; an idle client only sees whether it was closed.
  char drop[4096];
  const std::size_t size = reluctance_ == Reluctance::kReading ? kDrop : sizeof drop;
  const ssize_t got = ::recv(socket_.get(), drop, size, MSG_DONTWAIT);
  if (got == 0 || (got < 0 && errno != EAGAIN)) open_ = false;
}

}  // namespace stator::bench
