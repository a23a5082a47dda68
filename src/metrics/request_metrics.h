// What requests are counted by. Each event loop counts for itself, without locks or atomics; whoever wants to
// know asks one loop after the other.
//
// The number of series is bounded whatever clients send: operations are those that there are, tables those
// that exist, kMaxTables of them by name, the others together as "(other)". What is known of a table goes
// when the table has gone.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/async_mutex.h"
#include "base/event_loop_group.h"
#include "base/task.h"
#include "metrics/exposition.h"
#include "metrics/request_record.h"
#include "metrics/request_window.h"
#include "metrics/time_histogram.h"

namespace stator::metrics {

struct TableLabels {
  std::string account, region, name;
};

// What requests of one operation on one table did since the last time that this was asked.
struct OperationWindow {
  std::string_view operation;
  TableLabels table;  // empty: none, or one that is not counted by name
  RequestWindow window;
};

// Errors of clients in one account and region, those apart that have a metric of their own.
struct ClientErrors {
  std::string account, region;
  std::uint64_t count = 0;
};

struct Windows {
  std::vector<OperationWindow> operations;
  std::vector<ClientErrors> client_errors;
};

// Thread-safe.
class RequestMetrics {
 public:
  static constexpr std::size_t kMaxTables = 100;  // by name
  static constexpr std::size_t kMaxErrors = 32;   // codes of one operation and table; the others as "(other)"
  // Accounts and regions whose clients' errors count, on each loop since the last look: clients name them.
  static constexpr std::size_t kMaxScopes = 100;
  static constexpr std::string_view kOther = "(other)";

  // All tables there are, by their ids.
  using Tables = std::function<std::unordered_map<std::uint32_t, TableLabels>()>;

  // Both must outlive this.
  RequestMetrics(base::EventLoopGroup& loops, Tables tables);
  ~RequestMetrics();

  // On one of the loops; elsewhere nothing is counted.
  void add(const FinishedRequest& request);

  // Of requests to DynamoDB and its streams since the last call. On one of the loops or on any other
  // executor.
  base::Task<Windows> take_windows();

  // The families of requests. On one of the loops or on any other executor, where the text is made, too.
  base::Task<> write(Exposition* out);

 private:
  // Of an operation on a table. What every request counts stands at the beginning, in one place of the
  // memory.
  struct Series {
    std::uint64_t done = 0;
    std::uint64_t request_bytes = 0;
    std::uint64_t response_bytes = 0;
    double read_units = 0;
    double write_units = 0;
    TimeHistogram duration;
    std::uint64_t failed_conditions = 0;
    std::uint64_t conflicts = 0;
    std::uint64_t throttles = 0;
    std::vector<std::pair<std::string, std::uint64_t>> errors;  // by code

    std::unique_ptr<RequestWindow> window;  // nullptr: nothing since the last look, or not of DynamoDB

    void count_error(std::string_view code, std::uint64_t times);
    void add(const Series& other);  // but the window
  };
  // Names of operations are of static storage, so that their addresses tell them apart.
  struct Key {
    const char* service;
    const char* operation;
    std::uint32_t table;
    bool operator==(const Key&) const = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const {
      return (reinterpret_cast<std::uintptr_t>(key.operation) >> 3) * 0x9e3779b97f4a7c15 + key.table;
    }
  };
  struct Named {
    Series series;
    std::string_view service, operation;
  };
  using Map = std::unordered_map<Key, Named, KeyHash>;
  // Of one loop, used on it only.
  struct Local {
    base::EventLoop* loop = nullptr;
    Map series;
    std::unordered_map<std::uint32_t, bool> admitted;                            // by table: counted by name?
    std::map<std::pair<std::string, std::string>, std::uint64_t> client_errors;  // by account and region
  };
  // By service, operation and table, in the order in which they are written.
  using Merged = std::map<std::tuple<std::string_view, std::string_view, std::uint32_t>, Series>;

  static constexpr std::uint32_t kNoTable = 0;  // of requests that have none, or several
  static constexpr std::uint32_t kOtherTables = ~std::uint32_t{0};

  Local* local();
  Series& series_of(Local& local, const RequestRecord& record, std::uint32_t table);
  void add_to_windows(Local& local, Series& series, const FinishedRequest& request);
  bool admit(Local& local, std::uint32_t table);
  bool admit_new(std::uint32_t table);
  std::unordered_set<std::uint32_t> removed_tables();
  static void forget(Local& local, const std::unordered_set<std::uint32_t>& removed);

  const Tables tables_;
  base::AsyncMutex writing_;                               // one at a time
  std::vector<std::unique_ptr<Local>> locals_;             // one a loop
  std::mutex mutex_;                                       // guards what follows
  std::unordered_map<std::uint32_t, TableLabels> labels_;  // of tables counted by name
};

}  // namespace stator::metrics
