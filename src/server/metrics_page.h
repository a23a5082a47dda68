// GET /metrics: everything that there is to know about this server, for Prometheus.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "base/byte_budget.h"
#include "base/task.h"
#include "base/thread_pool.h"
#include "metrics/exposition.h"
#include "net/request.h"
#include "net/response.h"
#include "server/backend.h"
#include "server/data_folder_size.h"

namespace stator::server {

// Thread-safe.
class MetricsPage {
 public:
  // All of it outlives the page.
  struct Parts {
    Backend& backend;
    base::ThreadPool& pool;
    base::ByteBudget& budget;
    std::size_t budget_bytes = 0;
    std::function<std::size_t()> connections;
    std::function<std::size_t()> waiting_memory;
    std::size_t waiting_memory_limit = 0;
    std::string data_folder;  // empty: in memory
    std::string_view version;
  };

  // The folder may hold very many files: its size is measured again after this time only.
  static constexpr std::chrono::seconds kFolderAge{30};

  explicit MetricsPage(Parts parts) : parts_(std::move(parts)) {}

  base::Task<net::Response> answer(const net::Request& request);

 private:
  void write_server(metrics::Exposition* out) const;
  void write_folder(metrics::Exposition* out);

  const Parts parts_;
  std::mutex folder_mutex_;  // guards the two below
  std::optional<DataFolderSize> folder_;
  std::chrono::steady_clock::time_point measured_;
};

}  // namespace stator::server
