#include "db/table/stream_registry.h"

#include <fmt/chrono.h>
#include <fmt/core.h>

#include <algorithm>

#include "db/table/schema_codec.h"
#include "db/table/scope_key.h"
#include "db/table/storage_errors.h"
#include "keyspace/keys.h"

namespace stator::db::table {

namespace {

using keyspace::KeyBuilder;
using keyspace::Space;

constexpr std::int64_t kMicrosPerMilli = 1'000;

std::string stream_key(const Scope& scope, std::string_view table_name, std::string_view label) {
  return scope_key(Space::kStream, scope).bytes(table_name).bytes(label).take();
}

std::string label_of(std::int64_t unix_micros) {
  const std::time_t seconds = unix_micros / 1'000'000;
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}", fmt::gmtime(seconds),
                     unix_micros / kMicrosPerMilli % 1000);
}

Error damaged() {
  return {
      ErrorKind::kInternal, "a stream's record is damaged or was written by a newer version of Stator", {}};
}

Result<Stream> decode(std::string_view value, storage::CommitVersion version) {
  auto stream = decode_stream(value);
  if (!stream) return damaged();
  stream->end_sequence = version;
  return std::move(*stream);
}

}  // namespace

std::string Stream::arn() const {
  return fmt::format("arn:aws:dynamodb:{}:{}:table/{}/stream/{}", scope.region, scope.account, table_name,
                     label);
}

base::Task<Result<std::optional<Stream>>> StreamRegistry::find(Scope scope, std::string table_name,
                                                               std::string label) {
  const std::string key = stream_key(scope, table_name, label);
  auto record = co_await engine_.get_one(key);
  if (!record.ok()) co_return from_storage(record.error());
  if (!record->exists()) co_return std::optional<Stream>();
  STATOR_CO_ASSIGN(Stream stream, decode(record->value, record->version));
  co_return std::optional<Stream>(std::move(stream));
}

base::Task<Result<std::vector<Stream>>> StreamRegistry::list(ListRequest request) {
  KeyBuilder prefix = scope_key(Space::kStream, request.scope);
  if (!request.table_name.empty()) prefix.bytes(request.table_name);
  storage::KeyRange range = keyspace::prefix_range(prefix.view());
  if (!request.after_table_name.empty()) {
    // The first key after the one where the page before ended.
    std::string after = stream_key(request.scope, request.after_table_name, request.after_label);
    after.push_back('\0');
    range.begin = std::max(range.begin, after);
  }
  std::vector<Stream> streams;
  if (!range.end.empty() && range.begin >= range.end) co_return streams;
  std::optional<storage::KeyRange> rest = std::move(range);
  while (rest && streams.size() < request.limit) {
    storage::ScanLimits limits;
    limits.max_entries = request.limit - streams.size();
    auto page = co_await engine_.scan(std::move(*rest), storage::Direction::kForward, limits);
    if (!page.ok()) co_return from_storage(page.error());
    for (const storage::ScanPage::Entry& entry : page->entries()) {
      STATOR_CO_ASSIGN(Stream stream, decode(entry.value, entry.version));
      streams.push_back(std::move(stream));
    }
    rest = page->rest();
  }
  co_return streams;
}

storage::KeyRange StreamRegistry::all() { return keyspace::table_range_all(Space::kStream, 0); }

base::Task<Result<StreamRegistry::Part>> StreamRegistry::part(storage::KeyRange range) {
  auto page = co_await engine_.scan(std::move(range), storage::Direction::kForward, {});
  if (!page.ok()) co_return from_storage(page.error());
  Part part;
  for (const storage::ScanPage::Entry& entry : page->entries()) {
    STATOR_CO_ASSIGN(Stream stream, decode(entry.value, entry.version));
    part.streams.push_back(std::move(stream));
  }
  part.rest = page->rest();
  co_return part;
}

base::Task<Result<std::string>> StreamRegistry::new_label(const TableSchema& table, std::int64_t now_micros) {
  for (;; now_micros += kMicrosPerMilli) {
    std::string label = label_of(now_micros);
    const std::string key = stream_key(table.scope, table.name, label);
    auto taken = co_await engine_.get_one(key);
    if (!taken.ok()) co_return from_storage(taken.error());
    if (!taken->exists()) co_return label;
  }
}

storage::Write StreamRegistry::enabling(const TableSchema& table, std::int64_t now_micros) {
  Stream stream;
  stream.scope = table.scope;
  stream.table_name = table.name;
  stream.label = table.stream->label;
  stream.table_id = table.id;
  stream.log_group = table.stream->log_group;
  stream.view = table.stream->view;
  stream.keys = table.keys;
  stream.created_micros = now_micros;
  return {stream_key(stream.scope, stream.table_name, stream.label), encode_stream(stream)};
}

base::Task<Result<base::Ok>> StreamRegistry::add_disabling(const TableSchema& table, std::int64_t now_micros,
                                                           storage::Commit* commit) {
  std::string key = stream_key(table.scope, table.name, table.stream->label);
  auto record = co_await engine_.get_one(key);
  if (!record.ok()) co_return from_storage(record.error());
  if (!record->exists()) co_return damaged();
  STATOR_CO_ASSIGN(Stream stream, decode(record->value, record->version));
  stream.disabled_micros = now_micros;
  commit->guards.push_back({key, record->version});
  commit->writes.push_back({std::move(key), encode_stream(stream)});
  co_return base::Ok{};
}

base::Task<Result<base::Ok>> StreamRegistry::close(Scope scope, std::string table_name, std::string label) {
  std::string key = stream_key(scope, table_name, label);
  auto record = co_await engine_.get_one(key);
  if (!record.ok()) co_return from_storage(record.error());
  if (!record->exists()) co_return base::Ok{};
  STATOR_CO_ASSIGN(Stream stream, decode(record->value, record->version));
  if (stream.enabled() || stream.closed) co_return base::Ok{};
  stream.closed = true;
  storage::Commit commit;
  commit.guards.push_back({key, record->version});
  commit.writes.push_back({std::move(key), encode_stream(stream)});
  auto done = co_await storage::commit(engine_, std::move(commit));
  if (!done.ok()) co_return from_storage(done.error());
  co_return base::Ok{};
}

base::Task<Result<base::Ok>> StreamRegistry::forget(const Stream& stream) {
  storage::Commit commit;
  commit.writes.push_back({stream_key(stream.scope, stream.table_name, stream.label), std::nullopt});
  auto done = co_await storage::commit(engine_, std::move(commit));
  if (!done.ok()) co_return from_storage(done.error());
  co_return base::Ok{};
}

}  // namespace stator::db::table
