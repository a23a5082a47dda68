#include "functions/function_metrics.h"

#include <array>

namespace stator::functions {

using metrics::Label;
using metrics::Type;

// With the mutex held.
FunctionMetrics::Counts& FunctionMetrics::counts_of(const Function& function) {
  const Name name{function.scope.account, function.scope.region, function.name};
  const auto found = functions_.find(name);
  if (found != functions_.end()) return found->second;
  return functions_[functions_.size() < kMaxFunctions ? name : Name{"", "", "(other)"}];
}

// With the mutex held; nothing is made for a function that has gone.
FunctionMetrics::Counts* FunctionMetrics::find_counts(const Function& function) {
  auto found = functions_.find({function.scope.account, function.scope.region, function.name});
  if (found == functions_.end()) found = functions_.find({"", "", "(other)"});
  return found == functions_.end() ? nullptr : &found->second;
}

// With the mutex held. Nothing for one that is not named.
FunctionWindow* FunctionMetrics::window_of(const Function& function) {
  const Name name{function.scope.account, function.scope.region, function.name};
  if (!functions_.contains(name)) return nullptr;
  const auto [window, is_new] = windows_.try_emplace(name);
  if (is_new) {
    window->second.scope = function.scope;
    window->second.name = function.name;
  }
  return &window->second;
}

void FunctionMetrics::begin(const Function& function) {
  std::lock_guard lock(mutex_);
  ++counts_of(function).running;
}

// The counts may have gone since it began: a function was deleted while it ran.
void FunctionMetrics::end(const Function& function, Result result, std::chrono::nanoseconds time) {
  std::lock_guard lock(mutex_);
  Counts* const there = find_counts(function);
  if (there == nullptr) return;
  Counts& counts = *there;
  const std::int64_t running = counts.running;
  if (counts.running > 0) --counts.running;
  FunctionWindow* window = window_of(function);
  switch (result) {
    case Result::kThrottled:
      ++counts.throttles;
      if (window != nullptr) ++window->throttles;
      return;
    case Result::kRefused:
      return;
    case Result::kError:
      ++counts.errors;
      if (window != nullptr) ++window->errors;
      break;
    case Result::kDone:
      break;
  }
  ++counts.invocations;
  counts.duration.add(time);
  if (window == nullptr) return;
  ++window->invocations;
  if (running > 0) window->running.add(static_cast<double>(running));
  window->duration_millis.add(std::chrono::duration<double, std::milli>(time).count());
}

std::vector<FunctionWindow> FunctionMetrics::take_windows() {
  std::map<Name, FunctionWindow> taken;
  {
    std::lock_guard lock(mutex_);
    taken.swap(windows_);
  }
  std::vector<FunctionWindow> windows;
  for (auto& [name, window] : taken) windows.push_back(std::move(window));
  return windows;
}

void FunctionMetrics::forget(const Function& function) {
  std::lock_guard lock(mutex_);
  functions_.erase({function.scope.account, function.scope.region, function.name});
}

void FunctionMetrics::write(metrics::Exposition* out) const {
  std::map<Name, Counts> functions;
  {
    std::lock_guard lock(mutex_);
    functions = functions_;
  }
  const auto each = [&](std::string_view name, Type type, std::string_view help, const auto& value) {
    out->family(name, type, help);
    for (const auto& [key, counts] : functions) {
      const auto& [account, region, function] = key;
      const std::array<Label, 3> labels = {Label{"function", function}, Label{"account", account},
                                           Label{"region", region}};
      out->sample(labels, value(counts));
    }
  };
  const auto number = [](std::uint64_t Counts::*member) {
    return [member](const Counts& counts) { return static_cast<double>(counts.*member); };
  };
  each("stator_function_invocations", Type::kCounter, "Invocations that ran, also those that failed.",
       number(&Counts::invocations));
  each("stator_function_errors", Type::kCounter, "Invocations that ended with an error of the function.",
       number(&Counts::errors));
  each("stator_function_throttles", Type::kCounter, "Invocations refused because too many were running.",
       number(&Counts::throttles));
  each("stator_function_running", Type::kGauge, "Invocations under way.",
       [](const Counts& counts) { return static_cast<double>(counts.running); });
  each("stator_function_duration_seconds", Type::kHistogram,
       "Duration of invocations, with the start of an environment where there was none.",
       [](const Counts& counts) -> const metrics::TimeHistogram& { return counts.duration; });
}

}  // namespace stator::functions
