#include "db/transaction/client_tokens.h"

#include "base/log.h"
#include "db/model/value.h"
#include "db/model/value_writer.h"
#include "db/table/storage_errors.h"
#include "keyspace/keys.h"

namespace stator::db::transaction {

namespace {

using keyspace::KeyBuilder;
using keyspace::Space;

constexpr char kRecordFormat = 1;

std::string token_id(const ClientToken& token) {
  return token.operation + '\0' + token.scope.account + '\0' + token.scope.region + '\0' + token.token;
}

// The bucket stands in the hash field, so that a bucket is one range.
std::string token_key(const ClientToken& token, std::int64_t bucket) {
  return KeyBuilder(Space::kIdempotency, 0, 0)
      .set_hash(static_cast<std::uint64_t>(bucket))
      .bytes(token_id(token))
      .take();
}

std::string bucket_prefix(std::int64_t bucket) {
  return KeyBuilder(Space::kIdempotency, 0, 0).set_hash(static_cast<std::uint64_t>(bucket)).take();
}

// Units are multiples of a half.
std::string encode(const TokenRecord& record) {
  std::string out(1, kRecordFormat);
  model::ValueWriter writer(&out);
  writer.begin_map();
  writer.name("digest");
  writer.binary(record.digest);
  writer.name("completed");
  writer.number(model::Number::from_int(record.completed_micros));
  writer.name("reads");
  writer.begin_map();
  for (const table::ConsumedCapacity& consumed : record.read_units) {
    writer.name(consumed.table_name);
    writer.number(model::Number::from_int(static_cast<std::int64_t>(consumed.table * 2)));
  }
  writer.end_map();
  writer.end_map();
  return out;
}

std::optional<TokenRecord> decode(std::string_view bytes) {
  if (bytes.empty() || bytes[0] != kRecordFormat || !model::valid(bytes.substr(1))) return std::nullopt;
  model::ValueView value(bytes.substr(1));
  if (value.type() != model::Type::kM) return std::nullopt;
  auto digest = value.map().find("digest");
  auto completed = value.map().find("completed");
  auto reads = value.map().find("reads");
  if (!digest || !completed || !reads) return std::nullopt;
  TokenRecord record;
  record.digest = std::string(digest->text());
  if (!completed->number().to_int64(&record.completed_micros)) return std::nullopt;
  for (model::Attribute attribute : reads->map()) {
    std::int64_t halves = 0;
    if (!attribute.value.number().to_int64(&halves)) return std::nullopt;
    table::ConsumedCapacity& consumed = record.read_units.emplace_back();
    consumed.table_name = std::string(attribute.name);
    consumed.table = static_cast<double>(halves) / 2;
  }
  return record;
}

}  // namespace

bool ClientTokens::begin(const ClientToken& token) {
  std::lock_guard lock(mutex_);
  return running_.insert(token_id(token)).second;
}

void ClientTokens::end(const ClientToken& token) {
  std::lock_guard lock(mutex_);
  running_.erase(token_id(token));
}

std::int64_t ClientTokens::bucket_now() const { return parts_.clock.unix_micros() / kTokenLifetimeMicros; }

base::Task<Result<std::optional<TokenRecord>>> ClientTokens::find(ClientToken token) {
  const std::int64_t bucket = bucket_now();
  for (std::int64_t candidate : {bucket, bucket - 1}) {
    std::string key = token_key(token, candidate);
    auto record = co_await parts_.engine.get_one(key);
    if (!record.ok()) co_return table::from_storage(record.error());
    if (!record->exists()) continue;
    auto decoded = decode(record->value);
    if (!decoded) co_return Error{ErrorKind::kInternal, "a client token's record is damaged", {}};
    if (parts_.clock.unix_micros() - decoded->completed_micros > kTokenLifetimeMicros) continue;
    co_return decoded;
  }
  co_return std::optional<TokenRecord>();
}

void ClientTokens::add_to(const ClientToken& token, const TokenRecord& record, storage::Commit* commit) {
  std::string key = token_key(token, record.completed_micros / kTokenLifetimeMicros);
  commit->guards.push_back({key, 0});
  commit->writes.push_back({std::move(key), encode(record)});
}

void ClientTokens::drop_expired() {
  const std::int64_t oldest = bucket_now() - 1;
  {
    std::lock_guard lock(mutex_);
    if (dropped_upto_ >= oldest) return;
    dropped_upto_ = oldest;
  }
  auto drop = [](table::DatabaseParts parts, std::string upto) -> base::Task<> {
    co_await base::switch_to(parts.background);
    storage::KeyRange range{keyspace::table_range_all(Space::kIdempotency, 0).begin, std::move(upto)};
    auto dropped = co_await parts.engine.drop_range(std::move(range));
    if (!dropped.ok())
      base::log_warning("transaction", "expired client tokens stay: {}", dropped.error().message);
  };
  parts_.tasks.spawn(drop(parts_, bucket_prefix(oldest)));
}

}  // namespace stator::db::transaction
