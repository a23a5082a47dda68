// Everything behind the HTTP server: engine, database, and the AWS APIs on top.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "aws/identity_rules.h"
#include "aws/protocol/json_endpoint.h"
#include "aws/protocol/query_endpoint.h"
#include "aws/request_id.h"
#include "aws/router.h"
#include "base/event_loop_group.h"
#include "base/result.h"
#include "base/task.h"
#include "base/thread_pool.h"
#include "blob/file/file_store.h"
#include "blob/file/scratch_folder.h"
#include "db/stream/keeper.h"
#include "db/stream/streams.h"
#include "db/table/database.h"
#include "db/transaction/transactions.h"
#include "functions/alarm_actions.h"
#include "functions/async_invoker.h"
#include "functions/destinations.h"
#include "functions/invoker.h"
#include "functions/layers.h"
#include "functions/object_events.h"
#include "functions/registry.h"
#include "functions/roles.h"
#include "functions/triggers.h"
#include "identity/access_control.h"
#include "identity/directory.h"
#include "monitoring/alarms/alarms.h"
#include "monitoring/alarms/store_metric_source.h"
#include "monitoring/dashboards/dashboards.h"
#include "monitoring/insights/key_insights.h"
#include "monitoring/metric_store.h"
#include "net/request.h"
#include "net/response.h"
#include "objects/object_store.h"
#include "server/config.h"
#include "server/metric_publisher.h"
#include "server/request_watch.h"
#include "services/cloudwatch/service.h"
#include "services/dynamodb/service.h"
#include "services/iam/service.h"
#include "services/lambda/code_download.h"
#include "services/lambda/service.h"
#include "services/logs/service.h"
#include "services/s3/service.h"
#include "services/streams/service.h"
#include "services/sts/service.h"
#include "storage/append_signal.h"
#include "storage/engine.h"
#include "storage/rocksdb/rocksdb_engine.h"
#include "telemetry/logs.h"
#include "transfer/bulk_puts.h"
#include "transfer/exports.h"
#include "transfer/imports.h"

namespace stator::server {

// What is served, by the names that `aws` and LocalStack use.
inline constexpr std::string_view kServices[] = {
    "cloudwatch", "dynamodb", "dynamodbstreams", "iam", "lambda", "logs", "s3", "sts"};

// handle() is thread-safe; open() and stop() belong to one owner.
class Backend {
 public:
  // Opens the engine (which makes the data folder, if there is none) and the database. Reads that touch the
  // disk run on `pool`, background work on `loops`; both run already. By `gateway` functions reach this
  // server. All references outlive the backend. The error is one line for the user.
  static base::Result<std::unique_ptr<Backend>, std::string> open(const Config& config,
                                                                  base::EventLoopGroup& loops,
                                                                  base::ThreadPool& pool,
                                                                  aws::RequestIdSource& request_ids,
                                                                  functions::Gateway gateway);

  // Every request that is not for an admin route.
  base::Task<net::Response> handle(net::Request& request) {
    if (request.remote_address.starts_with(functions::kRuntimeLabel)) return invoker_->handle(request);
    return router_->handle(request);
  }

  // Ends functions, and with them the requests that their runtimes have waiting here. First of all.
  base::Task<void> stop_functions();

  // Which requests take their bodies as streams.
  static bool streams_body(const net::Request& request) { return services::s3::is_for_s3(request); }

  // What is counted of requests, of functions and in the storage. To be called on a pool.
  base::Task<> write_metrics(metrics::Exposition* out);
  // Of --auth strict: the key of the owner from now on.
  void set_root_keys(const Config& config);
  // From when on a request is slow; 0: none is. Thread-safe.
  void set_slow_request(std::chrono::milliseconds limit) { watch_->set_slow(limit); }

  // Keeps the files of the database, which it returns, and those of objects, for a backup. The error is one
  // line.
  base::Result<std::vector<storage::DatabaseFile>, std::string> hold_files();
  void release_files();

  // Ends background work. After the last request.
  base::Task<void> stop();

 private:
  Backend() = default;
  base::Result<base::Ok, std::string> open_objects(const Config& config, base::ThreadPool& pool);
  base::Result<base::Ok, std::string> open_directory();
  base::Result<base::Ok, std::string> open_transfers(const Config& config);

  storage::AppendSignal appended_;  // outlives the engine
  std::unique_ptr<storage::Engine> engine_;
  storage::RocksDbEngine* durable_engine_ = nullptr;  // engine_, if it is one
  BulkWrites bulk_writes_;                            // outlives the bulk puts, which add to it
  ExpiredItems expired_items_;                        // outlives the database, which adds to it
  std::unique_ptr<db::table::Database> database_;
  std::unique_ptr<db::transaction::Transactions> transactions_;
  std::unique_ptr<db::stream::Streams> streams_;
  std::unique_ptr<db::stream::Keeper> stream_keeper_;
  std::unique_ptr<db::recovery::Backups> backups_;
  std::unique_ptr<telemetry::Logs> logs_;
  std::unique_ptr<monitoring::MetricStore> metrics_;
  std::unique_ptr<blob::ScratchFolder> scratch_;  // of a server in memory
  std::unique_ptr<blob::FileStore> blobs_;
  std::unique_ptr<objects::ObjectStore> objects_;
  std::unique_ptr<transfer::Exports> exports_;
  std::unique_ptr<transfer::Imports> imports_;
  std::unique_ptr<transfer::BulkPuts> bulk_puts_;
  std::unique_ptr<services::dynamodb::Service> service_;
  std::unique_ptr<services::s3::Service> s3_service_;
  std::unique_ptr<identity::Directory> directory_;
  std::unique_ptr<identity::AccessControl> access_;
  std::unique_ptr<services::iam::Iam> iam_;
  std::unique_ptr<services::sts::Sts> sts_;
  std::unique_ptr<functions::Registry> functions_;
  std::unique_ptr<functions::Layers> layers_;
  std::unique_ptr<functions::Roles> roles_;
  std::unique_ptr<functions::Destinations> destinations_;
  std::unique_ptr<functions::EventQueue> events_;
  std::unique_ptr<functions::Invoker> invoker_;
  std::unique_ptr<functions::AsyncInvoker> async_invoker_;
  std::unique_ptr<functions::ObjectEvents> object_events_;
  std::unique_ptr<functions::BatchMemory> batch_memory_;
  std::unique_ptr<functions::Triggers> triggers_;
  std::unique_ptr<monitoring::alarms::StoreMetricSource> alarm_source_;
  std::unique_ptr<functions::AlarmActions> alarm_actions_;
  std::unique_ptr<monitoring::alarms::Alarms> alarms_;
  std::unique_ptr<monitoring::dashboards::Dashboards> dashboards_;
  std::unique_ptr<services::cloudwatch::CloudWatch> cloudwatch_;
  std::unique_ptr<services::lambda::CodeLinks> code_links_;
  std::unique_ptr<services::lambda::Service> lambda_service_;
  aws::IdentityRules rules_;
  std::unique_ptr<aws::protocol::JsonEndpoint> dynamodb_;
  std::unique_ptr<aws::protocol::JsonEndpoint> dynamodb_streams_;
  std::unique_ptr<aws::protocol::JsonEndpoint> cloudwatch_logs_;
  std::unique_ptr<aws::protocol::JsonEndpoint> cloudwatch_json_;
  std::unique_ptr<aws::protocol::RpcV2Endpoint> cloudwatch_cbor_;
  std::unique_ptr<aws::protocol::QueryEndpoint> cloudwatch_query_;
  std::unique_ptr<services::s3::Endpoint> s3_;
  std::unique_ptr<aws::protocol::QueryEndpoint> iam_endpoint_;
  std::unique_ptr<aws::protocol::QueryEndpoint> sts_endpoint_;
  std::unique_ptr<services::lambda::CodeDownload> code_download_;
  std::unique_ptr<aws::protocol::RestJsonEndpoint> lambda_;
  std::unique_ptr<RequestWatch> watch_;
  std::unique_ptr<MetricPublisher> publisher_;
  std::unique_ptr<monitoring::insights::KeyInsights> insights_;
  std::unique_ptr<monitoring::queries::QueryRunner> queries_;
  std::unique_ptr<aws::Router> router_;
};

}  // namespace stator::server
