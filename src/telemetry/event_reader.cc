#include "telemetry/event_reader.h"

#include <algorithm>

#include "telemetry/log_keys.h"

namespace stator::telemetry {

namespace {

// Of each stream at a time.
constexpr storage::ScanLimits kStep{64 << 10, 128};

GroupPosition place_of(const Event& event) { return {event.position, event.stream_id}; }

}  // namespace

void EventReader::add(std::string name, std::int64_t id, std::int64_t begin_millis,
                      std::optional<std::int64_t> end_millis) {
  if (after_) begin_millis = std::max(begin_millis, after_->position.millis);
  storage::KeyRange range = events_range(group_, id, begin_millis, end_millis);
  if (range.begin >= range.end) return;
  sources_.push_back({std::move(name), {}, std::move(range)});
}

base::Task<storage::Result<base::Ok>> EventReader::fill(Source& source) {
  while (source.read.empty() && source.rest) {
    auto page = co_await engine_.scan(std::move(*source.rest), storage::Direction::kForward, kStep);
    if (!page.ok()) co_return std::move(page).error();
    for (const storage::ScanPage::Entry& entry : page->entries()) {
      auto event = decode_event(entry.key, entry.value);
      if (!event) co_return storage::Error{storage::ErrorCode::kCorrupt, "a log event is damaged"};
      if (after_ && place_of(*event) <= *after_) continue;
      event->stream_name = source.name;
      source.read.push_back(std::move(*event));
    }
    source.rest = page->rest();
  }
  co_return base::Ok{};
}

base::Task<storage::Result<std::optional<Event>>> EventReader::next() {
  Source* first = nullptr;
  for (Source& source : sources_) {
    auto filled = co_await fill(source);
    if (!filled.ok()) co_return std::move(filled).error();
    if (source.read.empty()) continue;
    if (first == nullptr || place_of(source.read.front()) < place_of(first->read.front())) first = &source;
  }
  std::optional<Event> event;
  if (first != nullptr) {
    event = std::move(first->read.front());
    first->read.pop_front();
  }
  co_return event;
}

}  // namespace stator::telemetry
