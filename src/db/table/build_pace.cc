#include "db/table/build_pace.h"

#include <time.h>

#include <algorithm>
#include <cstdint>

namespace stator::db::table {
namespace {

using std::chrono::nanoseconds;
using std::chrono::steady_clock;

constexpr std::size_t kStepBytes = 64 * 1024;

nanoseconds cpu_time_of_thread() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return std::chrono::seconds(now.tv_sec) + nanoseconds(now.tv_nsec);
}

}  // namespace

std::size_t BuildPaceRule::next_items(const BuildStepCost& last) {
  if (last.items == 0) return kFewestItems;
  // At most twice as many: one step may have been cheap by chance.
  const std::size_t most = std::min(last.items * 2, kMostItems);
  if (last.worked <= nanoseconds(0)) return std::max(most, kFewestItems);
  const auto fit = static_cast<std::uint64_t>(kStep.count()) * last.items /
                   static_cast<std::uint64_t>(last.worked.count());
  return std::clamp<std::size_t>(fit, kFewestItems, std::max(most, kFewestItems));
}

nanoseconds BuildPaceRule::rest_after(const BuildStepCost& last) {
  if (last.waited < kAlone) return nanoseconds(0);
  return std::clamp(last.waited * kRestPerWait, nanoseconds(0), last.worked * kMostRestPerWork);
}

storage::ScanLimits BuildPace::limits() const { return {kStepBytes, items_}; }

void BuildPace::begin() { cpu_at_begin_ = cpu_time_of_thread(); }

base::Task<> BuildPace::give_way(std::size_t items) {
  // What others did on this loop meanwhile counts as well; then the next step is smaller. On another thread
  // than before it means nothing, and may be negative.
  BuildStepCost cost{items, std::max(cpu_time_of_thread() - cpu_at_begin_, nanoseconds(0)), nanoseconds(0)};
  const auto asked = steady_clock::now();
  // A job that is posted runs before what the loop finds on its sockets next, so two are needed.
  co_await base::yield();
  co_await base::yield();
  cost.waited = steady_clock::now() - asked;
  items_ = BuildPaceRule::next_items(cost);
  const nanoseconds rest = BuildPaceRule::rest_after(cost);
  if (rest > nanoseconds(0)) co_await base::sleep_for(rest);
}

}  // namespace stator::db::table
