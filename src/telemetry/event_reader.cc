#include "telemetry/event_reader.h"

#include <algorithm>

#include "base/time_slice.h"
#include "telemetry/log_keys.h"

namespace stator::telemetry {

namespace {

// What is read ahead, of all streams together and of each.
constexpr storage::ScanLimits kAhead{16 << 20, 64 << 10};
constexpr storage::ScanLimits kMostAhead{64 << 10, 128}, kLeastAhead{1 << 10, 1};

GroupPosition place_of(const Event& event) { return {event.position, event.stream_id}; }

}  // namespace

void EventReader::add(std::string name, std::int64_t id, std::int64_t begin_millis,
                      std::optional<std::int64_t> end_millis) {
  const bool forward = direction_ == storage::Direction::kForward;
  if (after_ && forward) begin_millis = std::max(begin_millis, after_->position.millis);
  if (after_ && !forward && after_->position.millis < end_millis.value_or(INT64_MAX))
    end_millis = after_->position.millis + 1;
  storage::KeyRange range = events_range(group_, id, begin_millis, end_millis);
  if (range.begin >= range.end) return;
  sources_.push_back({std::move(name), {}, std::move(range)});
}

base::Task<storage::Result<base::Ok>> EventReader::fill(Source& source) {
  while (source.read.empty() && source.rest) {
    auto page = co_await engine_.scan(std::move(*source.rest), direction_, step_);
    if (!page.ok()) co_return std::move(page).error();
    for (const storage::ScanPage::Entry& entry : page->entries()) {
      auto event = decode_event(entry.key, entry.value);
      if (!event) co_return storage::Error{storage::ErrorCode::kCorrupt, "a log event is damaged"};
      if (after_ && !is_before(*after_, place_of(*event))) continue;
      event->stream_name = source.name;
      source.read.push_back(std::move(*event));
    }
    source.rest = page->rest();
  }
  co_return base::Ok{};
}

bool EventReader::is_before(const GroupPosition& a, const GroupPosition& b) const {
  return direction_ == storage::Direction::kForward ? a < b : b < a;
}

auto EventReader::comes_later() const {
  return [this](const Source* a, const Source* b) {
    return is_before(place_of(b->read.front()), place_of(a->read.front()));
  };
}

base::Task<storage::Result<base::Ok>> EventReader::enter(Source& source) {
  auto filled = co_await fill(source);
  if (!filled.ok() || source.read.empty()) co_return filled;
  line_.push_back(&source);
  std::ranges::push_heap(line_, comes_later());
  co_return filled;
}

// Functions leave a stream for each of their environments, so there may be very many.
base::Task<storage::Result<base::Ok>> EventReader::begin() {
  begun_ = true;
  const std::size_t count = std::max<std::size_t>(sources_.size(), 1);
  step_.max_bytes = std::clamp(kAhead.max_bytes / count, kLeastAhead.max_bytes, kMostAhead.max_bytes);
  step_.max_entries = std::clamp(kAhead.max_entries / count, kLeastAhead.max_entries, kMostAhead.max_entries);
  base::TimeSlice slice;
  for (Source& source : sources_) {
    auto entered = co_await enter(source);
    if (!entered.ok()) co_return entered;
    co_await slice.pause_if_used_up();
  }
  co_return base::Ok{};
}

base::Task<storage::Result<std::optional<Event>>> EventReader::next() {
  if (!begun_) {
    auto ready = co_await begin();
    if (!ready.ok()) co_return std::move(ready).error();
  }
  std::optional<Event> event;
  if (line_.empty()) co_return event;
  std::ranges::pop_heap(line_, comes_later());
  Source& first = *line_.back();
  line_.pop_back();
  event = std::move(first.read.front());
  first.read.pop_front();
  auto entered = co_await enter(first);
  if (!entered.ok()) co_return std::move(entered).error();
  co_return event;
}

}  // namespace stator::telemetry
