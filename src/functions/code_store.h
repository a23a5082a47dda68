// Zip archives in the engine: in pieces, beside the records that refer to them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/task.h"
#include "functions/failure.h"
#include "functions/function.h"
#include "keyspace/keys.h"
#include "storage/engine.h"

namespace stator::functions {

// The beginning of every key of functions: account and region. Callers append the rest.
keyspace::KeyBuilder scoped_key(const Scope& scope);

// Of one archive. `owner` is the name of a function, or "layer:NAME".
struct CodeDigest {
  std::int64_t id = 0;
  std::int64_t bytes = 0;
  std::string sha256;  // in base64
};
// With a new random id.
CodeDigest digest_code(std::string_view zip);
void add_code(const Scope& scope, const std::string& owner, std::int64_t id, std::string_view zip,
              storage::Commit* commit);
void drop_code(const Scope& scope, const std::string& owner, std::int64_t id, std::int64_t bytes,
               storage::Commit* commit);
// The only one that reads the engine.
base::Task<Result<std::string>> read_code(storage::Engine& engine, Scope scope, std::string owner,
                                          std::int64_t id);

}  // namespace stator::functions
