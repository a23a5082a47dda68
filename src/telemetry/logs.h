// Log groups, their streams, and their events.
//
// Thread-safe. A group belongs to one account and region. Events are kept until their group's retention has
// passed, in order of their time; those of one millisecond in the order in which they came.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/protocol/shape.h"
#include "base/clock.h"
#include "base/executor.h"
#include "base/task.h"
#include "base/task_group.h"
#include "storage/engine.h"
#include "telemetry/filter_pattern.h"
#include "telemetry/retention.h"

namespace stator::telemetry {

// Of one PutLogEvents (AWS's limits); each event counts 26 bytes more than its message.
inline constexpr std::size_t kMaxBatchEvents = 10'000;
inline constexpr std::size_t kMaxBatchBytes = 1'048'576;
inline constexpr std::size_t kEventOverheadBytes = 26;
inline constexpr std::size_t kMaxEventBytes = 1024 * 1024;  // since 2025-04; 256 KB before
inline constexpr std::int64_t kMaxBatchSpanMillis = 24LL * 3600 * 1000;
inline constexpr std::int64_t kMaxEventAgeMillis = 14LL * 24 * 3600 * 1000;
inline constexpr std::int64_t kMaxEventLeadMillis = 2LL * 3600 * 1000;
// Of one page of events.
inline constexpr std::size_t kMaxTags = 50;  // of a group
inline constexpr std::size_t kMaxPageEvents = 10'000;
inline constexpr std::size_t kMaxPageBytes = 1'048'576;
// What looking for a page may take, in bytes that a pattern looks at: of one event as large as can be, with
// the largest regular expression. (Each takes a few nanoseconds at worst.)
inline constexpr std::size_t kMaxPageWork = kMaxEventBytes * Regex::kMaxSize;

struct Scope {
  std::string account;
  std::string region;
};

struct LogGroup {
  std::string name;
  std::int64_t created_millis = 0;
  std::optional<std::int64_t> retention_days;
  aws::protocol::Map<std::string> tags;
  std::int64_t id = 0;  // of its events' keys; random
};

struct LogStream {
  std::string name;
  std::int64_t created_millis = 0;
  std::optional<std::int64_t> first_event_millis;
  std::optional<std::int64_t> last_event_millis;
  std::optional<std::int64_t> last_ingestion_millis;
  std::int64_t next_number = 1;  // of its next event
  std::int64_t id = 0;
};

struct NewEvent {
  std::int64_t millis = 0;
  std::string message;
};

// Where an event stands in its stream.
struct EventPosition {
  std::int64_t millis = 0;
  std::uint64_t number = 0;

  auto operator<=>(const EventPosition&) const = default;
};

struct Event {
  EventPosition position;
  std::string message;
  std::int64_t ingestion_millis = 0;
  std::string stream_name;
  std::int64_t stream_id = 0;
};

enum class FailureKind : std::uint8_t {
  kNoGroup,
  kNoStream,
  kExists,
  kInvalid,  // message says what
  kTooManyTags,
  kBusy,  // retryable
  kInternal,
};
struct Failure {
  FailureKind kind = FailureKind::kInternal;
  std::string message = {};
};
template <typename T>
using Result = base::Result<T, Failure>;

// Events that were not taken, by their index in the batch.
struct PutReport {
  std::optional<std::size_t> too_old_end;    // those before it
  std::optional<std::size_t> too_new_start;  // it and those behind it
  std::optional<std::size_t> expired_end;
};

struct GroupRequest {
  std::string prefix;
  std::string pattern;  // the name contains it
  std::string after;    // the last name of the page before
  std::size_t limit = 50;
};

struct StreamRequest {
  std::string group;
  std::string prefix;
  std::string after;
  std::size_t limit = 50;
};

struct ReadRequest {
  std::string group;
  std::string stream;
  std::int64_t start_millis = 0;           // included
  std::optional<std::int64_t> end_millis;  // excluded
  std::optional<EventPosition> after;      // only what stands behind it
  std::optional<EventPosition> before;     // only what stands before it
  bool from_head = false;                  // the oldest events of the range; else the latest
  std::size_t limit = kMaxPageEvents;
};

// A place between two events of a group.
struct GroupPosition {
  EventPosition position;
  std::int64_t stream_id = 0;

  auto operator<=>(const GroupPosition&) const = default;
};

struct FilterRequest {
  std::string group;
  std::vector<std::string> streams;  // empty: all that begin with the prefix
  std::string stream_prefix;
  std::int64_t start_millis = 0;
  std::optional<std::int64_t> end_millis;
  bool from_head = true;               // the oldest events first; else the latest
  std::optional<GroupPosition> after;  // only what stands behind it in this order
  std::size_t limit = kMaxPageEvents;
};
struct FilterPage {
  std::vector<Event> events;
  std::optional<GroupPosition> next;  // set if there may be more
};

class Logs {
 public:
  // What outlives a request (the removal of old events) runs on `background`; events that take long to be
  // matched are matched on `pool`, where there is one. All must outlive this.
  Logs(storage::Engine& engine, base::Clock& clock, base::Executor& background,
       base::Executor* pool = nullptr)
      : engine_(engine),
        clock_(clock),
        background_(background),
        pool_(pool),
        sweeper_(*this, background, tasks_) {}

  // Takes removals up again that a stop interrupted, and begins to look for events that are too old.
  void start();
  // Waits for what runs in the background.
  base::Task<void> stop();

  base::Task<Result<base::Ok>> create_group(Scope scope, std::string name,
                                            aws::protocol::Map<std::string> tags);
  base::Task<Result<base::Ok>> delete_group(Scope scope, std::string name);
  base::Task<Result<LogGroup>> find_group(Scope scope, std::string name);
  // In order of name, and whether there are more.
  base::Task<Result<std::pair<std::vector<LogGroup>, bool>>> list_groups(Scope scope, GroupRequest request);
  // Nothing: events are kept for ever.
  base::Task<Result<base::Ok>> set_retention(Scope scope, std::string name, std::optional<std::int64_t> days);
  base::Task<Result<base::Ok>> tag_group(Scope scope, std::string name, aws::protocol::Map<std::string> add,
                                         std::vector<std::string> remove);

  base::Task<Result<base::Ok>> create_stream(Scope scope, std::string group, std::string name);
  base::Task<Result<base::Ok>> delete_stream(Scope scope, std::string group, std::string name);
  base::Task<Result<std::pair<std::vector<LogStream>, bool>>> list_streams(Scope scope,
                                                                           StreamRequest request);

  // `events` in order of time.
  base::Task<Result<PutReport>> put(Scope scope, std::string group, std::string stream,
                                    std::vector<NewEvent> events);
  // In order of time.
  base::Task<Result<std::vector<Event>>> read(Scope scope, ReadRequest request);
  // Looks at a bounded number of events, and at fewer where that takes long: a page may be empty and not the
  // last one.
  base::Task<Result<FilterPage>> filter(Scope scope, FilterRequest request, FilterPattern pattern);

  // Frees the place of events whose retention is over, an hour after it is.
  base::Task<Result<base::Ok>> remove_expired();

  base::Clock& clock() { return clock_; }

 private:
  using Change = std::function<Result<base::Ok>(LogGroup&)>;

  base::Task<Result<base::Ok>> change_group(Scope scope, std::string name, Change change);
  base::Task<> remove_events();
  base::Task<Result<base::Ok>> remove_expired_of(const LogGroup& group, storage::KeyRange streams);

  storage::Engine& engine_;
  base::Clock& clock_;
  base::Executor& background_;
  base::Executor* pool_;
  base::TaskGroup tasks_;
  RetentionSweeper sweeper_;
};

}  // namespace stator::telemetry
