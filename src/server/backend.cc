#include "server/backend.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "base/block_on.h"
#include "base/clock.h"
#include "server/function_modules.h"
#include "server/memory_plan.h"
#include "storage/memory/memory_engine.h"
#include "storage/rocksdb/rocksdb_engine.h"

namespace stator::server {

namespace {

base::Result<std::unique_ptr<storage::Engine>, std::string> open_engine(const Config& config,
                                                                        base::ThreadPool& pool,
                                                                        storage::AppendSignal& appended) {
  base::Clock& clock = base::Clock::system();
  if (config.durability == storage::Durability::kNone)
    return std::make_unique<storage::MemoryEngine>(clock, &appended);
  storage::RocksDbOptions options;
  options.path = config.data_folder;
  options.durability = config.durability;
  options.appended = &appended;
  const MemoryPlan plan = plan_memory(config.memory_bytes);
  options.memory_budget_bytes = plan.storage;
  options.max_queued_bytes = plan.queued_commits;
  STATOR_ASSIGN(auto engine, storage::RocksDbEngine::open(std::move(options), pool, clock));
  return std::unique_ptr<storage::Engine>(std::move(engine));
}

std::vector<identity::RootKey> root_keys(const Config& config) {
  if (!config.strict_auth) return {};
  std::vector<identity::RootKey> keys{
      {config.root_access_key_id, config.root_secret_access_key, config.account}};
  for (const OtherAccount& other : config.other_accounts)
    keys.push_back({other.root_access_key_id, other.root_secret_access_key, other.account});
  return keys;
}

// Strangers who can reach the server could run programs on it.
std::string refusal_of_functions(const Config& config) {
  if (!config.insecure || config.strict_auth || config.insecure_lambda) return "";
  return "this server asks nobody who he is (--insecure), so it runs no functions; start it with "
         "--insecure-lambda "
         "to allow them";
}

// Once a minute, and often enough that a short life of shards is kept to.
std::chrono::milliseconds pause_of_keeper(const Config& config) {
  constexpr std::chrono::milliseconds kLongest = std::chrono::minutes(1);
  return std::min(kLongest, std::chrono::milliseconds(config.stream_shard_lifetime) / 4);
}

std::string cannot_read(std::string_view what, const Config& config, std::string_view why) {
  return fmt::format("cannot read the {} in {}: {}; `stator check --data {}` says what is damaged", what,
                     config.data_folder, why, config.data_folder);
}

}  // namespace

base::Result<std::unique_ptr<Backend>, std::string> Backend::open(const Config& config,
                                                                  base::EventLoopGroup& loops,
                                                                  base::ThreadPool& pool,
                                                                  aws::RequestIdSource& request_ids,
                                                                  functions::Gateway gateway) {
  std::unique_ptr<Backend> backend(new Backend);
  STATOR_ASSIGN(backend->engine_, open_engine(config, pool, backend->appended_));
  backend->durable_engine_ = dynamic_cast<storage::RocksDbEngine*>(backend->engine_.get());
  db::table::Database::Options options;
  options.background = &loops[0];
  options.expiry_delay = config.ttl_delay;
  options.enforce_capacity = config.enforce_capacity;
  options.expired = [&expired = backend->expired_items_](const db::table::TableSchema& table,
                                                         std::uint64_t items) { expired.add(table, items); };
  options.image_memory = plan_memory(config.memory_bytes).images;
  auto database = base::block_on(db::table::Database::open(*backend->engine_, options));
  if (!database.ok()) return cannot_read("catalog", config, database.error().message);
  backend->database_ = std::move(database).value();
  backend->transactions_ = std::make_unique<db::transaction::Transactions>(*backend->database_);
  backend->backups_ = std::make_unique<db::recovery::Backups>(*backend->database_);
  backend->streams_ = std::make_unique<db::stream::Streams>(*backend->database_, config.enforce_capacity);
  backend->stream_keeper_ = std::make_unique<db::stream::Keeper>(*backend->database_, pause_of_keeper(config),
                                                                 config.stream_shard_lifetime);
  backend->stream_keeper_->start();
  const auto backups = base::block_on(backend->backups_->start());
  if (!backups.ok()) {
    base::block_on(backend->stop());
    return cannot_read("backups", config, backups.error().error.message);
  }
  backend->logs_ =
      std::make_unique<telemetry::Logs>(*backend->engine_, base::Clock::system(), loops[0], &pool);
  backend->logs_->start();
  backend->metrics_ =
      std::make_unique<monitoring::MetricStore>(*backend->engine_, base::Clock::system(), loops[0]);
  backend->metrics_->start();
  auto opened = backend->open_objects(config, pool);
  if (opened.ok()) opened = backend->open_directory();
  if (!opened.ok()) {
    base::block_on(backend->stop());
    return std::move(opened).error();
  }
  backend->access_ = std::make_unique<identity::AccessControl>(*backend->directory_, root_keys(config));
  backend->rules_ = {config.account, config.region, config.shared_data, backend->access_.get(),
                     config.strict_auth ? backend->access_.get() : nullptr};
  base::Clock& clock = base::Clock::system();
  backend->functions_ = std::make_unique<functions::Registry>(*backend->engine_, clock);
  base::Random& random = base::SecureRandom::system();
  backend->layers_ = std::make_unique<functions::Layers>(*backend->engine_, *backend->functions_, clock);
  backend->roles_ = std::make_unique<functions::Roles>(
      functions::Roles::Parts{*backend->directory_, *backend->access_, random, config.strict_auth});
  backend->destinations_ =
      std::make_unique<functions::Destinations>(*backend->objects_, *backend->roles_, clock);
  backend->events_ = std::make_unique<functions::EventQueue>(*backend->engine_);
  backend->invoker_.reset(new functions::Invoker(
      {*backend->functions_, *backend->layers_, *backend->roles_, *backend->logs_, loops[0], pool, clock},
      config.lambda_isolation, std::move(gateway), refusal_of_functions(config),
      config.lambda_node_modules.empty() ? default_function_modules() : config.lambda_node_modules));
  backend->async_invoker_.reset(
      new functions::AsyncInvoker(*backend->events_,
                                  {*backend->invoker_, *backend->functions_, *backend->roles_,
                                   *backend->destinations_, clock, config.strict_auth},
                                  loops[0], plan_memory(config.memory_bytes).events));
  backend->batch_memory_ =
      std::make_unique<functions::BatchMemory>(plan_memory(config.memory_bytes).trigger_batches);
  backend->triggers_.reset(new functions::Triggers(
      {*backend->engine_, *backend->streams_, *backend->functions_, *backend->invoker_, *backend->roles_,
       *backend->destinations_, backend->appended_, loops[0], clock, *backend->batch_memory_}));
  backend->object_events_.reset(
      new functions::ObjectEvents(*backend->functions_, *backend->async_invoker_, config.strict_auth));
  backend->objects_->set_event_sink(backend->object_events_.get());
  backend->s3_service_.reset(new services::s3::Service{*backend->objects_, *backend->object_events_});
  opened = backend->open_transfers(config);  // which changes objects at once
  if (!opened.ok()) {
    base::block_on(backend->stop());
    return std::move(opened).error();
  }
  backend->async_invoker_->start();
  backend->triggers_->start();
  backend->code_links_ = std::make_unique<services::lambda::CodeLinks>(random);
  backend->lambda_service_.reset(new services::lambda::Service{
      *backend->functions_, *backend->invoker_, *backend->async_invoker_, *backend->triggers_,
      *backend->roles_, *backend->objects_, *backend->code_links_, *backend->layers_, pool});
  backend->code_download_ = std::make_unique<services::lambda::CodeDownload>(*backend->lambda_service_);
  backend->dynamodb_ = std::make_unique<aws::protocol::JsonEndpoint>(
      services::dynamodb::json_endpoint(*backend->service_, backend->rules_, &pool));
  backend->dynamodb_streams_ = std::make_unique<aws::protocol::JsonEndpoint>(
      services::streams::json_endpoint(*backend->streams_, backend->rules_));
  backend->cloudwatch_logs_ = std::make_unique<aws::protocol::JsonEndpoint>(
      services::logs::json_endpoint(*backend->logs_, backend->rules_, &pool));
  backend->watch_ =
      std::make_unique<RequestWatch>(loops, backend->database_->parts().catalog, base::Clock::system());
  backend->watch_->set_slow(config.slow_request);
  backend->publisher_.reset(new MetricPublisher(
      {backend->watch_->metrics(), backend->invoker_->metrics(), *backend->triggers_, backend->expired_items_,
       backend->bulk_writes_, backend->database_->parts().catalog, *backend->metrics_, clock, loops[0]}));
  backend->publisher_->start();
  const db::table::DatabaseParts tables = backend->database_->parts();
  backend->insights_.reset(
      new monitoring::insights::KeyInsights({tables.engine, tables.keys, tables.catalog, clock, loops[0]}));
  backend->insights_->start();
  backend->queries_ =
      std::make_unique<monitoring::queries::QueryRunner>(*backend->metrics_, &pool, backend->insights_.get());
  backend->alarm_source_ = std::make_unique<monitoring::alarms::StoreMetricSource>(
      *backend->metrics_, *backend->publisher_, *backend->queries_);
  backend->alarm_actions_.reset(
      new functions::AlarmActions(*backend->functions_, *backend->async_invoker_, config.strict_auth));
  backend->alarms_.reset(new monitoring::alarms::Alarms(
      {*backend->engine_, *backend->alarm_source_, *backend->alarm_actions_, clock, loops[0]}));
  backend->alarms_->start();
  backend->dashboards_ = std::make_unique<monitoring::dashboards::Dashboards>(*backend->engine_, clock);
  backend->cloudwatch_.reset(
      new services::cloudwatch::CloudWatch{*backend->metrics_, *backend->publisher_, *backend->queries_,
                                           *backend->alarms_, *backend->dashboards_, *backend->insights_});
  backend->cloudwatch_json_ = std::make_unique<aws::protocol::JsonEndpoint>(
      services::cloudwatch::json_endpoint(*backend->cloudwatch_, backend->rules_, &pool));
  backend->cloudwatch_cbor_ = std::make_unique<aws::protocol::RpcV2Endpoint>(
      services::cloudwatch::rpc_v2_endpoint(*backend->cloudwatch_, backend->rules_, &pool));
  backend->cloudwatch_query_ = std::make_unique<aws::protocol::QueryEndpoint>(
      services::cloudwatch::query_endpoint(*backend->cloudwatch_, backend->rules_, &pool));
  backend->s3_ = std::make_unique<services::s3::Endpoint>(*backend->s3_service_, backend->rules_);
  backend->iam_.reset(new services::iam::Iam{*backend->directory_, random});
  backend->iam_endpoint_ = std::make_unique<aws::protocol::QueryEndpoint>(
      services::iam::query_endpoint(*backend->iam_, backend->rules_));
  backend->sts_.reset(new services::sts::Sts{*backend->directory_, *backend->access_, random});
  backend->sts_endpoint_ = std::make_unique<aws::protocol::QueryEndpoint>(
      services::sts::query_endpoint(*backend->sts_, backend->rules_));
  backend->lambda_ = std::make_unique<aws::protocol::RestJsonEndpoint>(
      services::lambda::rest_endpoint(*backend->lambda_service_, backend->rules_, &pool));
  backend->router_ = std::make_unique<aws::Router>(
      std::vector<const aws::Endpoint*>{
          backend->dynamodb_.get(), backend->dynamodb_streams_.get(), backend->cloudwatch_logs_.get(),
          backend->cloudwatch_json_.get(), backend->cloudwatch_cbor_.get(), backend->cloudwatch_query_.get(),
          backend->code_download_.get(), backend->lambda_.get(), backend->iam_endpoint_.get(),
          backend->sts_endpoint_.get(), backend->s3_.get()},
      request_ids, base::Clock::system(), backend->watch_.get());
  return backend;
}

base::Result<base::Ok, std::string> Backend::open_objects(const Config& config, base::ThreadPool& pool) {
  const bool in_memory = config.durability == storage::Durability::kNone;
  std::filesystem::path folder = std::filesystem::path(config.data_folder) / "blobs";
  if (in_memory) {
    auto scratch = blob::ScratchFolder::make();
    if (!scratch.ok()) return std::move(scratch).error().message;
    scratch_ = std::move(scratch).value();
    folder = scratch_->path();
  }
  auto blobs = blob::FileStore::open(std::move(folder), !in_memory, base::SecureRandom::system());
  if (!blobs.ok()) return std::move(blobs).error().message;
  blobs_ = std::move(blobs).value();
  objects_ = std::make_unique<objects::ObjectStore>(objects::ObjectStore::Parts{
      *engine_, *blobs_, pool, base::Clock::system(), base::SecureRandom::system()});
  auto recovered = base::block_on(objects_->recover());
  if (!recovered.ok()) return std::move(recovered).error().message;
  return base::Ok{};
}

base::Result<base::Ok, std::string> Backend::open_directory() {
  STATOR_ASSIGN(directory_, base::block_on(identity::Directory::open(*engine_, base::Clock::system())));
  return base::Ok{};
}

base::Result<base::Ok, std::string> Backend::open_transfers(const Config& config) {
  exports_ = std::make_unique<transfer::Exports>(*database_, *backups_, *objects_);
  imports_ = std::make_unique<transfer::Imports>(*database_, *objects_, *logs_);
  auto used = [&writes = bulk_writes_](const transfer::BulkUse& use) { writes.add(use); };
  bulk_puts_ = std::make_unique<transfer::BulkPuts>(*database_, *objects_, used);
  auto started = base::block_on(exports_->start());
  if (started.ok()) started = base::block_on(imports_->start());
  if (started.ok()) started = base::block_on(bulk_puts_->start());
  if (!started.ok())
    return cannot_read("exports, imports and bulk puts", config, started.error().error.message);
  service_.reset(new services::dynamodb::Service{*database_, *transactions_, *backups_, *exports_, *imports_,
                                                 *bulk_puts_, *objects_});
  return base::Ok{};
}

void Backend::set_root_keys(const Config& config) { access_->set_root_keys(root_keys(config)); }

base::Task<> Backend::write_metrics(metrics::Exposition* out) {
  co_await watch_->metrics().write(out);
  invoker_->metrics().write(out);
  triggers_->write_metrics(out);
  if (durable_engine_ != nullptr) durable_engine_->write_metrics(out);
}

base::Result<std::vector<storage::DatabaseFile>, std::string> Backend::hold_files() {
  // First: what the database refers to after this is not removed.
  auto held = blobs_->hold();
  if (!held.ok()) return std::move(held).error().message;
  auto files = durable_engine_->hold_files();
  if (files.ok()) return *std::move(files);
  blobs_->release();
  return std::move(files).error().message;
}

void Backend::release_files() {
  durable_engine_->release_files();
  blobs_->release();
}

base::Task<void> Backend::stop_functions() {
  if (triggers_) co_await triggers_->stop();
  if (async_invoker_) co_await async_invoker_->stop();
}

base::Task<void> Backend::stop() {
  // The last requests may have left work for them.
  if (alarms_) co_await alarms_->stop();
  co_await stop_functions();
  if (publisher_) co_await publisher_->stop();
  if (insights_) co_await insights_->stop();
  if (exports_) co_await exports_->stop();
  if (imports_) co_await imports_->stop();
  if (bulk_puts_) co_await bulk_puts_->stop();
  if (objects_) co_await objects_->stop();
  if (stream_keeper_) stream_keeper_->stop();
  if (backups_) backups_->stop();
  if (logs_) co_await logs_->stop();
  if (metrics_) co_await metrics_->stop();
  if (database_) co_await database_->stop();
}

}  // namespace stator::server
