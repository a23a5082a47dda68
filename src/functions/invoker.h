// Invokes functions: keeps environments warm, makes new ones, and lets go of those that nobody needs.
//
// Thread-safe, but for the constructor and stop().
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/executor.h"
#include "base/task.h"
#include "base/task_group.h"
#include "functions/control_groups.h"
#include "functions/environment.h"
#include "functions/failure.h"
#include "functions/function_metrics.h"
#include "functions/layers.h"
#include "functions/process.h"
#include "functions/registry.h"
#include "functions/roles.h"
#include "functions/workplace.h"
#include "telemetry/logs.h"

namespace stator::functions {

inline constexpr std::size_t kMaxRequestBytes = 6'291'456;       // AWS's limit
inline constexpr std::size_t kMaxAsyncRequestBytes = 1'048'576;  // AWS's limit since 2025
inline constexpr std::size_t kMaxEnvironments = 64;              // of all functions together
inline constexpr std::int64_t kMaxIdleMillis = 10 * 60 * 1000;

struct InvocationRequest {
  std::string payload;
  std::string qualifier;  // a version or alias; empty: $LATEST
  std::string client_context;
  std::string request_id;  // of the request that invokes, a UUID; empty: the invocation gets one
};

class Invoker {
 public:
  struct Services {
    Registry& registry;
    Layers& layers;
    Roles& roles;
    telemetry::Logs& logs;
    base::Executor& background;
    base::Executor& pool;  // unpacks code
    base::Clock& clock;
  };

  // `refusal`: why functions must not run on this server, whatever it could do; empty: they may.
  // `node_modules`: a folder that functions for Node.js see; empty: none.
  Invoker(Services services, Isolation isolation, Gateway gateway, std::string refusal,
          std::string node_modules);
  ~Invoker();

  // Nothing if functions can run here; else one line for whoever wants to create one. The first call tries.
  // Waits: to be called on the pool.
  const std::string& problem();

  // Runs to the end. The error is of the service (no such version, too many at once); what goes wrong inside
  // of a function is an outcome.
  base::Task<Result<Outcome>> invoke(Function function, InvocationRequest request);
  // Ends what runs old code or an old configuration of the function.
  void forget(const Function& function);

  // What is counted of a function that is deleted goes, too.
  FunctionMetrics& metrics() { return metrics_; }

  // A request that came in by a listener of an environment.
  base::Task<net::Response> handle(net::Request& request);

  // Ends all environments. Nothing can be invoked any more.
  base::Task<void> stop();
  bool stopped();

 private:
  base::Task<Result<Outcome>> run(Function function, InvocationRequest request);
  base::Task<Result<std::shared_ptr<Environment>>> make(const Function& function,
                                                        const Configuration& configuration);
  // Folders with the code and the layers. Called on the pool.
  struct Folders {
    std::string code;
    std::string layers;  // empty: none
  };
  base::Task<base::Result<Folders, std::string>> unpack(const Function& function,
                                                        const Configuration& configuration, unsigned uid);
  std::shared_ptr<Environment> take_free(const Function& function, const Configuration& configuration);
  Result<base::Ok> reserve(const Function& function);
  void ended(Environment& environment);
  std::size_t count(const Function& function) const;  // mutex_ is held

  Services services_;
  const Isolation isolation_;
  const Gateway gateway_;
  const std::string node_modules_;
  FunctionMetrics metrics_;
  std::unique_ptr<ControlGroups> groups_;  // nullptr: none; outlives the environments
  Supervisor supervisor_;
  base::TaskGroup tasks_;

  std::mutex problem_mutex_;  // guards the two below, and groups_
  std::unique_ptr<const std::string> problem_;
  std::unique_ptr<Workplace> workplace_;

  std::mutex mutex_;                                                  // guards what follows
  std::map<std::string, std::shared_ptr<Environment>> environments_;  // by their labels
  std::map<std::string, std::size_t> starting_;                       // by the ARNs of their functions
  bool stopped_ = false;
};

}  // namespace stator::functions
