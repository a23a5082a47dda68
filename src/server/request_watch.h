// Sees every request once it is answered: counts it, and logs it if it was slow or failed.
#pragma once

#include <chrono>

#include "db/table/catalog.h"
#include "metrics/request_log.h"
#include "metrics/request_metrics.h"

namespace stator::server {

// Thread-safe. All references must outlive it.
class RequestWatch final : public metrics::RequestObserver {
 public:
  RequestWatch(base::EventLoopGroup& loops, const db::table::Catalog& catalog, const base::Clock& clock);

  void finished(const metrics::FinishedRequest& request) override {
    metrics_.add(request);
    log_.look_at(request);
  }

  metrics::RequestMetrics& metrics() { return metrics_; }
  void set_slow(std::chrono::milliseconds limit) { log_.set_slow(limit); }

 private:
  metrics::RequestMetrics metrics_;
  metrics::RequestLog log_;
};

}  // namespace stator::server
