// What a simulation is told about the request: condition keys with values of a type.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "authz/evaluation.h"
#include "aws/error.h"
#include "services/iam/shapes/simulation.h"

namespace stator::services::iam {

struct Context {
  authz::Facts facts;
  std::set<std::string> keys;  // in lower case
  std::size_t bytes = 0;       // of keys and values
};

// InvalidInput for a value that is not of its type.
aws::Result<Context> read_context(const std::optional<std::vector<ContextEntry>>& entries);

}  // namespace stator::services::iam
