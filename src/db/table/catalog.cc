#include "db/table/catalog.h"

#include "db/table/schema_codec.h"
#include "db/table/scope_key.h"
#include "db/table/storage_errors.h"
#include "keyspace/keys.h"

namespace stator::db::table {

namespace {

using keyspace::Space;

std::atomic<std::uint64_t> next_generation{1};

std::string descriptor_key(const Scope& scope, std::string_view name) {
  return scope_key(Space::kCatalog, scope).bytes(name).take();
}

}  // namespace

base::Task<Result<base::Ok>> Catalog::load() {
  auto map = std::make_shared<Map>();
  std::optional<storage::KeyRange> range = keyspace::table_range_all(Space::kCatalog, 0);
  while (range) {
    auto page = co_await engine_.scan(std::move(*range), storage::Direction::kForward, {});
    if (!page.ok()) co_return from_storage(page.error());
    for (const storage::ScanPage::Entry& entry : page->entries()) {
      auto schema = decode_schema(entry.value);
      if (!schema)
        co_return Error{ErrorKind::kInternal,
                        "a table descriptor is damaged or was written by a newer version of Stator",
                        {}};
      Name name{schema->scope.account, schema->scope.region, schema->name};
      map->emplace(std::move(name), std::make_shared<const TableSchema>(std::move(*schema)));
    }
    range = page->rest();
  }
  publish(std::move(map));
  co_return base::Ok{};
}

// Each thread keeps the map that it saw last; only after a change does it take the lock once.
const Catalog::Map& Catalog::snapshot() const {
  struct Cached {
    std::uint64_t generation = ~0ULL;
    std::shared_ptr<const Map> map;
  };
  thread_local Cached cached;
  std::uint64_t generation = generation_.load(std::memory_order_acquire);
  if (cached.generation != generation || generation == 0) {
    std::lock_guard lock(mutex_);
    cached.map = map_;
    cached.generation = generation_.load(std::memory_order_relaxed);
  }
  return *cached.map;
}

void Catalog::publish(std::shared_ptr<const Map> map) {
  std::lock_guard lock(mutex_);
  map_ = std::move(map);
  generation_.store(next_generation.fetch_add(1), std::memory_order_release);
}

std::shared_ptr<const TableSchema> Catalog::find(const Scope& scope, std::string_view name) const {
  const Map& map = snapshot();
  auto found = map.find(NameView{scope.account, scope.region, name});
  return found == map.end() ? nullptr : found->second;
}

std::vector<std::string> Catalog::names(const Scope& scope, std::string_view start_after,
                                        std::size_t limit) const {
  const Map& map = snapshot();
  std::vector<std::string> out;
  for (auto at = map.upper_bound(NameView{scope.account, scope.region, start_after});
       at != map.end() && at->second->scope == scope && out.size() < limit; ++at)
    out.push_back(at->second->name);
  return out;
}

std::vector<std::shared_ptr<const TableSchema>> Catalog::all() const {
  std::vector<std::shared_ptr<const TableSchema>> out;
  for (const auto& [name, schema] : snapshot()) out.push_back(schema);
  return out;
}

base::Task<Result<base::Ok>> Catalog::store(TableSchema schema, storage::Commit extra) {
  for (IndexSchema& index : schema.indexes) index.derive(schema.keys);
  extra.writes.push_back({descriptor_key(schema.scope, schema.name), encode_schema(schema)});
  auto stored = co_await storage::commit(engine_, std::move(extra));
  if (!stored.ok()) co_return from_storage(stored.error());
  auto map = std::make_shared<Map>(snapshot());
  Name name{schema.scope.account, schema.scope.region, schema.name};
  map->insert_or_assign(std::move(name), std::make_shared<const TableSchema>(std::move(schema)));
  publish(std::move(map));
  co_return base::Ok{};
}

base::Task<Result<base::Ok>> Catalog::remove(const TableSchema& schema, storage::Commit extra) {
  extra.writes.push_back({descriptor_key(schema.scope, schema.name), std::nullopt});
  auto stored = co_await storage::commit(engine_, std::move(extra));
  if (!stored.ok()) co_return from_storage(stored.error());
  auto map = std::make_shared<Map>(snapshot());
  map->erase(Name{schema.scope.account, schema.scope.region, schema.name});
  publish(std::move(map));
  co_return base::Ok{};
}

base::Task<Result<base::Ok>> Catalog::reload(Scope scope, std::string name) {
  const std::string key = descriptor_key(scope, name);
  auto record = co_await engine_.get_one(key);
  if (!record.ok()) co_return from_storage(record.error());
  storage::Commit unchanged;
  unchanged.guards.push_back({key, record->version});
  auto decided = co_await storage::commit(engine_, std::move(unchanged));
  if (!decided.ok()) co_return from_storage(decided.error());
  auto map = std::make_shared<Map>(snapshot());
  const Name at{scope.account, scope.region, name};
  map->erase(at);
  if (record->exists()) {
    auto schema = decode_schema(record->value);
    if (!schema) co_return Error{ErrorKind::kInternal, "a table descriptor is damaged", {}};
    map->emplace(at, std::make_shared<const TableSchema>(std::move(*schema)));
  }
  publish(std::move(map));
  co_return base::Ok{};
}

}  // namespace stator::db::table
