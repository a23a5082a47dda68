#include "functions/log_writer.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/log.h"
#include "functions/environment.h"

namespace stator::functions {

namespace {

constexpr std::size_t kMaxLineBytes = 256 * 1024 - telemetry::kEventOverheadBytes;  // longer lines are cut

// The events of one PutLogEvents, taken from the front.
std::vector<telemetry::NewEvent> take_batch(std::vector<telemetry::NewEvent>* events) {
  std::size_t bytes = 0, count = 0;
  while (count < events->size() && count < telemetry::kMaxBatchEvents) {
    bytes += (*events)[count].message.size() + telemetry::kEventOverheadBytes;
    if (bytes > telemetry::kMaxBatchBytes) break;
    ++count;
  }
  const auto end = events->begin() + static_cast<std::ptrdiff_t>(count);
  std::vector<telemetry::NewEvent> batch(std::make_move_iterator(events->begin()),
                                         std::make_move_iterator(end));
  events->erase(events->begin(), end);
  return batch;
}

}  // namespace

void LogWriter::add(std::string text) {
  if (text.empty()) return;
  if (keeps_tail_) {
    tail_.append(text).push_back('\n');
    if (tail_.size() > 2 * kLogTailBytes) tail_.erase(0, tail_.size() - kLogTailBytes);
  }
  waiting_bytes_ += text.size() + telemetry::kEventOverheadBytes;
  std::int64_t millis = logs_.clock().unix_millis();
  if (!waiting_.empty()) millis = std::max(millis, waiting_.back().millis);
  waiting_.push_back({millis, std::move(text)});
  start_writing();
}

void LogWriter::append(std::string_view bytes) {
  std::lock_guard lock(mutex_);
  while (!bytes.empty()) {
    const std::size_t newline = bytes.find('\n');
    const std::size_t room = kMaxLineBytes - begun_.size();
    const std::size_t length = std::min({newline, bytes.size(), room});
    begun_.append(bytes.substr(0, length));
    bytes.remove_prefix(length);
    if (!bytes.empty() && bytes.front() == '\n') {
      bytes.remove_prefix(1);
    } else if (begun_.size() < kMaxLineBytes) {
      break;
    }
    add(std::exchange(begun_, {}));
  }
}

void LogWriter::line(std::string text) {
  std::lock_guard lock(mutex_);
  add(std::exchange(begun_, {}));
  add(std::move(text));
}

bool LogWriter::wants_more() const {
  std::lock_guard lock(mutex_);
  return waiting_bytes_ < kMaxWaitingBytes;
}

void LogWriter::begin_tail() {
  std::lock_guard lock(mutex_);
  keeps_tail_ = true;
  tail_.clear();
}

std::string LogWriter::take_tail() {
  std::lock_guard lock(mutex_);
  keeps_tail_ = false;
  std::string tail = std::exchange(tail_, {});
  if (tail.size() > kLogTailBytes) tail.erase(0, tail.size() - kLogTailBytes);
  return tail;
}

void LogWriter::start_writing() {
  if (writing_) return;
  writing_ = true;
  tasks_.spawn_on(background_, write(shared_from_this()));
}

base::Task<> LogWriter::write([[maybe_unused]] std::shared_ptr<LogWriter> self) {
  // Whoever started this holds the lock, and may be on this very executor.
  co_await base::yield();
  for (;;) {
    std::vector<telemetry::NewEvent> batch;
    {
      std::lock_guard lock(mutex_);
      batch = take_batch(&waiting_);
      for (const telemetry::NewEvent& event : batch)
        waiting_bytes_ -= event.message.size() + telemetry::kEventOverheadBytes;
      if (batch.empty()) {
        writing_ = false;
        co_return;
      }
    }
    co_await put(std::move(batch));
  }
}

bool LogWriter::may(std::string_view action, std::string_view stream) const {
  if (!permit_) return true;
  return permit_(action, fmt::format("arn:aws:logs:{}:{}:log-group:{}:log-stream:{}", scope_.region,
                                     scope_.account, group_, stream));
}

base::Task<> LogWriter::put(std::vector<telemetry::NewEvent> batch) {
  if (!may("logs:PutLogEvents", stream_)) co_return;
  auto done = co_await logs_.put(scope_, group_, stream_, batch);
  const auto lacks = [&](telemetry::FailureKind kind) { return !done.ok() && done.error().kind == kind; };
  if (lacks(telemetry::FailureKind::kNoGroup) || lacks(telemetry::FailureKind::kNoStream)) {
    // The group or stream is not there yet, or somebody has deleted it.
    if (lacks(telemetry::FailureKind::kNoGroup)) {
      if (!may("logs:CreateLogGroup", "")) co_return;
      aws::protocol::Map<std::string> no_tags;
      auto group = co_await logs_.create_group(scope_, group_, std::move(no_tags));
    }
    if (!may("logs:CreateLogStream", stream_)) co_return;
    auto stream = co_await logs_.create_stream(scope_, group_, stream_);
    auto again = co_await logs_.put(scope_, group_, stream_, std::move(batch));
    done = std::move(again);
  }
  if (!done.ok()) base::log_warning("functions", "events of {} are lost: {}", group_, done.error().message);
}

}  // namespace stator::functions
