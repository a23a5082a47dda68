#include "db/table/data_readers.h"

#include "db/table/storage_errors.h"
#include "keyspace/keys.h"

namespace stator::db::table {

namespace {

using keyspace::KeyBuilder;
using keyspace::Space;

constexpr std::string_view kReading = "reading";

KeyBuilder readers_prefix(std::uint32_t table_id) {
  KeyBuilder key(Space::kMeta, 0, 0);
  key.set_hash(0).bytes(kReading).u64(table_id);
  return key;
}

std::string reader_key(std::uint32_t table_id, std::uint32_t reader) {
  return readers_prefix(table_id).u64(reader).take();
}

}  // namespace

storage::Write begin_reading(std::uint32_t table_id, std::uint32_t reader) {
  return {reader_key(table_id, reader), std::string()};
}

storage::Write end_reading(std::uint32_t table_id, std::uint32_t reader) {
  return {reader_key(table_id, reader), std::nullopt};
}

base::Task<Result<bool>> has_readers(storage::Engine& engine, std::uint32_t table_id) {
  storage::KeyRange range = keyspace::prefix_range(readers_prefix(table_id).view());
  storage::ScanLimits limits;
  limits.max_entries = 1;
  auto page = co_await engine.scan(std::move(range), storage::Direction::kForward, limits);
  if (!page.ok()) co_return from_storage(page.error());
  co_return !page->entries().empty();
}

}  // namespace stator::db::table
