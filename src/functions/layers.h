// Which layers there are, and their archives.
//
// Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/task.h"
#include "functions/failure.h"
#include "functions/layer.h"
#include "functions/registry.h"
#include "storage/engine.h"

namespace stator::functions {

class Layers {
 public:
  // All outlive this.
  Layers(storage::Engine& engine, Registry& registry, base::Clock& clock)
      : engine_(engine), registry_(registry), clock_(clock) {}

  // As the next version of its name. `zip` has been checked.
  base::Task<Result<LayerVersion>> publish(LayerVersion layer, std::string zip);
  // kNotFound.
  base::Task<Result<LayerVersion>> find(Scope scope, std::string name, std::int64_t number);
  // All that are not deleted, by name and number; of one name, or of all.
  base::Task<Result<std::vector<LayerVersion>>> list(Scope scope, std::optional<std::string> name);
  // What is not there is no error. Functions that use it go on with it.
  base::Task<Result<base::Ok>> remove(Scope scope, std::string name, std::int64_t number);
  // Frees what was deleted and is used no more.
  base::Task<Result<base::Ok>> sweep(Scope scope);

  // The archive.
  base::Task<Result<std::string>> code(const LayerReference& layer);

 private:
  storage::Engine& engine_;
  Registry& registry_;
  base::Clock& clock_;
};

}  // namespace stator::functions
