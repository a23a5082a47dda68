#include "server/metric_publisher.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>

#include "base/log.h"
#include "monitoring/metric_keys.h"

namespace stator::server {
namespace {

using metrics::RequestWindow;
using metrics::Tally;
using monitoring::Dimension;
using monitoring::Distribution;
using monitoring::Sample;

constexpr monitoring::Unit kCount = monitoring::unit("Count");
constexpr monitoring::Unit kMilliseconds = monitoring::unit("Milliseconds");
constexpr double kNanosPerMilli = 1e6;
constexpr std::size_t kMaxSamples = 500;  // of one commit

// Of one namespace and moment.
class Samples {
 public:
  Samples(std::string_view name_space, std::int64_t unix_seconds, std::vector<Sample>* out)
      : name_space_(name_space), unix_seconds_(unix_seconds), out_(out) {}

  void add(std::string_view name, std::vector<Dimension> dimensions, monitoring::Unit unit,
           Distribution values) {
    if (values.empty()) return;
    Sample& sample = out_->emplace_back();
    sample.metric = {std::string(name_space_), std::string(name), std::move(dimensions)};
    sample.unix_seconds = unix_seconds_;
    sample.unit = unit;
    sample.values = std::move(values);
  }
  void add(std::string_view name, std::vector<Dimension> dimensions, const Tally& tally) {
    Distribution values;
    values.add_set(static_cast<double>(tally.count), tally.sum, tally.minimum, tally.maximum);
    add(name, std::move(dimensions), kCount, std::move(values));
  }
  void add_value(std::string_view name, std::vector<Dimension> dimensions, monitoring::Unit unit,
                 double value) {
    Distribution values;
    values.add(value);
    add(name, std::move(dimensions), unit, std::move(values));
  }
  // Each of them is a sample of 1.
  void add_events(std::string_view name, std::vector<Dimension> dimensions, std::uint64_t events) {
    Distribution values;
    if (events > 0) values.add(1, static_cast<double>(events));
    add(name, std::move(dimensions), kCount, std::move(values));
  }

 private:
  std::string_view name_space_;
  std::int64_t unix_seconds_;
  std::vector<Sample>* out_;
};

// The spans stand for their middles, corrected so that the sum and both ends are those that were measured.
Distribution latency_of(const metrics::DurationWindow& window) {
  Distribution values;
  const Tally& tally = window.tally();
  const double least = tally.minimum / kNanosPerMilli, most = tally.maximum / kNanosPerMilli;
  for (std::size_t span = 0; span < metrics::DurationWindow::kSpans; ++span) {
    if (window.count(span) == 0) continue;
    const double middle = metrics::DurationWindow::middle(span) / kNanosPerMilli;
    values.add(std::clamp(middle, least, most), static_cast<double>(window.count(span)));
  }
  values.correct(tally.sum / kNanosPerMilli, least, most);
  return values;
}

bool is_read(std::string_view operation) {
  constexpr std::array<std::string_view, 6> kReads = {"GetItem", "BatchGetItem",     "Query",
                                                      "Scan",    "TransactGetItems", "SearchVectors"};
  return std::find(kReads.begin(), kReads.end(), operation) != kReads.end();
}

void add_window(const metrics::OperationWindow& of, Samples* samples) {
  const RequestWindow& window = of.window;
  const Dimension table{"TableName", of.table.name};
  const Dimension operation{"Operation", std::string(of.operation)};
  samples->add("SuccessfulRequestLatency", {table, operation}, kMilliseconds, latency_of(window.done));
  samples->add("ReturnedItemCount", {table, operation}, window.returned_items);
  samples->add_events("ThrottledRequests", {table, operation}, window.throttled_requests);
  samples->add_events("SystemErrors", {table, operation}, window.system_errors);
  samples->add("ConsumedReadCapacityUnits", {table}, window.read_units);
  samples->add("ConsumedWriteCapacityUnits", {table}, window.write_units);
  samples->add_events("ConditionalCheckFailedRequests", {table}, window.failed_conditions);
  samples->add_events("TransactionConflict", {table}, window.conflicts);
  samples->add_events(is_read(of.operation) ? "ReadThrottleEvents" : "WriteThrottleEvents", {table},
                      window.throttled_parts);
  for (const metrics::IndexWindow& index : window.indexes) {
    const Dimension name{"GlobalSecondaryIndexName", index.name};
    samples->add("ConsumedReadCapacityUnits", {table, name}, index.read_units);
    samples->add("ConsumedWriteCapacityUnits", {table, name}, index.write_units);
  }
}

// AWS also has each for all functions together.
void add_window(const functions::FunctionWindow& window, Samples* samples) {
  Distribution errors;
  if (window.errors > 0) errors.add(1, static_cast<double>(window.errors));
  const auto fine = static_cast<double>(window.invocations - std::min(window.errors, window.invocations));
  if (fine > 0) errors.add(0, fine);
  for (const std::vector<Dimension>& dimensions :
       {std::vector<Dimension>{}, std::vector<Dimension>{{"FunctionName", window.name}}}) {
    samples->add_events("Invocations", dimensions, window.invocations);
    samples->add("Errors", dimensions, kCount, errors);
    samples->add_events("Throttles", dimensions, window.throttles);
    samples->add("Duration", dimensions, kMilliseconds, window.duration_millis);
    samples->add("ConcurrentExecutions", dimensions, kCount, window.running);
  }
}

void add_throughput(const db::table::Throughput& throughput, const std::vector<Dimension>& dimensions,
                    Samples* samples) {
  const auto read_units = static_cast<double>(throughput.read_units);
  const auto write_units = static_cast<double>(throughput.write_units);
  samples->add_value("ProvisionedReadCapacityUnits", dimensions, kCount, read_units);
  samples->add_value("ProvisionedWriteCapacityUnits", dimensions, kCount, write_units);
}

constexpr std::string_view kDynamoDb = "AWS/DynamoDB";
constexpr std::string_view kLambda = "AWS/Lambda";

}  // namespace

void ExpiredItems::add(const db::table::TableSchema& table, std::uint64_t items) {
  std::lock_guard lock(mutex_);
  items_[{table.scope.account, table.scope.region, table.name}] += items;
}

std::map<ExpiredItems::Name, std::uint64_t> ExpiredItems::take() {
  std::map<Name, std::uint64_t> taken;
  std::lock_guard lock(mutex_);
  taken.swap(items_);
  return taken;
}

void BulkWrites::add(const transfer::BulkUse& use) {
  std::lock_guard lock(mutex_);
  Window& window = windows_[{use.table.scope.account, use.table.scope.region, use.table.name}];
  // As with requests, that of the table is all of it.
  if (const double units = use.consumed.total(); units > 0) window.units.add(units);
  for (const auto& [index, units] : use.consumed.global_indexes) window.index_units[index].add(units);
  window.unmet_conditions += use.unmet_conditions;
  window.throttles += use.throttles;
}

std::map<BulkWrites::Name, BulkWrites::Window> BulkWrites::take() {
  std::map<Name, Window> taken;
  std::lock_guard lock(mutex_);
  taken.swap(windows_);
  return taken;
}

MetricPublisher::MetricPublisher(Parts parts)
    : parts_(parts), rounds_(parts.background, tasks_, [this] { return run_round(); }) {
  collected_seconds_ = provisioned_seconds_ = parts_.clock.unix_seconds();
}

void MetricPublisher::start() { rounds_.start(kPause, kPause); }

base::Task<> MetricPublisher::stop() {
  rounds_.stop();
  co_await tasks_.wait();
  co_await flush();
}

base::Task<> MetricPublisher::run_round() {
  {
    const auto turn = co_await turn_.lock();
    add_iterator_ages(parts_.clock.unix_seconds());
  }
  co_await flush();
}

base::Task<> MetricPublisher::flush() {
  const auto turn = co_await turn_.lock();
  const std::int64_t now = parts_.clock.unix_seconds();
  // What was counted since the last time stands for the middle of the time since then.
  const std::int64_t age = std::clamp<std::int64_t>(now - collected_seconds_, 0, 2 * kPause.count());
  collected_seconds_ = now;
  co_await collect(now - age / 2);
  add_provisioned(now);
  co_await publish();
}

base::Task<> MetricPublisher::collect(std::int64_t unix_seconds) {
  const auto samples_of = [&](const std::string& account, const std::string& region,
                              std::string_view name_space) {
    return Samples(name_space, unix_seconds, &waiting_[{account, region}]);
  };
  const metrics::Windows windows = co_await parts_.requests.take_windows();
  for (const metrics::OperationWindow& window : windows.operations) {
    if (window.table.name.empty()) continue;
    Samples samples = samples_of(window.table.account, window.table.region, kDynamoDb);
    add_window(window, &samples);
  }
  for (const metrics::ClientErrors& errors : windows.client_errors)
    samples_of(errors.account, errors.region, kDynamoDb).add_events("UserErrors", {}, errors.count);
  for (const auto& [name, items] : parts_.expired.take()) {
    const auto& [account, region, table] = name;
    samples_of(account, region, kDynamoDb)
        .add_events("TimeToLiveDeletedItemCount", {{"TableName", table}}, items);
  }
  for (auto& [name, window] : parts_.bulk_writes.take()) {
    const auto& [account, region, name_of_table] = name;
    const Dimension table{"TableName", name_of_table};
    Samples samples = samples_of(account, region, kDynamoDb);
    samples.add("ConsumedWriteCapacityUnits", {table}, kCount, std::move(window.units));
    for (auto& [index, units] : window.index_units)
      samples.add("ConsumedWriteCapacityUnits", {table, {"GlobalSecondaryIndexName", index}}, kCount,
                  std::move(units));
    samples.add_events("ConditionalCheckFailedRequests", {table}, window.unmet_conditions);
    samples.add_events("WriteThrottleEvents", {table}, window.throttles);
  }
  for (const functions::FunctionWindow& window : parts_.functions.take_windows()) {
    Samples samples = samples_of(window.scope.account, window.scope.region, kLambda);
    add_window(window, &samples);
  }
}

// Not when somebody asks: reading a metric must not change it.
void MetricPublisher::add_iterator_ages(std::int64_t now) {
  for (const functions::Triggers::IteratorAge& age : parts_.triggers.iterator_ages()) {
    Samples(kLambda, now, &waiting_[{age.scope.account, age.scope.region}])
        .add_value("IteratorAge", {{"FunctionName", age.function}}, kMilliseconds, age.millis);
  }
}

void MetricPublisher::add_provisioned(std::int64_t now) {
  if (now < provisioned_seconds_ + kProvisionedSeconds) return;
  provisioned_seconds_ = now;
  std::size_t tables = 0;
  for (const auto& table : parts_.catalog.all()) {
    if (table->billing != db::table::BillingMode::kProvisioned) continue;
    if (++tables > metrics::RequestMetrics::kMaxTables) return;
    Samples samples(kDynamoDb, now, &waiting_[{table->scope.account, table->scope.region}]);
    const Dimension name{"TableName", table->name};
    add_throughput(table->throughput, {name}, &samples);
    for (const db::table::IndexSchema& index : table->indexes) {
      if (!index.global || index.vector) continue;
      add_throughput(index.throughput, {name, {"GlobalSecondaryIndexName", index.name}}, &samples);
    }
  }
}

// What cannot be kept waits for the next time, without holding up that of others.
base::Task<> MetricPublisher::publish() {
  std::size_t left = 0;
  for (auto scope = waiting_.begin(); scope != waiting_.end();) {
    co_await publish_some(scope->first.first, scope->first.second, &scope->second);
    left += scope->second.size();
    scope = scope->second.empty() ? waiting_.erase(scope) : std::next(scope);
  }
  if (left <= kMaxWaiting) co_return;
  base::log_warning("metrics", "what was counted cannot be kept, and is lost");
  waiting_.clear();
}

// Takes from `all` what was kept, and what may have been: twice would be worse than not at all.
base::Task<> MetricPublisher::publish_some(std::string account, std::string region,
                                           std::vector<Sample>* all) {
  while (!all->empty()) {
    const std::size_t count = std::min(all->size(), kMaxSamples);
    std::vector<Sample> some(all->end() - static_cast<std::ptrdiff_t>(count), all->end());
    monitoring::Scope scope{account, region};
    auto done = co_await parts_.store.put(std::move(scope), std::move(some));
    if (!done.ok() && done.error().kind != monitoring::FailureKind::kUnknown) co_return;
    all->resize(all->size() - count);
  }
}

}  // namespace stator::server
