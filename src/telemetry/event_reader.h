// The events of several streams of a group as one sequence, in order of their positions or against it.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "base/task.h"
#include "storage/engine.h"
#include "telemetry/logs.h"

namespace stator::telemetry {

// Not thread-safe.
class EventReader {
 public:
  // Begins behind `after` in this direction, or at the first event of all. The engine must outlive this.
  EventReader(storage::Engine& engine, std::int64_t group, storage::Direction direction,
              std::optional<GroupPosition> after)
      : engine_(engine), group_(group), direction_(direction), after_(after) {}

  // Before the first next().
  void add(std::string name, std::int64_t id, std::int64_t begin_millis,
           std::optional<std::int64_t> end_millis);

  // Nothing at the end.
  base::Task<storage::Result<std::optional<Event>>> next();

 private:
  struct Source {
    std::string name;
    std::deque<Event> read;
    std::optional<storage::KeyRange> rest;
  };

  // Whether `a` comes before `b` in this direction.
  bool is_before(const GroupPosition& a, const GroupPosition& b) const;
  auto comes_later() const;  // orders line_
  base::Task<storage::Result<base::Ok>> begin();
  base::Task<storage::Result<base::Ok>> fill(Source& source);
  // Reads on where nothing is left, and puts the source in line, if it has another event.
  base::Task<storage::Result<base::Ok>> enter(Source& source);

  storage::Engine& engine_;
  const std::int64_t group_;
  const storage::Direction direction_;
  const std::optional<GroupPosition> after_;
  std::vector<Source> sources_;
  bool begun_ = false;
  storage::ScanLimits step_;
  std::vector<Source*> line_;  // a heap: the one with the next event is in front
};

}  // namespace stator::telemetry
