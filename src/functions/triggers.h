// Triggers: which there are, and the work of reading streams and calling functions. The position of each
// shard is in the database: after a crash nothing is skipped, and what was in flight is delivered again.
//
// Thread-safe, but for start() and stop().
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/executor.h"
#include "base/task.h"
#include "base/task_group.h"
#include "db/stream/streams.h"
#include "functions/batch_memory.h"
#include "functions/destinations.h"
#include "functions/invoker.h"
#include "functions/registry.h"
#include "functions/trigger.h"
#include "metrics/exposition.h"
#include "storage/append_signal.h"
#include "storage/engine.h"

namespace stator::functions {

class TriggerRunner;

// How the last call of a function by a trigger ended.
enum class ProcessingResult { kNone, kOk, kFunctionFailed };

class Triggers {
 public:
  struct Services {
    storage::Engine& engine;
    db::stream::Streams& streams;
    Registry& registry;
    Invoker& invoker;
    Roles& roles;
    Destinations& destinations;
    storage::AppendSignal& appended;
    base::Executor& background;
    base::Clock& clock;
    BatchMemory& batch_memory;
  };

  explicit Triggers(Services services);
  ~Triggers();

  // Reads what there is and goes on with it.
  void start();
  // No batch begins any more; those in flight are not waited for: their functions are ended.
  base::Task<void> stop();

  // Fills id, stream_arn and modified_millis in. kNotFound (no function), kInvalid (no stream), kExists.
  base::Task<Result<Trigger>> create(Trigger trigger);
  // Whether the role of the function may read the stream; true if there is no such function (any more).
  static base::Task<bool> may_read(const Services& services, const Trigger& trigger);
  // kInvalid if it may not.
  base::Task<Result<base::Ok>> check_access(const Trigger& trigger);
  base::Task<Result<Trigger>> find(Scope scope, std::string id);
  // In order of id.
  base::Task<Result<std::vector<Trigger>>> list(Scope scope);
  using Change = std::function<Result<base::Ok>(Trigger&)>;
  base::Task<Result<Trigger>> change(Scope scope, std::string id, Change change);
  base::Task<Result<Trigger>> remove(Scope scope, std::string id);

  // Since the trigger runs as it is: kNone again after a change of it, and after a start of the server.
  ProcessingResult last_result(const std::string& id);
  // How far each of those that run is behind.
  void write_metrics(metrics::Exposition* out);
  // How old the oldest record is that was read and is not delivered yet, of each mapping that has one.
  struct IteratorAge {
    telemetry::Scope scope;
    std::string function;
    double millis = 0;
  };
  std::vector<IteratorAge> iterator_ages();

 private:
  std::vector<std::shared_ptr<TriggerRunner>> measured_runners();
  base::Task<> load();
  void run(Trigger trigger);
  base::Task<> retire(std::shared_ptr<TriggerRunner> runner, Trigger trigger);
  base::Task<Result<base::Ok>> add_starting_positions(const Trigger& trigger, storage::Commit* commit);

  Services services_;
  base::TaskGroup tasks_;
  std::mutex mutex_;                                               // guards what follows
  std::map<std::string, std::shared_ptr<TriggerRunner>> runners_;  // by the ids of their triggers
  bool stopped_ = false;
};

}  // namespace stator::functions
