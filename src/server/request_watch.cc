#include "server/request_watch.h"

namespace stator::server {
namespace {

std::unordered_map<std::uint32_t, metrics::TableLabels> tables_of(const db::table::Catalog& catalog) {
  std::unordered_map<std::uint32_t, metrics::TableLabels> tables;
  for (const auto& schema : catalog.all())
    tables.emplace(schema->id,
                   metrics::TableLabels{schema->scope.account, schema->scope.region, schema->name});
  return tables;
}

std::string name_of(const db::table::Catalog& catalog, std::uint32_t id) {
  for (const auto& schema : catalog.all())
    if (schema->id == id) return schema->name;
  return "";
}

}  // namespace

RequestWatch::RequestWatch(base::EventLoopGroup& loops, const db::table::Catalog& catalog,
                           const base::Clock& clock)
    : metrics_(loops, [&catalog] { return tables_of(catalog); }),
      log_(clock, [&catalog](std::uint32_t id) { return name_of(catalog, id); }) {}

}  // namespace stator::server
