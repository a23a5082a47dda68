#include "server/serve.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>

#include "aws/request_id.h"
#include "base/block_on.h"
#include "base/byte_budget.h"
#include "base/event_loop_group.h"
#include "base/log.h"
#include "base/random.h"
#include "base/thread_pool.h"
#include "net/server.h"
#include "server/backend.h"
#include "server/certificate.h"
#include "server/console.h"
#include "server/control_socket.h"
#include "server/front.h"
#include "server/memory_plan.h"
#include "server/metrics_page.h"
#include "server/ready_file.h"
#include "server/reload.h"
#include "server/service_manager.h"

namespace stator::server {

namespace {

// Requests in flight have this long to finish; the rest of the second is for closing the storage.
constexpr std::chrono::milliseconds kStopLimit{800};
// Threads that wait for the disk or do long work. They start when needed.
constexpr std::size_t kPoolThreads = 8;
// Descriptors that are not for connections: 512 of the storage's tables, its logs, listeners, functions.
constexpr std::size_t kDescriptorsKept = 640;
constexpr std::size_t kFewestConnections = 16;

int fail(const std::string& message) {
  fmt::print(stderr, "stator: {}\n", message);
  return EXIT_FAILURE;
}

// Signals are taken by wait_for_signal only; a client that closes its end must not kill the server.
sigset_t block_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return signals;
}

// SIGHUP: the terminal has gone, or a service is to read its files again.
int wait_for(const sigset_t& signals) {
  int signal = 0;
  sigwait(&signals, &signal);
  return signal;
}

// The files that may be open, raised to what this process may ask for.
rlim_t raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return RLIM_INFINITY;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_max;
}

// Connections must not take what the data needs: so many of them as have memory for it have an object open,
// too.
std::size_t connections_for(rlim_t files, std::size_t wanted, std::size_t streams) {
  if (files >= kDescriptorsKept + wanted + std::min(wanted, streams)) return wanted;
  const std::size_t rest = files > kDescriptorsKept ? files - kDescriptorsKept : 0;
  return std::max(kFewestConnections, rest - std::min(rest / 2, streams));
}

net::Options net_options(const Config& config, aws::RequestIdSource& request_ids,
                         const Certificate& certificate, rlim_t files) {
  const MemoryPlan plan = plan_memory(config.memory_bytes);
  net::Options options;
  options.digest_packed = config.strict_auth;
  options.tls = certificate.context();
  options.max_connections =
      connections_for(files, options.max_connections, plan.buffers / options.stream_memory);
  options.memory_per_body_byte = kMemoryPerBodyByte;
  options.waiting_memory = plan.waiting;
  options.streams_body = Backend::streams_body;
  options.error_response = [&request_ids](int status, std::string_view message) {
    return refusal(status, message, request_ids);
  };
  return options;
}

// A host that the server is told to listen on is one by which it is called.
std::vector<std::string> allowed_hosts(const Config& config) {
  std::vector<std::string> hosts = config.allowed_hosts;
  for (const net::ListenAddress& address : config.listen) {
    if (address.host != "*") hosts.push_back(address.host);
  }
  return hosts;
}

EdgeGuard make_guard(const Config& config) {
  return EdgeGuard(allowed_hosts(config), config.cors_origins,
                   {.callers_sign = config.strict_auth, .console = config.console});
}

MetricsPlace metrics_place(const Config& config) {
  if (config.metrics_listen) return MetricsPlace::kOwnListener;
  return config.strict_auth ? MetricsPlace::kNowhere : MetricsPlace::kBesideApi;
}

void log_durability(const Config& config) {
  switch (config.durability) {
    case storage::Durability::kFull:
      base::log_info("server", "data folder {}; an acknowledged write is on disk", config.data_folder);
      break;
    case storage::Durability::kRelaxed:
      base::log_warning("server",
                        "data folder {}; relaxed: a crash of the machine may lose the last 100 ms of writes",
                        config.data_folder);
      break;
    case storage::Durability::kNone:
      base::log_warning("server", "in memory: all data is lost when the server stops");
      break;
  }
}

// The running server and all it stands on, in the order in which they are made; they go in the other order.
class Process {
 public:
  Process(const CommandLine& line, const ServiceManager& manager)
      : line_(line),
        manager_(manager),
        loops_(line.config.threads),
        pool_(kPoolThreads, "pool"),
        budget_bytes_(plan_memory(line.config.memory_bytes).buffers),
        budget_(budget_bytes_) {}

  // Nothing when requests are served, else what is wrong.
  std::optional<std::string> start() {
    manager_.starting("opening the data");
    auto certificate = Certificate::open(config_);
    if (!certificate.ok()) return std::move(certificate).error();
    certificate_ = *std::move(certificate);
    loops_.start();
    if (config_.ready_file) remove_ready_file(*config_.ready_file);
    front_.emplace(
        make_guard(config_), AdminRoutes(config_.region, kVersion, kServices), request_ids_,
        [this](net::Request& request) { return backend_->handle(request); }, metrics_place(config_),
        [this](net::Request& request) { return metrics_page_->answer(request); },
        config_.console ? std::optional(Console(console_files())) : std::nullopt);
    const rlim_t files = raise_descriptor_limit();
    net::Options options = net_options(config_, request_ids_, *certificate_, files);
    const std::size_t connections = options.max_connections;
    server_.emplace(std::move(options), loops_, pool_, budget_,
                    [this](net::Request& request) { return front_->handle(request); });
    // First, so that a second server on the same ports says so before it looks at the data.
    auto endpoints = server_->listen(config_.listen);
    if (!endpoints.ok()) return endpoints.error().message + "; choose another address with --listen";
    if (endpoints->empty())
      return "this machine has none of the addresses to listen on; choose others with --listen";

    std::vector<net::Listener> plain;
    if (config_.metrics_listen) {
      const auto opened = open_plain(*config_.metrics_listen, kMetricsLabel, &plain, &metrics_url_);
      if (!opened.ok()) return opened.error() + "; choose another address with --metrics-listen";
      metrics_url_ += "/metrics";
    }

    functions::Gateway gateway;
    gateway.add = [this](net::Listener listener) { server_->add(std::move(listener)); };
    gateway.remove = [this](std::string label) { server_->remove(std::move(label)); };
    gateway.url = endpoints->front().url();
    // Functions that are plain processes call by plain HTTP, too: they would have no reason to trust the
    // certificate.
    if (config_.lambda_isolation == functions::Isolation::kProcess && endpoints->front().secure) {
      const auto opened = open_plain({.host = "127.0.0.1"}, "", &plain, &gateway.url);
      if (!opened.ok()) return opened.error();
    }
    auto backend = Backend::open(config_, loops_, pool_, request_ids_, std::move(gateway));
    if (!backend.ok()) return std::move(backend).error();
    backend_ = std::move(backend).value();
    metrics_page_.emplace(MetricsPage::Parts{
        *backend_, pool_, budget_, budget_bytes_, [this] { return server_->connections(); },
        [this] { return server_->waiting_memory(); }, plan_memory(config_.memory_bytes).waiting,
        config_.durability == storage::Durability::kNone ? "" : config_.data_folder, kVersion});
    if (config_.durability != storage::Durability::kNone) {
      auto control = ControlSocket::open(config_.data_folder, {[this] { return backend_->hold_files(); },
                                                               [this] { backend_->release_files(); }});
      if (!control.ok()) return std::move(control).error();
      control_ = *std::move(control);
    }
    if (const auto kept = certificate_->keep(); !kept.ok()) return kept.error();
    server_->start();
    for (net::Listener& listener : plain) server_->add(std::move(listener));
    if (config_.ready_file) {
      auto written = write_ready_file(*config_.ready_file,
                                      ready_file_content(*endpoints, ::getpid(), kVersion, metrics_url_));
      if (!written.ok()) return std::move(written).error();
    }
    for (const net::BoundEndpoint& endpoint : *endpoints)
      base::log_info("server", "serving on {}", endpoint.url());
    if (const std::size_t wanted = net::Options().max_connections; connections < wanted)
      base::log_warning("server",
                        "at most {} connections at a time, not {}: only {} files may be open (ulimit -n)",
                        connections, wanted, files);
    if (config_.console && !console_files().empty())
      base::log_info("server", "the console is at {}", Console::url(*endpoints));
    if (!metrics_url_.empty()) base::log_info("server", "metrics are at {}", metrics_url_);
    if (!certificate_->own_file().empty())
      base::log_info("server", "clients may trust the certificate {}", certificate_->own_file());
    for (const net::BoundEndpoint& endpoint : *endpoints)
      serving_ += (serving_.empty() ? "serving on " : ", ") + endpoint.url();
    manager_.ready(serving_);
    return std::nullopt;
  }

  // What can be changed while it runs. A configuration with a mistake changes nothing.
  void reload(const ReadAgain& read_again) {
    manager_.reloading();
    std::string old;  // what is still in force since its successor has a mistake
    if (auto wanted = read_again(); wanted.ok()) {
      take_up(*wanted);
    } else {
      base::log_warning("server", "{}; the old settings stay", wanted.error().message);
      old += "; the old settings stay, see the log";
    }
    const auto reloaded = certificate_->reload(config_);
    if (!reloaded.ok()) {
      base::log_warning("server", "{}; the old certificate stays", reloaded.error());
      old += "; the old certificate stays, see the log";
    } else if (certificate_->context()) {
      base::log_info("server", "certificates are read again");
    }
    manager_.ready(serving_ + old);
  }

  // False if a request would not end: then nothing may be destroyed.
  bool stop() {
    manager_.stopping();
    control_.reset();
    if (!server_) return true;
    if (backend_) base::block_on(backend_->stop_functions());
    const bool clean = base::block_on(server_->stop(kStopLimit));
    if (config_.ready_file) remove_ready_file(*config_.ready_file);
    if (!clean) return false;
    if (backend_) base::block_on(backend_->stop());
    return true;
  }

  ~Process() {
    // What the loops still hold may refer to the members below.
    control_.reset();
    server_.reset();
    backend_.reset();
    loops_.stop();
  }

 private:
  void take_up(const CommandLine& wanted) {
    const Changes changes = compare(line_, wanted);
    line_ = server::take_up(line_, wanted);
    if (!changes.taken_up.empty()) put_in_force();
    if (!changes.need_restart.empty())
      base::log_warning("server", "changed, but taken up by a restart only: {}",
                        fmt::join(changes.need_restart, ", "));
    base::log_info(
        "server", "configuration read again; changed: {}",
        changes.taken_up.empty() ? "nothing" : fmt::format("{}", fmt::join(changes.taken_up, ", ")));
  }

  void put_in_force() {
    base::set_log_level(config_.log_level);
    base::set_log_format(config_.log_format);
    backend_->set_slow_request(config_.slow_request);
    backend_->set_root_keys(config_);
    front_->set_guard(make_guard(config_));
  }

  // Listeners that speak plain HTTP, also where the others speak TLS. `url`: of the first of them.
  static base::Result<base::Ok, std::string> open_plain(const net::ListenAddress& address,
                                                        std::string_view label,
                                                        std::vector<net::Listener>* listeners,
                                                        std::string* url) {
    auto opened = net::open_listeners(address);
    if (!opened.ok()) return opened.error().message;
    if (opened->empty()) return "this machine has no address " + address.host;
    *url = opened->front().endpoint.url();
    for (net::Listener& listener : *opened) {
      listener.label = label;
      listeners->push_back(std::move(listener));
    }
    return base::Ok{};
  }

  CommandLine line_;
  const Config& config_ = line_.config;
  const ServiceManager& manager_;
  std::string serving_;  // and where
  base::EventLoopGroup loops_;
  base::ThreadPool pool_;
  const std::size_t budget_bytes_;
  base::ByteBudget budget_;
  aws::RequestIdSource request_ids_{base::SecureRandom::system().next()};
  std::optional<Certificate> certificate_;
  std::unique_ptr<Backend> backend_;
  std::string metrics_url_;  // of their own listener
  std::optional<MetricsPage> metrics_page_;
  std::unique_ptr<ControlSocket> control_;
  std::optional<Front> front_;
  std::optional<net::Server> server_;
};

}  // namespace

int serve(const CommandLine& line, const ReadAgain& read_again) {
  const Config& config = line.config;
  base::set_log_level(config.log_level);
  base::set_log_format(config.log_format);
  const ServiceManager manager = ServiceManager::of_environment();
  const sigset_t signals = block_signals();

  Process process(line, manager);
  if (const auto problem = process.start()) {
    process.stop();
    return fail(*problem);
  }
  log_durability(config);
  while (wait_for(signals) == SIGHUP && !::isatty(STDIN_FILENO)) process.reload(read_again);
  base::log_info("server", "stopping");
  if (!process.stop()) {
    // Every acknowledged write is safe; only answers are lost.
    base::log_warning("server", "stopped with requests unanswered");
    std::_Exit(EXIT_SUCCESS);
  }
  return EXIT_SUCCESS;
}

}  // namespace stator::server
