#include "net/server.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include "base/log.h"
#include "net/acceptor_asio.h"
#include "net/worker.h"

namespace stator::net {

namespace {

// Accepted in one go before other events get their turn.
constexpr int kAcceptBatch = 64;
// After the process has run out of descriptors or memory.
constexpr std::chrono::milliseconds kAcceptPause{100};
// For connections to notice that they were closed.
constexpr std::chrono::milliseconds kCloseLimit{100};
constexpr std::chrono::milliseconds kStopPoll{1};

constexpr std::string_view kTooMany =
    "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 1\r\nConnection: close\r\n\r\n";

}  // namespace

Server::Server(Options options, base::EventLoopGroup& loops, base::ThreadPool& pool, base::ByteBudget& budget,
               Handler handler)
    : options_(std::move(options)),
      handler_(std::move(handler)),
      waiting_(options_.waiting_memory),
      loops_(loops) {
  for (std::size_t i = 0; i < loops.size(); ++i) {
    workers_.push_back(
        std::make_shared<Worker>(loops[i], WorkerContext{options_, handler_, pool, budget, waiting_}));
  }
}

Server::~Server() = default;

base::Result<std::vector<BoundEndpoint>, ListenError> Server::listen(
    std::span<const ListenAddress> addresses) {
  std::vector<Listener> opened;
  std::vector<BoundEndpoint> endpoints;
  for (const ListenAddress& address : addresses) {
    STATOR_ASSIGN(auto listeners, open_listeners(address));
    for (Listener& listener : listeners) {
      listener.endpoint.secure = options_.tls != nullptr;
      endpoints.push_back(listener.endpoint);
      opened.push_back(std::move(listener));
    }
  }
  listeners_ = std::move(opened);
  return endpoints;
}

void Server::start() {
  for (Listener& listener : listeners_) {
    acceptors_.push_back(std::make_unique<Acceptor>(loops_[0], std::move(listener)));
    tasks_.spawn_on(loops_[0], accept_from(*acceptors_.back()));
  }
  listeners_.clear();
}

void Server::add(Listener listener) { tasks_.spawn_on(loops_[0], add_now(std::move(listener))); }

void Server::remove(std::string label) { tasks_.spawn_on(loops_[0], remove_now(std::move(label))); }

base::Task<void> Server::add_now(Listener listener) {
  if (stopping_) co_return;
  const auto acceptor = std::make_shared<Acceptor>(loops_[0], std::move(listener));
  added_.push_back(acceptor);
  co_await accept_from(*acceptor);
}

base::Task<void> Server::remove_now(std::string label) {
  std::erase_if(added_, [&](const std::shared_ptr<Acceptor>& acceptor) {
    if (acceptor->label() != label) return false;
    acceptor->close();
    return true;
  });
  co_return;
}

base::Task<void> Server::accept_from(Acceptor& acceptor) {
  while (!acceptor.closed()) {
    const bool ok = co_await acceptor.ready();
    if (!ok) co_return;
    if (!accept_pending(acceptor)) co_await base::sleep_for(kAcceptPause);
  }
}

// False if accepting has to pause.
bool Server::accept_pending(Acceptor& acceptor) {
  for (int i = 0; i < kAcceptBatch; ++i) {
    SocketAddress remote;
    UniqueFd socket = acceptor.accept(remote);
    if (socket.get() < 0) {
      if (errno == EAGAIN || errno == EWOULDBLOCK) return true;
      if (errno == EINTR || errno == ECONNABORTED || errno == EPROTO) continue;
      base::log_warning("net", "cannot accept on {}: {}", acceptor.name(), std::strerror(errno));
      return false;
    }
    if (connections() >= options_.max_connections) {
      if (!full_) {
        base::log_warning("net", "{} connections are open: {} and others are refused",
                          options_.max_connections, remote.text());
      }
      full_ = true;
      [[maybe_unused]] const ssize_t sent =
          ::send(socket.get(), kTooMany.data(), kTooMany.size(), MSG_NOSIGNAL);
      continue;
    }
    full_ = false;
    const int on = 1;
    ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    connections_.fetch_add(1, std::memory_order_relaxed);
    const auto& worker = workers_[next_worker_++ % workers_.size()];
    Accepted accepted{std::move(socket), acceptor.family(),
                      acceptor.label().empty() ? remote.text() : acceptor.label(), acceptor.secure()};
    tasks_.spawn(serve(worker, std::move(accepted)));
  }
  return true;
}

base::Task<void> Server::serve(std::shared_ptr<Worker> worker, Accepted accepted) {
  co_await worker->serve(std::move(accepted));
  connections_.fetch_sub(1, std::memory_order_relaxed);
}

base::Task<void> Server::wait_until_done(std::chrono::milliseconds limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  while (tasks_.running() > 0 && std::chrono::steady_clock::now() < deadline)
    co_await base::sleep_for(kStopPoll);
}

base::Task<bool> Server::stop(std::chrono::milliseconds limit) {
  base::Executor* caller = base::Executor::current();
  co_await base::switch_to(loops_[0]);
  stopping_ = true;
  for (auto& acceptor : acceptors_) acceptor->close();
  for (auto& acceptor : added_) acceptor->close();
  added_.clear();
  for (auto& worker : workers_) {
    co_await base::switch_to(worker->loop());
    worker->begin_stop();
  }
  co_await base::switch_to(*caller);
  co_await wait_until_done(limit);
  if (tasks_.running() > 0) {
    base::log_warning("net", "{} connections were busy still when the server stopped", connections());
    for (auto& worker : workers_) {
      co_await base::switch_to(worker->loop());
      worker->close_all();
    }
    co_await base::switch_to(*caller);
    co_await wait_until_done(kCloseLimit);
  }
  listeners_.clear();
  co_return tasks_.running() == 0;
}

}  // namespace stator::net
