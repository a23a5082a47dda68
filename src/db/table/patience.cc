#include "db/table/patience.h"

#include <chrono>

#include "base/log.h"
#include "db/table/storage_errors.h"

namespace stator::db::table {

namespace {

constexpr std::chrono::milliseconds kBusyPause{5};
constexpr std::chrono::milliseconds kUnavailablePause{200};
constexpr std::chrono::milliseconds kRetryPause{200};

}  // namespace

base::Task<Result<CommitStep>> commit_patiently(storage::Engine& engine, const storage::Commit& commit,
                                                const std::atomic<bool>& stopped,
                                                storage::CommitReceipt* receipt) {
  while (!stopped.load(std::memory_order_relaxed)) {
    auto committed = co_await storage::commit(engine, commit);
    if (committed.ok()) {
      if (receipt != nullptr) *receipt = std::move(*committed);
      co_return CommitStep::kDone;
    }
    switch (committed.error().code) {
      case storage::ErrorCode::kConflict:
        co_return CommitStep::kConflict;
      case storage::ErrorCode::kFenced:
        co_return CommitStep::kFenced;
      case storage::ErrorCode::kBusy:
        co_await base::sleep_for(kBusyPause);
        break;
      case storage::ErrorCode::kUnknownOutcome:
      case storage::ErrorCode::kUnavailable:
        co_await base::sleep_for(kUnavailablePause);
        break;
      default:
        co_return from_storage(committed.error());
    }
  }
  co_return CommitStep::kStopped;
}

base::Task<Result<std::int64_t>> time_of_commits(storage::Engine& engine) {
  storage::Commit nothing;
  auto receipt = co_await storage::commit(engine, std::move(nothing));
  if (!receipt.ok()) co_return from_storage(receipt.error());
  co_return receipt->commit_time_micros;
}

bool may_pass(const Error& error) {
  return error.kind == ErrorKind::kInternal || error.kind == ErrorKind::kThrottled;
}

base::Task<> until_done(const std::atomic<bool>& stopped, std::string work,
                        std::function<base::Task<Result<base::Ok>>()> attempt) {
  for (bool first = true; !stopped.load(std::memory_order_relaxed); first = false) {
    auto done = co_await attempt();
    if (done.ok()) co_return;
    const bool again = may_pass(done.error());
    if (first || !again)
      base::log_warning("table", "{} {}: {}", work, again ? "has to wait" : "failed", done.error().message);
    if (!again) co_return;
    co_await base::sleep_for(kRetryPause);
  }
}

}  // namespace stator::db::table
