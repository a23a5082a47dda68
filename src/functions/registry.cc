#include "functions/registry.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/random.h"
#include "functions/code_store.h"
#include "functions/function_arn.h"
#include "functions/messages.h"
#include "keyspace/keys.h"
#include "records/records.h"

namespace stator::functions {

namespace {

constexpr std::string_view kRecordKind = "function";

std::string record_key(const Scope& scope, std::string_view name) {
  return scoped_key(scope).bytes(kRecordKind).bytes(name).take();
}

void set_code(Configuration& configuration, std::string_view zip) {
  const CodeDigest digest = digest_code(zip);
  configuration.code_id = digest.id;
  configuration.code_bytes = digest.bytes;
  configuration.code_sha256 = digest.sha256;
}

std::vector<std::pair<std::int64_t, std::int64_t>> codes_of(const Function& function) {
  std::vector<std::pair<std::int64_t, std::int64_t>> codes{
      {function.latest.code_id, function.latest.code_bytes}};
  for (const Configuration& version : function.versions)
    codes.emplace_back(version.code_id, version.code_bytes);
  return codes;
}

// The pieces of code that `before` refers to and `after` (if there is one) does not.
void drop_unused(const Function& before, const Function* after, storage::Commit* commit) {
  auto gone = codes_of(before);
  std::sort(gone.begin(), gone.end());
  gone.erase(std::unique(gone.begin(), gone.end()), gone.end());
  const auto kept = after == nullptr ? decltype(gone)() : codes_of(*after);
  for (const auto& code : gone) {
    if (std::find(kept.begin(), kept.end(), code) != kept.end()) continue;
    drop_code(before.scope, before.name, code.first, code.second, commit);
  }
}

Failure no_function(const Scope& scope, const std::string& name) {
  return {FailureKind::kNotFound, fmt::format(messages::kNoFunction, FunctionArn{scope, name, ""}.text())};
}

}  // namespace

std::string new_uuid() { return base::new_uuid(base::SecureRandom::system()); }

base::Task<Result<Function>> Registry::create(Function function, std::string zip) {
  set_code(function.latest, zip);
  function.latest.modified_millis = clock_.unix_millis();
  function.latest.revision = new_uuid();
  storage::Commit commit;
  const std::string key = record_key(function.scope, function.name);
  commit.guards.push_back({key, 0});
  commit.writes.push_back({key, records::encode(kFunctionRecord, &function)});
  add_code(function.scope, function.name, function.latest.code_id, zip, &commit);
  auto done = co_await storage::commit(engine_, std::move(commit));
  if (is_conflict(done))
    co_return Failure{FailureKind::kExists, fmt::format(messages::kFunctionExists, function.name)};
  if (!done.ok()) co_return to_failure(done.error());
  co_return function;
}

base::Task<Result<Function>> Registry::find(Scope scope, std::string name) {
  auto found = co_await records::get<Function>(engine_, kFunctionRecord, record_key(scope, name));
  if (!found.ok()) co_return to_failure(found.error());
  if (!found->exists()) co_return no_function(scope, name);
  co_return std::move(found->value);
}

base::Task<Result<std::pair<std::vector<Function>, bool>>> Registry::list(Scope scope, std::string after,
                                                                          std::size_t limit) {
  storage::KeyRange range = keyspace::prefix_range(scoped_key(scope).bytes(kRecordKind).view());
  if (!after.empty()) {
    range.begin = record_key(scope, after);
    range.begin.push_back('\0');
  }
  auto found = co_await records::list(engine_, std::move(range), limit + 1);
  if (!found.ok()) co_return to_failure(found.error());
  std::pair<std::vector<Function>, bool> page;
  for (const records::Found& entry : *found) {
    if (page.first.size() == limit) {
      page.second = true;
      break;
    }
    Function& function = page.first.emplace_back();
    auto decoded = records::decode(kFunctionRecord, entry.value, &function);
    if (!decoded.ok()) co_return to_failure(decoded.error());
  }
  co_return page;
}

base::Task<Result<base::Ok>> Registry::remove(Scope scope, std::string name) {
  const std::string key = record_key(scope, name);
  for (std::size_t attempt = 0; attempt < storage::kMaxCommitAttempts; ++attempt) {
    auto found = co_await records::get<Function>(engine_, kFunctionRecord, key);
    if (!found.ok()) co_return to_failure(found.error());
    if (!found->exists()) co_return no_function(scope, name);
    storage::Commit commit;
    commit.guards.push_back({key, found->version});
    commit.writes.push_back({key, std::nullopt});
    drop_unused(found->value, nullptr, &commit);
    auto done = co_await storage::commit(engine_, std::move(commit));
    if (is_conflict(done)) continue;
    if (!done.ok()) co_return to_failure(done.error());
    co_return base::Ok{};
  }
  co_return Failure{FailureKind::kBusy};
}

base::Task<Result<Function>> Registry::change(Scope scope, std::string name, Change change, std::string zip) {
  const std::string key = record_key(scope, name);
  for (std::size_t attempt = 0; attempt < storage::kMaxCommitAttempts; ++attempt) {
    auto found = co_await records::get<Function>(engine_, kFunctionRecord, key);
    if (!found.ok()) co_return to_failure(found.error());
    if (!found->exists()) co_return no_function(scope, name);
    Function changed = found->value;
    STATOR_CO_TRY(change(changed));
    storage::Commit commit;
    if (!zip.empty()) {
      set_code(changed.latest, zip);
      add_code(changed.scope, changed.name, changed.latest.code_id, zip, &commit);
    }
    drop_unused(found->value, &changed, &commit);
    commit.guards.push_back({key, found->version});
    commit.writes.push_back({key, records::encode(kFunctionRecord, &changed)});
    auto done = co_await storage::commit(engine_, std::move(commit));
    if (is_conflict(done)) continue;
    if (!done.ok()) co_return to_failure(done.error());
    co_return changed;
  }
  co_return Failure{FailureKind::kBusy};
}

base::Task<Result<std::string>> Registry::code(Scope scope, std::string name, std::int64_t code_id) {
  auto code = co_await read_code(engine_, std::move(scope), std::move(name), code_id);
  co_return code;
}

}  // namespace stator::functions
