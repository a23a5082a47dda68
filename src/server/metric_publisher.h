// Publishes what the server counts of itself as CloudWatch's metrics, under AWS's names: AWS/DynamoDB
// (Amazon DynamoDB developer guide, "DynamoDB metrics and dimensions") and AWS/Lambda (AWS Lambda developer
// guide, "Types of metrics for Lambda functions"). docs/metrics.md lists them.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "base/async_mutex.h"
#include "base/clock.h"
#include "base/executor.h"
#include "base/rounds.h"
#include "base/task.h"
#include "base/task_group.h"
#include "db/table/catalog.h"
#include "functions/function_metrics.h"
#include "functions/triggers.h"
#include "metrics/request_metrics.h"
#include "monitoring/distribution.h"
#include "monitoring/metric_feed.h"
#include "monitoring/metric_store.h"
#include "transfer/bulk_run.h"

namespace stator::server {

// Items that were deleted by time to live, by table, until somebody asks. Thread-safe.
class ExpiredItems {
 public:
  using Name = std::tuple<std::string, std::string, std::string>;  // account, region, table

  void add(const db::table::TableSchema& table, std::uint64_t items);
  std::map<Name, std::uint64_t> take();

 private:
  std::mutex mutex_;
  std::map<Name, std::uint64_t> items_;
};

// What bulk puts took of tables, until somebody asks. Thread-safe.
class BulkWrites {
 public:
  using Name = ExpiredItems::Name;
  struct Window {
    monitoring::Distribution units;                               // of the table, one sample a batch
    std::map<std::string, monitoring::Distribution> index_units;  // of global indexes
    std::uint64_t unmet_conditions = 0;
    std::uint64_t throttles = 0;
  };

  void add(const transfer::BulkUse& use);
  std::map<Name, Window> take();

 private:
  std::mutex mutex_;
  std::map<Name, Window> windows_;
};

// Thread-safe.
class MetricPublisher final : public monitoring::MetricFeed {
 public:
  // All of it outlives the publisher.
  struct Parts {
    metrics::RequestMetrics& requests;
    functions::FunctionMetrics& functions;
    functions::Triggers& triggers;
    ExpiredItems& expired;
    BulkWrites& bulk_writes;
    const db::table::Catalog& catalog;
    monitoring::MetricStore& store;
    base::Clock& clock;
    base::Executor& background;
  };

  // How often what was counted is published; whoever asks sees what was counted up to then.
  static constexpr std::chrono::seconds kPause{10};
  // What is provisioned is said this often, as on AWS.
  static constexpr std::int64_t kProvisionedSeconds = 300;
  // Of all accounts and regions; beyond this, what could not be kept is forgotten.
  static constexpr std::size_t kMaxWaiting = 20'000;

  explicit MetricPublisher(Parts parts);

  void start();
  base::Task<> flush() override;
  // Publishes once more.
  base::Task<> stop();

 private:
  using Waiting = std::map<std::pair<std::string, std::string>, std::vector<monitoring::Sample>>;

  base::Task<> run_round();
  void add_iterator_ages(std::int64_t now);
  base::Task<> collect(std::int64_t unix_seconds);
  void add_provisioned(std::int64_t now);
  base::Task<> publish();
  base::Task<> publish_some(std::string account, std::string region, std::vector<monitoring::Sample>* all);

  Parts parts_;
  base::AsyncMutex turn_;  // guards what follows
  std::int64_t collected_seconds_ = 0;
  std::int64_t provisioned_seconds_ = 0;
  Waiting waiting_;  // by account and region
  base::TaskGroup tasks_;
  base::Rounds rounds_;
};

}  // namespace stator::server
