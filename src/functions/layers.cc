#include "functions/layers.h"

#include <algorithm>

#include "functions/code_store.h"
#include "functions/messages.h"
#include "keyspace/keys.h"
#include "records/records.h"

namespace stator::functions {

namespace {

using keyspace::KeyBuilder;

constexpr std::string_view kLayerKind = "layer", kNumberKind = "layer number";
constexpr std::size_t kPage = 1000;
// Somebody may just be creating a function with a layer that is being deleted.
constexpr std::int64_t kKeptMillis = 15 * 60 * 1000;

KeyBuilder named(std::string_view kind, const Scope& scope, const std::string& name) {
  KeyBuilder key = scoped_key(scope);
  key.bytes(kind).bytes(name);
  return key;
}

std::string version_key(const Scope& scope, const std::string& name, std::int64_t number) {
  return named(kLayerKind, scope, name).u64(static_cast<std::uint64_t>(number)).take();
}

std::string owner(const std::string& name) { return "layer:" + name; }

Failure no_layer() { return {FailureKind::kNotFound, messages::kNoResource}; }

bool uses(const Configuration& configuration, std::int64_t code_id) {
  return std::any_of(configuration.layers.begin(), configuration.layers.end(),
                     [&](const LayerReference& layer) { return layer.code_id == code_id; });
}

bool uses(const Function& function, std::int64_t code_id) {
  return uses(function.latest, code_id) ||
         std::any_of(function.versions.begin(), function.versions.end(),
                     [&](const Configuration& version) { return uses(version, code_id); });
}

}  // namespace

base::Task<Result<LayerVersion>> Layers::publish(LayerVersion layer, std::string zip) {
  const CodeDigest digest = digest_code(zip);
  layer.code_id = digest.id;
  layer.code_bytes = digest.bytes;
  layer.code_sha256 = digest.sha256;
  layer.created_millis = clock_.unix_millis();
  // The last number is kept for itself: those of deleted versions are not used again.
  const std::string last_key = named(kNumberKind, layer.scope, layer.name).take();
  for (std::size_t attempt = 0; attempt < storage::kMaxCommitAttempts; ++attempt) {
    auto last = co_await records::get<LayerVersion>(engine_, kLayerVersionRecord, last_key);
    if (!last.ok()) co_return to_failure(last.error());
    layer.number = last->value.number + 1;
    LayerVersion number;
    number.number = layer.number;
    storage::Commit commit;
    commit.guards.push_back({last_key, last->version});
    commit.writes.push_back({last_key, records::encode(kLayerVersionRecord, &number)});
    commit.writes.push_back(
        {version_key(layer.scope, layer.name, layer.number), records::encode(kLayerVersionRecord, &layer)});
    add_code(layer.scope, owner(layer.name), layer.code_id, zip, &commit);
    auto done = co_await storage::commit(engine_, std::move(commit));
    if (is_conflict(done)) continue;
    if (!done.ok()) co_return to_failure(done.error());
    co_return layer;
  }
  co_return Failure{FailureKind::kBusy};
}

base::Task<Result<LayerVersion>> Layers::find(Scope scope, std::string name, std::int64_t number) {
  auto found =
      co_await records::get<LayerVersion>(engine_, kLayerVersionRecord, version_key(scope, name, number));
  if (!found.ok()) co_return to_failure(found.error());
  if (!found->exists() || found->value.deleted_millis != 0) co_return no_layer();
  co_return std::move(found->value);
}

base::Task<Result<std::vector<LayerVersion>>> Layers::list(Scope scope, std::optional<std::string> name) {
  KeyBuilder prefix = scoped_key(scope);
  prefix.bytes(kLayerKind);
  if (name) prefix.bytes(*name);
  auto found = co_await records::list(engine_, keyspace::prefix_range(prefix.view()), SIZE_MAX);
  if (!found.ok()) co_return to_failure(found.error());
  std::vector<LayerVersion> layers;
  for (const records::Found& entry : *found) {
    LayerVersion layer;
    auto decoded = records::decode(kLayerVersionRecord, entry.value, &layer);
    if (!decoded.ok()) co_return to_failure(decoded.error());
    if (layer.deleted_millis == 0) layers.push_back(std::move(layer));
  }
  co_return layers;
}

base::Task<Result<base::Ok>> Layers::remove(Scope scope, std::string name, std::int64_t number) {
  const std::string key = version_key(scope, name, number);
  auto found = co_await records::get<LayerVersion>(engine_, kLayerVersionRecord, key);
  if (!found.ok()) co_return to_failure(found.error());
  if (!found->exists() || found->value.deleted_millis != 0) co_return base::Ok{};
  found->value.deleted_millis = clock_.unix_millis();
  storage::Commit commit;
  commit.writes.push_back({key, records::encode(kLayerVersionRecord, &found->value)});
  auto done = co_await storage::commit(engine_, std::move(commit));
  if (!done.ok()) co_return to_failure(done.error());
  auto swept = co_await sweep(std::move(scope));
  co_return swept;
}

base::Task<Result<base::Ok>> Layers::sweep(Scope scope) {
  KeyBuilder prefix = scoped_key(scope);
  prefix.bytes(kLayerKind);
  auto found = co_await records::list(engine_, keyspace::prefix_range(prefix.view()), SIZE_MAX);
  if (!found.ok()) co_return to_failure(found.error());
  const std::int64_t now = clock_.unix_millis();
  std::vector<LayerVersion> unused;
  for (const records::Found& entry : *found) {
    LayerVersion layer;
    auto decoded = records::decode(kLayerVersionRecord, entry.value, &layer);
    const bool is_old = layer.deleted_millis != 0 && now - layer.deleted_millis > kKeptMillis;
    if (decoded.ok() && is_old) unused.push_back(std::move(layer));
  }
  std::string after;
  for (bool more = !unused.empty(); more;) {
    auto page = co_await registry_.list(scope, after, kPage);
    if (!page.ok()) co_return std::move(page).error();
    for (const Function& function : page->first) {
      std::erase_if(unused, [&](const LayerVersion& layer) { return uses(function, layer.code_id); });
      after = function.name;
    }
    more = page->second;
  }
  if (unused.empty()) co_return base::Ok{};
  storage::Commit commit;
  for (const LayerVersion& layer : unused) {
    commit.writes.push_back({version_key(scope, layer.name, layer.number), std::nullopt});
    drop_code(scope, owner(layer.name), layer.code_id, layer.code_bytes, &commit);
  }
  auto done = co_await storage::commit(engine_, std::move(commit));
  if (!done.ok()) co_return to_failure(done.error());
  co_return base::Ok{};
}

base::Task<Result<std::string>> Layers::code(const LayerReference& layer) {
  auto code = co_await read_code(engine_, layer.scope, owner(layer.name), layer.code_id);
  co_return code;
}

}  // namespace stator::functions
