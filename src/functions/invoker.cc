#include "functions/invoker.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "base/log.h"
#include "base/random.h"
#include "functions/messages.h"

namespace stator::functions {
namespace {

// AWS's stream names: "2026/01/31/[$LATEST]0123456789abcdef0123456789abcdef".
std::string log_stream_name(std::int64_t unix_seconds, std::string_view version) {
  auto& random = base::SecureRandom::system();
  return fmt::format("{:%Y/%m/%d}/[{}]{:016x}{:016x}", fmt::gmtime(static_cast<std::time_t>(unix_seconds)),
                     version, random.next(), random.next());
}

Failure throttled() { return {FailureKind::kTooMany, messages::kThrottled}; }

FunctionMetrics::Result result_of(const Result<Outcome>& outcome) {
  if (outcome.ok())
    return outcome->function_error.empty() ? FunctionMetrics::Result::kDone : FunctionMetrics::Result::kError;
  return outcome.error().kind == FailureKind::kTooMany ? FunctionMetrics::Result::kThrottled
                                                       : FunctionMetrics::Result::kRefused;
}

void log_groups(const ControlGroups* groups) {
  if (groups == nullptr) {
    base::log_info("functions", "no control groups (version 2) here: memory is watched, SIGSTOP freezes");
  } else {
    base::log_info("functions", "control groups freeze functions{} in {}",
                   groups->limits_memory() ? " and limit their memory" : "", groups->folder());
  }
}

// Runs what is wanted now, as a role whose session lasts.
bool is_current(const Environment& environment, const Function& function, const Configuration& configuration,
                std::int64_t now_millis) {
  const EnvironmentPlan& plan = environment.about();
  return is_fresh(*plan.session, now_millis) && plan.function.arn() == function.arn() &&
         plan.configuration.version == configuration.version &&
         plan.configuration.revision == configuration.revision;
}

}  // namespace

Invoker::Invoker(Services services, Isolation isolation, Gateway gateway, std::string refusal,
                 std::string node_modules)
    : services_(services),
      isolation_(isolation),
      gateway_(std::move(gateway)),
      node_modules_(std::move(node_modules)) {
  if (!refusal.empty()) problem_ = std::make_unique<const std::string>(std::move(refusal));
}

Invoker::~Invoker() = default;

const std::string& Invoker::problem() {
  std::lock_guard lock(problem_mutex_);
  if (problem_) return *problem_;
  std::string problem = isolation_ == Isolation::kBubblewrap ? bubblewrap_problem() : "";
  if (problem.empty()) {
    auto workplace = Workplace::make(node_modules_);
    if (workplace.ok()) {
      workplace_ = std::make_unique<Workplace>(std::move(*workplace));
      groups_ = working_groups();
      log_groups(groups_.get());
    } else {
      problem = workplace.error();
    }
  }
  problem_ = std::make_unique<const std::string>(std::move(problem));
  return *problem_;
}

std::size_t Invoker::count(const Function& function) const {
  const std::string arn = function.arn();
  const auto starting = starting_.find(arn);
  std::size_t number = starting == starting_.end() ? 0 : starting->second;
  for (const auto& [label, environment] : environments_) {
    if (environment->about().function.arn() == arn && !environment->is_free()) ++number;
  }
  return number;
}

std::shared_ptr<Environment> Invoker::take_free(const Function& function,
                                                const Configuration& configuration) {
  const std::int64_t now = services_.clock.unix_millis();
  std::lock_guard lock(mutex_);
  for (const auto& [label, environment] : environments_) {
    if (environment->is_free() && is_current(*environment, function, configuration, now)) return environment;
  }
  return nullptr;
}

// Room for one more environment, made by ending the one that was idle for the longest time if need be.
Result<base::Ok> Invoker::reserve(const Function& function) {
  std::lock_guard lock(mutex_);
  if (stopped_) return Failure{FailureKind::kBusy, messages::kServerStops};
  const std::int64_t oldest_kept = services_.clock.unix_millis() - kMaxIdleMillis;
  for (const auto& [label, environment] : environments_) {
    const std::int64_t since = environment->idle_since_millis();
    if (since != 0 && since < oldest_kept) environment->end_if_free();
  }
  std::size_t all = environments_.size();
  for (const auto& [arn, number] : starting_) all += number;
  if (all >= kMaxEnvironments) {
    Environment* oldest = nullptr;
    do {
      oldest = nullptr;
      for (const auto& [label, environment] : environments_) {
        if (!environment->is_free()) continue;
        if (oldest == nullptr || environment->idle_since_millis() < oldest->idle_since_millis())
          oldest = environment.get();
      }
      if (oldest == nullptr) return throttled();
    } while (!oldest->end_if_free());  // it was invoked meanwhile
  }
  ++starting_[function.arn()];
  return base::Ok{};
}

base::Task<base::Result<Invoker::Folders, std::string>> Invoker::unpack(const Function& function,
                                                                        const Configuration& configuration,
                                                                        unsigned uid) {
  if (!problem().empty()) co_return problem();
  Folders folders;
  const std::string name = Workplace::code_name(configuration);
  std::vector<std::string> zips;
  if (!workplace_->has(name)) {
    auto code = co_await services_.registry.code(function.scope, function.name, configuration.code_id);
    if (!code.ok()) co_return std::move(code).error().message;
    zips.push_back(std::move(*code));
  }
  auto unpacked = workplace_->unpack_all(name, zips, uid);
  if (!unpacked.ok()) co_return std::move(unpacked).error().message;
  folders.code = std::move(*unpacked);
  if (configuration.layers.empty()) co_return folders;
  const std::string layers_name = Workplace::layers_name(configuration, uid);
  zips.clear();
  if (!workplace_->has(layers_name)) {
    for (const LayerReference& layer : configuration.layers) {
      auto code = co_await services_.layers.code(layer);
      if (!code.ok()) co_return std::move(code).error().message;
      zips.push_back(std::move(*code));
    }
  }
  auto layers = workplace_->unpack_all(layers_name, zips, uid);
  if (!layers.ok()) co_return std::move(layers).error().message;
  folders.layers = std::move(*layers);
  co_return folders;
}

base::Task<Result<std::shared_ptr<Environment>>> Invoker::make(const Function& function,
                                                               const Configuration& configuration) {
  auto session = co_await services_.roles.session(function, configuration.role);
  if (!session.ok()) co_return std::move(session).error();
  STATOR_CO_TRY(reserve(function));
  const std::string arn = function.arn();
  base::Executor* home = base::Executor::current();
  co_await base::switch_to(services_.pool);
  const unsigned uid = user_of(function);
  auto folders = co_await unpack(function, configuration, uid);
  if (home != nullptr) co_await base::switch_to(*home);
  std::lock_guard lock(mutex_);
  if (--starting_[arn] == 0) starting_.erase(arn);
  if (stopped_) co_return Failure{FailureKind::kBusy, messages::kServerStops};
  if (!folders.ok()) co_return Failure{FailureKind::kInternal, std::move(folders).error()};
  auto permit = [&roles = services_.roles, function, session = *session](std::string_view action,
                                                                         std::string_view resource) {
    return roles.allows(function, *session, action, resource);
  };
  auto logs = std::make_shared<LogWriter>(
      services_.logs, services_.background, tasks_, function.scope, function.log_group(),
      log_stream_name(services_.clock.unix_seconds(), configuration.version), std::move(permit));
  EnvironmentPlan plan;
  plan.function = function;
  plan.configuration = configuration;
  plan.code_folder = std::move(folders->code);
  plan.layers_folder = std::move(folders->layers);
  plan.node_modules = node_modules_;
  plan.uid = uid;
  plan.isolation = isolation_;
  plan.session = *session;
  auto environment =
      std::make_shared<Environment>(std::move(plan), *workplace_, gateway_, groups_.get(), std::move(logs),
                                    services_.clock, [this](Environment& gone) { ended(gone); });
  environments_.emplace(environment->label(), environment);
  co_return environment;
}

base::Task<Result<Outcome>> Invoker::invoke(Function function, InvocationRequest request) {
  const std::int64_t begun = services_.clock.steady_nanos();
  Function counted;
  counted.scope = function.scope;
  counted.name = function.name;
  metrics_.begin(counted);
  auto outcome = co_await run(std::move(function), std::move(request));
  metrics_.end(counted, result_of(outcome), std::chrono::nanoseconds(services_.clock.steady_nanos() - begun));
  co_return outcome;
}

base::Task<Result<Outcome>> Invoker::run(Function function, InvocationRequest request) {
  const Configuration* configuration = function.find(request.qualifier);
  if (configuration == nullptr)
    co_return Failure{FailureKind::kNotFound,
                      fmt::format(messages::kNoFunction, function.arn() + ":" + request.qualifier)};
  if (function.reserved_concurrency) {
    std::lock_guard lock(mutex_);
    if (count(function) >= static_cast<std::size_t>(*function.reserved_concurrency)) co_return throttled();
  }
  std::string arn = function.arn();
  if (!request.qualifier.empty()) arn += ":" + request.qualifier;
  const std::string request_id = request.request_id.empty() ? new_uuid() : std::move(request.request_id);
  base::Completion<Outcome> done;
  for (;;) {
    std::shared_ptr<Environment> environment = take_free(function, *configuration);
    const bool is_new = environment == nullptr;
    if (is_new) {
      auto made = co_await make(function, *configuration);
      if (!made.ok()) co_return std::move(made).error();
      environment = std::move(*made);
    }
    const bool assigned = environment->assign(request_id, request.payload, arn, request.client_context, done);
    if (is_new) supervisor_.start(environment);
    if (!assigned) continue;
    supervisor_.wake();
    break;
  }
  Outcome outcome = co_await done;
  outcome.request_id = request_id;
  outcome.version = configuration->version;
  co_return outcome;
}

bool Invoker::stopped() {
  std::lock_guard lock(mutex_);
  return stopped_;
}

void Invoker::forget(const Function& function) {
  std::lock_guard lock(mutex_);
  for (const auto& [label, environment] : environments_) {
    if (environment->about().function.arn() == function.arn()) environment->end_if_free();
  }
}

void Invoker::ended(Environment& environment) {
  std::shared_ptr<Environment> last;  // gone once the lock is
  std::lock_guard lock(mutex_);
  const auto found = environments_.find(environment.label());
  if (found == environments_.end()) return;
  last = std::move(found->second);
  environments_.erase(found);
}

base::Task<net::Response> Invoker::handle(net::Request& request) {
  std::shared_ptr<Environment> environment;
  {
    std::lock_guard lock(mutex_);
    const auto found = environments_.find(std::string(request.remote_address));
    if (found != environments_.end()) environment = found->second;
  }
  if (environment == nullptr) co_return net::Response(410, "application/json", "{}");
  auto response = co_await environment->handle(request);
  co_return response;
}

base::Task<void> Invoker::stop() {
  {
    std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  base::Executor* home = base::Executor::current();
  co_await base::switch_to(services_.pool);
  supervisor_.stop();
  if (home != nullptr) co_await base::switch_to(*home);
  co_await tasks_.wait();
}

}  // namespace stator::functions
