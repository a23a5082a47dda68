#include "server/metrics_page.h"

#include "base/executor.h"
#include "metrics/process_metrics.h"

namespace stator::server {
namespace {

using metrics::Exposition;
using metrics::Type;

constexpr std::string_view kPrometheusType = "text/plain; version=0.0.4; charset=utf-8";
constexpr std::string_view kOpenMetricsType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

bool wants_open_metrics(const net::Request& request) {
  const auto accept = request.header("accept");
  return accept && accept->find("application/openmetrics-text") != std::string_view::npos;
}

}  // namespace

void MetricsPage::write_server(Exposition* out) const {
  out->family("stator_build_info", Type::kGauge, "1; the version is in the label.");
  out->sample({{"version", parts_.version}}, 1);
  out->gauge("stator_connections", "Connections that are open.", static_cast<double>(parts_.connections()));
  const auto budget = static_cast<double>(parts_.budget_bytes);
  out->gauge("stator_request_memory_bytes", "Memory that requests and responses hold.",
             budget - static_cast<double>(parts_.budget.available()));
  out->gauge("stator_request_memory_limit_bytes", "What they may hold together before others wait.", budget);
  out->gauge("stator_request_memory_waiting", "1 while requests wait for memory.",
             parts_.budget.has_waiters() ? 1 : 0);
  out->gauge("stator_request_memory_waiting_bytes", "Memory of requests that wait for memory.",
             static_cast<double>(parts_.waiting_memory()));
  out->gauge("stator_request_memory_waiting_limit_bytes",
             "What they may hold together before others are refused.",
             static_cast<double>(parts_.waiting_memory_limit));
}

void MetricsPage::write_folder(Exposition* out) {
  DataFolderSize size;
  {
    std::lock_guard lock(folder_mutex_);
    const auto now = std::chrono::steady_clock::now();
    if (!folder_ || now - measured_ >= kFolderAge) {
      folder_ = measure_data_folder(parts_.data_folder);
      measured_ = now;
    }
    size = *folder_;
  }
  out->family("stator_data_folder_bytes", Type::kGauge, "What the data folder takes of the disk.");
  const auto part = [&](std::string_view name, std::uint64_t bytes) {
    out->sample({{"part", name}}, static_cast<double>(bytes));
  };
  part("tables", size.tables);
  part("log", size.log);
  part("blobs", size.blobs);
  part("deleted", size.deleted);
  part("other", size.other);
  out->gauge("stator_disk_free_bytes", "What is left on the disk of the data folder.",
             static_cast<double>(size.disk_free));
}

base::Task<net::Response> MetricsPage::answer(const net::Request& request) {
  const bool open_metrics = wants_open_metrics(request);
  Exposition out(open_metrics ? Exposition::Format::kOpenMetrics : Exposition::Format::kPrometheus);
  base::Executor* home = base::Executor::current();
  // A page may take milliseconds, which a loop does not have.
  co_await base::switch_to(parts_.pool);
  co_await parts_.backend.write_metrics(&out);
  write_server(&out);
  if (!parts_.data_folder.empty()) write_folder(&out);
  metrics::write_process_metrics(&out);
  net::Body body(std::move(out).finish());
  if (home != nullptr) co_await base::switch_to(*home);
  co_return net::Response(200, open_metrics ? kOpenMetricsType : kPrometheusType, std::move(body));
}

}  // namespace stator::server
