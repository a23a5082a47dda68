// What an import could not read, as events of its log (S3DataImport.Validation).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/task.h"
#include "telemetry/logs.h"
#include "transfer/jobs.h"

namespace stator::transfer {

// Used by one coroutine at a time.
class ImportErrors {
 public:
  // Of one import; more are counted only.
  static constexpr std::size_t kMaxLogged = 10'000;

  ImportErrors(telemetry::Logs& logs, const Import& job) : logs_(logs), job_(job) {}

  void add(const std::string& key, std::uint64_t index, std::string problem);
  // It is time to write them.
  bool is_full() const;
  // Writes what was added. A log that cannot be written is no reason to fail.
  base::Task<> flush();

 private:
  telemetry::Logs& logs_;
  const Import& job_;
  std::vector<telemetry::NewEvent> waiting_;
  std::size_t waiting_bytes_ = 0;
  std::size_t logged_ = 0;
  bool stream_made_ = false;
};

}  // namespace stator::transfer
