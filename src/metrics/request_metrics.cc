#include "metrics/request_metrics.h"

#include <algorithm>
#include <tuple>

namespace stator::metrics {
namespace {

constexpr std::string_view kDone = "ok";
// Of an operation that nobody knows.
constexpr std::string_view kUnknown = "unknown";
// DynamoDB and its streams: what has metrics in CloudWatch.
constexpr std::string_view kWindowed = "dynamodb";
// Beyond this, what a loop remembers of tables that are not counted by name is forgotten, and asked again.
constexpr std::size_t kMaxRemembered = 10'000;

}  // namespace

void RequestMetrics::Series::count_error(std::string_view code, std::uint64_t times) {
  for (auto& [name, count] : errors) {
    if (name != code) continue;
    count += times;
    return;
  }
  if (errors.size() >= kMaxErrors - 1 && code != kOther) return count_error(kOther, times);
  errors.emplace_back(code, times);
}

void RequestMetrics::Series::add(const Series& other) {
  done += other.done;
  for (const auto& [name, count] : other.errors) count_error(name, count);
  duration.add(other.duration);
  request_bytes += other.request_bytes;
  response_bytes += other.response_bytes;
  failed_conditions += other.failed_conditions;
  conflicts += other.conflicts;
  throttles += other.throttles;
  read_units += other.read_units;
  write_units += other.write_units;
}

RequestMetrics::RequestMetrics(base::EventLoopGroup& loops, Tables tables) : tables_(std::move(tables)) {
  for (std::size_t i = 0; i < loops.size(); ++i) {
    locals_.push_back(std::make_unique<Local>());
    locals_.back()->loop = &loops[i];
  }
}

RequestMetrics::~RequestMetrics() = default;

RequestMetrics::Local* RequestMetrics::local() {
  thread_local std::size_t hint = 0;
  const base::Executor* here = base::Executor::current();
  if (hint < locals_.size() && locals_[hint]->loop == here) return locals_[hint].get();
  for (std::size_t i = 0; i < locals_.size(); ++i) {
    if (locals_[i]->loop != here) continue;
    hint = i;
    return locals_[i].get();
  }
  return nullptr;
}

bool RequestMetrics::admit_new(std::uint32_t table) {
  std::lock_guard lock(mutex_);
  if (labels_.contains(table)) return true;
  if (labels_.size() >= kMaxTables) return false;
  auto tables = tables_();
  const auto found = tables.find(table);
  if (found == tables.end()) return false;
  labels_.emplace(table, std::move(found->second));
  return true;
}

bool RequestMetrics::admit(Local& local, std::uint32_t table) {
  const auto known = local.admitted.find(table);
  if (known != local.admitted.end()) return known->second;
  if (local.admitted.size() >= kMaxRemembered) local.admitted.clear();
  const bool admitted = admit_new(table);
  local.admitted.emplace(table, admitted);
  return admitted;
}

RequestMetrics::Series& RequestMetrics::series_of(Local& local, const RequestRecord& record,
                                                  std::uint32_t table) {
  const std::string_view operation = record.operation.empty() ? kUnknown : record.operation;
  const auto known = local.series.find({record.service.data(), operation.data(), table});
  if (known != local.series.end()) return known->second.series;
  if (table != kNoTable && !admit(local, table)) table = kOtherTables;
  Named& named = local.series[{record.service.data(), operation.data(), table}];
  if (named.operation.empty()) {
    named.service = record.service;
    named.operation = operation;
  }
  return named.series;
}

void RequestMetrics::add(const FinishedRequest& request) {
  Local* here = local();
  if (here == nullptr) return;
  const RequestRecord& record = request.record;
  Series& series = series_of(*here, record, record.only_table());
  series.duration.add(request.duration);
  series.request_bytes += record.request_bytes;
  series.response_bytes += record.response_bytes;
  if (record.failed_conditions != 0) series.failed_conditions += record.failed_conditions;
  if (record.conflicts != 0) series.conflicts += record.conflicts;
  if (record.throttles != 0) series.throttles += record.throttles;
  const std::string_view code = record.error_code;
  if (code.empty()) {
    ++series.done;
  } else {
    series.count_error(code, 1);
    if (record.failed_conditions == 0 && code == "ConditionalCheckFailedException")
      ++series.failed_conditions;
    if (record.conflicts == 0 && code == "TransactionConflictException") ++series.conflicts;
    if (record.throttles == 0 && is_throttling(code)) ++series.throttles;
  }
  if (record.service == kWindowed) add_to_windows(*here, series, request);
  record.for_each_table([&](const RequestRecord::TableUse& use) {
    if (use.read_units == 0 && use.write_units == 0) return;
    Series& of_table = use.id == record.only_table() ? series : series_of(*here, record, use.id);
    of_table.read_units += use.read_units;
    of_table.write_units += use.write_units;
  });
}

void RequestMetrics::add_to_windows(Local& local, Series& series, const FinishedRequest& request) {
  const RequestRecord& record = request.record;
  const auto window_of = [](Series& of) -> RequestWindow& {
    if (of.window == nullptr) of.window = std::make_unique<RequestWindow>();
    return *of.window;
  };
  RequestWindow& window = window_of(series);
  const std::string_view code = record.error_code;
  window.failed_conditions += record.failed_conditions;
  window.conflicts += record.conflicts;
  window.throttled_parts += record.throttles;
  if (code.empty()) {
    window.done.add(request.duration);
    if (record.returned_items >= 0) window.returned_items.add(static_cast<double>(record.returned_items));
  } else if (request.status >= 500) {
    ++window.system_errors;
  } else if (is_throttling(code)) {
    ++window.throttled_requests;
    if (record.throttles == 0) ++window.throttled_parts;
  } else if (code == "ConditionalCheckFailedException") {
    if (record.failed_conditions == 0) ++window.failed_conditions;
  } else {
    if (record.conflicts == 0 && code == "TransactionConflictException") ++window.conflicts;
    std::pair scope(std::string(request.account), std::string(request.region));
    if (local.client_errors.size() < kMaxScopes || local.client_errors.contains(scope))
      ++local.client_errors[std::move(scope)];
  }
  record.for_each_table([&](const RequestRecord::TableUse& use) {
    if (use.read_units == 0 && use.write_units == 0) return;
    RequestWindow& of_table =
        use.id == record.only_table() ? window : window_of(series_of(local, record, use.id));
    double read_units = use.read_units, write_units = use.write_units;
    for (const RequestRecord::IndexUse& index : record.indexes()) {
      if (index.table != use.id) continue;
      IndexWindow& of_index = of_table.index(index.index);
      if (index.read_units != 0) of_index.read_units.add(index.read_units);
      if (index.write_units != 0) of_index.write_units.add(index.write_units);
      read_units -= index.read_units;
      write_units -= index.write_units;
    }
    if (read_units > 0) of_table.read_units.add(read_units);
    if (write_units > 0) of_table.write_units.add(write_units);
  });
}

base::Task<Windows> RequestMetrics::take_windows() {
  base::Executor* home = base::Executor::current();
  const auto turn = co_await writing_.lock();
  std::map<std::pair<std::string_view, std::uint32_t>, RequestWindow> merged;
  std::map<std::pair<std::string, std::string>, std::uint64_t> errors;
  const auto removed = removed_tables();
  for (const std::unique_ptr<Local>& local : locals_) {
    co_await base::switch_to(*local->loop);
    for (auto& [key, named] : local->series) {
      if (named.series.window == nullptr) continue;
      merged[{named.operation, key.table}].add(*named.series.window);
      named.series.window.reset();
    }
    for (const auto& [scope, count] : local->client_errors) errors[scope] += count;
    local->client_errors.clear();
    forget(*local, removed);
  }
  if (home != nullptr) co_await base::switch_to(*home);
  Windows windows;
  {
    std::lock_guard lock(mutex_);
    for (auto& [key, window] : merged) {
      const auto labels = labels_.find(key.second);
      windows.operations.push_back(
          {key.first, labels == labels_.end() ? TableLabels() : labels->second, std::move(window)});
    }
    std::erase_if(labels_, [&](const auto& entry) { return removed.contains(entry.first); });
  }
  for (const auto& [scope, count] : errors)
    windows.client_errors.push_back({scope.first, scope.second, count});
  co_return windows;
}

// Those that were counted by name.
std::unordered_set<std::uint32_t> RequestMetrics::removed_tables() {
  const auto tables = tables_();
  std::unordered_set<std::uint32_t> removed;
  std::lock_guard lock(mutex_);
  for (const auto& [table, labels] : labels_)
    if (!tables.contains(table)) removed.insert(table);
  return removed;
}

// Those that were not admitted may be, now that others have gone.
void RequestMetrics::forget(Local& local, const std::unordered_set<std::uint32_t>& removed) {
  std::erase_if(local.series, [&](const auto& entry) { return removed.contains(entry.first.table); });
  local.admitted.clear();
}

base::Task<> RequestMetrics::write(Exposition* out) {
  base::Executor* home = base::Executor::current();
  const auto turn = co_await writing_.lock();
  const auto removed = removed_tables();
  Merged merged;
  for (const std::unique_ptr<Local>& local : locals_) {
    co_await base::switch_to(*local->loop);
    forget(*local, removed);
    for (const auto& [key, named] : local->series)
      merged[{named.service, named.operation, key.table}].add(named.series);
  }
  if (home != nullptr) co_await base::switch_to(*home);
  std::unordered_map<std::uint32_t, TableLabels> labels;
  {
    std::lock_guard lock(mutex_);
    std::erase_if(labels_, [&](const auto& entry) { return removed.contains(entry.first); });
    labels = labels_;  // all that were met on the way
  }

  const auto write_all = [&](std::string_view name, Type type, std::string_view help, const auto& write_one) {
    out->family(name, type, help);
    for (const auto& [key, series] : merged) {
      const auto& [service, operation, table] = key;
      std::array<Label, 6> names = {Label{"service", service}, Label{"operation", operation}};
      if (table == kOtherTables) names[2] = {"table", kOther};
      if (const auto of_table = labels.find(table); of_table != labels.end()) {
        names[2] = {"table", of_table->second.name};
        names[3] = {"account", of_table->second.account};
        names[4] = {"region", of_table->second.region};
      }
      write_one(series, names);
    }
  };
  const auto write_sums = [&](std::string_view name, std::string_view help, auto member) {
    write_all(name, Type::kCounter, help, [&](const Series& series, const std::array<Label, 6>& names) {
      if (series.*member != 0) out->sample(names, static_cast<double>(series.*member));
    });
  };
  write_all("stator_requests", Type::kCounter, "Requests by their result: ok, or the code of the error.",
            [&](const Series& series, std::array<Label, 6> names) {
              if (series.done != 0) {
                names[5] = {"result", kDone};
                out->sample(names, static_cast<double>(series.done));
              }
              for (const auto& [code, count] : series.errors) {
                names[5] = {"result", code};
                out->sample(names, static_cast<double>(count));
              }
            });
  write_all("stator_request_duration_seconds", Type::kHistogram,
            "From the end of the request's body to the beginning of the response.",
            [&](const Series& series, const std::array<Label, 6>& names) {
              if (series.duration.total() != 0) out->sample(names, series.duration);
            });
  write_sums("stator_request_bytes", "Bytes of bodies of requests.", &Series::request_bytes);
  write_sums("stator_response_bytes", "Bytes of bodies of responses, before compression.",
             &Series::response_bytes);
  write_sums("stator_consumed_read_capacity_units", "Read capacity units that were consumed.",
             &Series::read_units);
  write_sums("stator_consumed_write_capacity_units", "Write capacity units that were consumed.",
             &Series::write_units);
  write_sums("stator_conditional_check_failures", "Conditions of writes that did not hold.",
             &Series::failed_conditions);
  write_sums("stator_transaction_conflicts", "Reads and writes refused because of a transaction under way.",
             &Series::conflicts);
  write_sums("stator_throttled", "Requests, or parts of them, refused for want of capacity.",
             &Series::throttles);
}

}  // namespace stator::metrics
