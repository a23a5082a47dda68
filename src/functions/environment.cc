#include "functions/environment.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstring>
#include <utility>

#include "aws/protocol/json_writer.h"
#include "base/log.h"
#include "base/random.h"
#include "functions/launcher.h"
#include "functions/messages.h"
#include "functions/syscall_filter.h"

namespace stator::functions {
namespace {

constexpr std::string_view kRuntimeApi = "/2018-06-01/runtime/";
constexpr int kMaxProcesses = 1024;  // AWS's limit
constexpr std::int64_t kInitLimitMicros = 10'000'000;
constexpr std::size_t kReadBytes = 64 * 1024;
// What an interpreter needs before it has run a line of the user's; AWS's memory sizes allow for less.
constexpr std::uint64_t kMemoryFloorBytes = 192ull << 20;
// Of the kernel, for the processes: their page tables, sockets and the like.
constexpr std::uint64_t kOverheadBytes = 32ull << 20;
constexpr int kOwnProcesses = 8;  // bubblewrap and init

std::string hex_id() {
  auto& random = base::SecureRandom::system();
  return fmt::format("{:016x}{:016x}", random.next(), random.next());
}

void set_nonblocking(int descriptor) { ::fcntl(descriptor, F_SETFL, O_NONBLOCK); }

net::Response json_response(int status, std::string body) {
  return net::Response(status, "application/json", std::move(body));
}

std::string exit_text(int status) {
  if (WIFSIGNALED(status)) {
    const int signal = WTERMSIG(status);
    if (signal == SIGKILL) return messages::kKilled;
    if (signal == SIGSEGV) return messages::kSegmentationFault;
    if (signal == SIGABRT) return messages::kAborted;
    return fmt::format(messages::kOtherSignal, signal);
  }
  const int code = WEXITSTATUS(status);
  // bubblewrap says so of a child that a signal ended.
  if (code == 128 + SIGKILL) return messages::kKilled;
  if (code == 128 + SIGSEGV) return messages::kSegmentationFault;
  if (code == 128 + SIGABRT) return messages::kAborted;
  return fmt::format(messages::kExitStatus, code);
}

}  // namespace

Environment::Environment(EnvironmentPlan plan, const Workplace& workplace, const Gateway& gateway,
                         ControlGroups* groups, std::shared_ptr<LogWriter> logs, base::Clock& clock,
                         std::function<void(Environment&)> ended)
    : plan_(std::move(plan)),
      workplace_(workplace),
      gateway_(gateway),
      logs_(std::move(logs)),
      clock_(clock),
      ended_(std::move(ended)),
      label_(std::string(kRuntimeLabel) + hex_id()),
      started_micros_(clock.unix_micros()) {
  // The watcher holds the processes to memory_limit(); files in /tmp are memory, too, and come on top.
  const GroupLimits limits{
      memory_limit() + kOverheadBytes + (static_cast<std::uint64_t>(plan_.configuration.tmp_megabytes) << 20),
      kMaxProcesses + kOwnProcesses};
  if (groups != nullptr) group_ = groups->add(label_.substr(kRuntimeLabel.size()), limits);
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) == 0) {
    output_ = net::UniqueFd(ends[0]);
    output_end_ = net::UniqueFd(ends[1]);
    set_nonblocking(ends[0]);
  }
  if (plan_.isolation == Isolation::kBubblewrap) {
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == 0) {
      channel_ = net::UniqueFd(ends[0]);
      channel_end_ = net::UniqueFd(ends[1]);
      set_nonblocking(ends[0]);
    }
    filter_ = make_syscall_filter();
    executable_ = net::UniqueFd(::open("/proc/self/exe", O_RDONLY | O_CLOEXEC));
    runtime_port_ = kSandboxRuntimePort;
    return;
  }
  auto listeners = net::open_listeners({"127.0.0.1", 0});
  if (!listeners.ok() || listeners->empty()) return;
  net::Listener listener = std::move(listeners->front());
  runtime_port_ = listener.endpoint.port;
  listener.label = label_;
  gateway_.add(std::move(listener));
}

Environment::~Environment() = default;

// ---- the process

ProcessPlan Environment::plan() {
  ProcessPlan plan;
  plan.arguments = {"/proc/self/exe",
                    std::string(kLauncherCommand),
                    std::to_string(::getpid()),
                    std::to_string(plan_.uid),
                    std::to_string(kMaxProcesses),
                    group_ ? group_->processes_file() : std::string(kNoGroup)};
  plan.inherited = {output_end_.get()};
  if (plan_.isolation == Isolation::kBubblewrap) {
    const SandboxDescriptors descriptors{executable_.get(), channel_end_.get(), filter_.get()};
    for (std::string& argument : sandbox_command(plan_, workplace_.folders(), descriptors))
      plan.arguments.push_back(std::move(argument));
    plan.inherited.push_back(channel_end_.get());
    plan.inherited.push_back(executable_.get());
    if (filter_.get() >= 0) plan.inherited.push_back(filter_.get());
  }
  for (std::string& argument : runtime_command(plan_, workplace_.folders()))
    plan.arguments.push_back(std::move(argument));
  const RuntimePlaces places{gateway_.url, logs_->stream(), runtime_port_};
  plan.environment = runtime_variables(plan_, workplace_.folders(), places);
  return plan;
}

void Environment::on_started(int pid) {
  // Ours are copies: the pipe ends when the process has closed its own.
  output_end_ = {};
  channel_end_ = {};
  filter_ = {};
  executable_ = {};
  bool kill_now = false;
  {
    std::lock_guard lock(mutex_);
    pid_ = pid;
    kill_now = dead_;
  }
  if (pid < 0) return on_exit(127 << 8);
  if (kill_now) end_processes();
}

void Environment::on_channel() {
  char byte = 0;
  iovec content{&byte, 1};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(8 * sizeof(int))> control{};
  msghdr message{};
  message.msg_iov = &content;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  const ssize_t received = ::recvmsg(channel_.get(), &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
  if (received < 0) return;
  channel_ = {};
  const cmsghdr* header = CMSG_FIRSTHDR(&message);
  if (received == 0 || header == nullptr || header->cmsg_type != SCM_RIGHTS) return;
  const std::size_t count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
  for (std::size_t i = 0; i < count; ++i) {
    int descriptor = -1;
    std::memcpy(&descriptor, CMSG_DATA(header) + i * sizeof(int), sizeof descriptor);
    net::Listener listener;
    listener.socket = net::UniqueFd(descriptor);
    listener.family = AF_INET;
    if (i >= std::size(kSandboxPorts)) continue;
    listener.endpoint = {"127.0.0.1", kSandboxPorts[i]};
    // The others are the server's own ports, seen from inside.
    listener.label = kSandboxPorts[i] == kSandboxRuntimePort ? label_ : "inside " + label_;
    gateway_.add(std::move(listener));
  }
}

void Environment::read_output() {
  std::lock_guard lock(output_mutex_);
  std::array<char, kReadBytes> bytes;
  for (;;) {
    const ssize_t size = ::read(output_.get(), bytes.data(), bytes.size());
    if (size <= 0) return;
    logs_->append({bytes.data(), static_cast<std::size_t>(size)});
    if (!logs_->wants_more()) return;
  }
}

void Environment::on_output() { read_output(); }

bool Environment::on_tick() {
  std::lock_guard lock(mutex_);
  if (dead_ || pid_ < 0 || (!invocation_ && initialized_)) return false;
  const std::int64_t now = clock_.unix_micros();
  if (!initialized_ && deadline_micros_ == 0)
    deadline_micros_ = now + kInitLimitMicros + plan_.configuration.timeout_seconds * 1'000'000;
  const std::uint64_t memory = memory_in_use();
  peak_bytes_ = std::max(peak_bytes_, memory);
  if (memory > memory_limit()) {
    blame_memory();
    end_processes();
  } else if (deadline_micros_ != 0 && now >= deadline_micros_) {
    killed_because_ = failure_payload("Sandbox.Timedout",
                                      fmt::format(messages::kTimedOut, plan_.configuration.timeout_seconds));
    kill_note_ = messages::kStatusTimeOut;
    end_processes();
  }
  return true;
}

void Environment::on_exit(int status) {
  if (group_) group_->kill();  // what it left behind
  read_output();
  base::Completion<Outcome>* done = nullptr;
  base::Completion<bool>* runtime = nullptr;
  Outcome outcome;
  {
    std::lock_guard lock(mutex_);
    dead_ = true;
    pid_ = -1;
    if (killed_because_.empty() && group_ && group_->ran_out_of_memory()) blame_memory();
    runtime = std::exchange(waiting_, nullptr);
    if (invocation_) {
      outcome.function_error = "Unhandled";
      if (!init_failure_.empty()) {
        outcome.payload = init_failure_;
      } else if (!killed_because_.empty()) {
        outcome.payload = killed_because_;
      } else {
        outcome.payload =
            failure_payload("Runtime.ExitError", fmt::format(messages::kExited, exit_text(status)));
        kill_note_ = messages::kStatusExit;
      }
      if (invocation_->begun_micros == 0) begin(*invocation_);
      done = end(outcome, kill_note_);
    }
  }
  gateway_.remove(label_);
  gateway_.remove("inside " + label_);
  if (runtime != nullptr) runtime->set(false);
  if (done != nullptr) done->set(std::move(outcome));
  ended_(*this);
}

// ---- what its processes use

std::uint64_t Environment::memory_limit() const {
  return std::max<std::uint64_t>(static_cast<std::uint64_t>(plan_.configuration.memory_megabytes) << 20,
                                 kMemoryFloorBytes);
}

std::uint64_t Environment::memory_in_use() const {
  const auto counted = group_ ? group_->memory_bytes() : std::nullopt;
  return counted ? *counted : private_memory_below(pid_);
}

void Environment::blame_memory() {
  killed_because_ = failure_payload("Runtime.OutOfMemory", fmt::format(messages::kExited, messages::kKilled));
  kill_note_ = messages::kStatusMemory;
}

void Environment::set_frozen(bool frozen) {
  if (std::exchange(frozen_, frozen) == frozen) return;
  if (group_) {
    group_->freeze(frozen);
  } else {
    signal_below(pid_, frozen ? SIGSTOP : SIGCONT);
  }
}

void Environment::end_processes() const {
  if (pid_ > 0) ::kill(pid_, kEndSignal);
  if (group_) group_->kill();
}

bool Environment::is_free() const {
  std::lock_guard lock(mutex_);
  return !dead_ && !invocation_;
}

bool Environment::end_if_free() {
  std::lock_guard lock(mutex_);
  if (dead_ || invocation_) return false;
  dead_ = true;
  end_processes();
  return true;
}

// ---- invocations

std::string Environment::failure_payload(std::string_view type, const std::string& text) const {
  std::string payload = "{\"errorType\":";
  aws::protocol::append_json_string(type, &payload);
  payload.append(",\"errorMessage\":");
  aws::protocol::append_json_string(
      fmt::format("RequestId: {} {}", invocation_ ? invocation_->request_id : std::string(), text), &payload);
  return payload.append("}");
}

void Environment::begin(Invocation& invocation) {
  invocation.begun_micros = clock_.unix_micros();
  deadline_micros_ = invocation.begun_micros + plan_.configuration.timeout_seconds * 1'000'000;
  logs_->begin_tail();
  logs_->line(fmt::format(messages::kLogStart, invocation.request_id, plan_.configuration.version));
}

base::Completion<Outcome>* Environment::end(Outcome& outcome, std::string_view problem) {
  const Invocation& invocation = *invocation_;
  const double millis = static_cast<double>(clock_.unix_micros() - invocation.begun_micros) / 1000;
  if (!problem.empty() && problem == messages::kStatusTimeOut)
    logs_->line(
        fmt::format(messages::kLogTimeOut, invocation.request_id, plan_.configuration.timeout_seconds));
  logs_->line(fmt::format(messages::kLogEnd, invocation.request_id));
  std::string report = fmt::format(messages::kLogReport, invocation.request_id, fmt::format("{:.2f}", millis),
                                   static_cast<std::int64_t>(millis) + 1,
                                   plan_.configuration.memory_megabytes, (peak_bytes_ + (1 << 20) - 1) >> 20);
  if (!std::exchange(init_shown_, true) && init_micros_ > 0)
    report +=
        fmt::format(messages::kLogInit, fmt::format("{:.2f}", static_cast<double>(init_micros_) / 1000));
  if (!problem.empty()) report.append(problem);
  logs_->line(std::move(report));
  outcome.log_tail = logs_->take_tail();
  base::Completion<Outcome>* done = invocation.done;
  invocation_.reset();
  deadline_micros_ = 0;
  idle_since_.store(clock_.unix_millis(), std::memory_order_relaxed);
  return done;
}

base::Completion<bool>* Environment::wake_runtime() {
  if (!invocation_ || waiting_ == nullptr) return nullptr;
  set_frozen(false);
  begin(*invocation_);
  return std::exchange(waiting_, nullptr);
}

bool Environment::assign(std::string request_id, std::string payload, std::string arn,
                         std::string client_context, base::Completion<Outcome>& done) {
  base::Completion<bool>* runtime = nullptr;
  {
    std::lock_guard lock(mutex_);
    if (dead_ || invocation_) return false;
    invocation_.emplace();
    invocation_->request_id = std::move(request_id);
    invocation_->payload = std::move(payload);
    invocation_->arn = std::move(arn);
    invocation_->client_context = std::move(client_context);
    invocation_->done = &done;
    runtime = wake_runtime();
  }
  if (runtime != nullptr) runtime->set(true);
  return true;
}

base::Task<net::Response> Environment::next() {
  base::Completion<bool> woken;
  bool ready = false;
  {
    std::lock_guard lock(mutex_);
    if (dead_ || waiting_ != nullptr) co_return json_response(410, "{}");
    if (!std::exchange(initialized_, true)) init_micros_ = clock_.unix_micros() - started_micros_;
    deadline_micros_ = 0;
    if (invocation_) {
      begin(*invocation_);
      ready = true;
    } else {
      waiting_ = &woken;
      if (pid_ > 0) set_frozen(true);
    }
  }
  if (!ready) {
    const bool go_on = co_await woken;
    if (!go_on) co_return json_response(410, "{}");
  }
  std::lock_guard lock(mutex_);
  if (!invocation_) co_return json_response(410, "{}");
  net::Response response = json_response(200, invocation_->payload);
  response.headers.add("Lambda-Runtime-Aws-Request-Id", invocation_->request_id);
  response.headers.add("Lambda-Runtime-Deadline-Ms", std::to_string(deadline_micros_ / 1000));
  response.headers.add("Lambda-Runtime-Invoked-Function-Arn", invocation_->arn);
  response.headers.add("Lambda-Runtime-Trace-Id", "Root=1-00000000-000000000000000000000000;Sampled=0");
  if (!invocation_->client_context.empty())
    response.headers.add("Lambda-Runtime-Client-Context", invocation_->client_context);
  co_return response;
}

net::Response Environment::finish(std::string_view request_id, Outcome outcome) {
  // What it printed before it answered stands in the log before the END.
  read_output();
  base::Completion<Outcome>* done = nullptr;
  {
    std::lock_guard lock(mutex_);
    if (!invocation_ || invocation_->request_id != request_id || invocation_->begun_micros == 0)
      return json_response(400, fmt::format(R"({{"errorMessage":"{}","errorType":"InvalidRequestID"}})",
                                            messages::kBadRequestId));
    peak_bytes_ = std::max(peak_bytes_, memory_in_use());
    done = end(outcome, "");
  }
  done->set(std::move(outcome));
  return json_response(202, R"({"status":"OK"})");
}

net::Response Environment::init_error(std::string body) {
  std::lock_guard lock(mutex_);
  init_failure_ = body.empty() ? "{}" : std::move(body);
  return json_response(202, R"({"status":"OK"})");
}

base::Task<net::Response> Environment::handle(net::Request& request) {
  constexpr std::string_view kInvocation = "invocation/", kResponse = "/response", kError = "/error";
  std::string_view path = request.path;
  if (!path.starts_with(kRuntimeApi)) co_return json_response(404, "{}");
  path.remove_prefix(kRuntimeApi.size());
  if (request.method == "GET" && path == "invocation/next") {
    auto response = co_await next();
    co_return response;
  }
  if (request.method != "POST") co_return json_response(405, "{}");
  if (path == "init/error") co_return init_error(std::move(request.body));
  if (!path.starts_with(kInvocation)) co_return json_response(404, "{}");
  path.remove_prefix(kInvocation.size());
  Outcome outcome;
  if (path.ends_with(kResponse)) {
    path.remove_suffix(kResponse.size());
    if (request.body.size() > kMaxResponseBytes) {
      outcome.function_error = "Unhandled";
      outcome.payload = fmt::format(R"({{"errorType":"Function.ResponseSizeTooLarge","errorMessage":"{}"}})",
                                    fmt::format(messages::kResponseTooLarge, kMaxResponseBytes));
    } else {
      outcome.payload = std::move(request.body);
    }
    co_return finish(path, std::move(outcome));
  }
  if (path.ends_with(kError)) {
    path.remove_suffix(kError.size());
    outcome.function_error = "Unhandled";
    outcome.payload = std::move(request.body);
    co_return finish(path, std::move(outcome));
  }
  co_return json_response(404, "{}");
}

}  // namespace stator::functions
