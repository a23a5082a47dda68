// Which functions there are, and their code. Everything about a function is one record, so that a change is
// one commit; its code stands beside it and is written in the commit that refers to it.
//
// Thread-safe.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/task.h"
#include "functions/failure.h"
#include "functions/function.h"
#include "storage/engine.h"

namespace stator::functions {

class Registry {
 public:
  Registry(storage::Engine& engine, base::Clock& clock) : engine_(engine), clock_(clock) {}

  // `zip` has been checked. kExists.
  base::Task<Result<Function>> create(Function function, std::string zip);
  // kNotFound names the function.
  base::Task<Result<Function>> find(Scope scope, std::string name);
  // In order of name, and whether there are more.
  base::Task<Result<std::pair<std::vector<Function>, bool>>> list(Scope scope, std::string after,
                                                                  std::size_t limit);
  base::Task<Result<base::Ok>> remove(Scope scope, std::string name);

  // Changes the record under a guard: `change` may run more than once, and fail. With `zip`, which has been
  // checked, $LATEST gets that code. Code that nothing refers to any more goes.
  using Change = std::function<Result<base::Ok>(Function&)>;
  base::Task<Result<Function>> change(Scope scope, std::string name, Change change, std::string zip = {});

  // The zip archive of a configuration; of a layer, where the name is "layer:" and its name.
  base::Task<Result<std::string>> code(Scope scope, std::string name, std::int64_t code_id);

  base::Clock& clock() { return clock_; }

 private:
  storage::Engine& engine_;
  base::Clock& clock_;
};

// "00000000-0000-4000-8000-000000000000", of random bits.
std::string new_uuid();

}  // namespace stator::functions
