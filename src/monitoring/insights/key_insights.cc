#include "monitoring/insights/key_insights.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "base/log.h"
#include "base/time_slice.h"
#include "keyspace/keys.h"
#include "monitoring/insights/insight_keys.h"
#include "monitoring/metric_keys.h"
#include "records/records.h"
#include "storage/drop_expired.h"

namespace stator::monitoring::insights {

namespace {

constexpr std::size_t kMaxRecords = 50;  // of one commit
constexpr std::int64_t kSweepSeconds = 600;
// Among how many contributors the greatest of a report are looked for: more than a minute keeps, since others
// may lead in other minutes. What is said of them is read again, minute by minute.
constexpr TopContributors::Room kCandidates{2'000, 400 << 10};
constexpr TopContributors::Room kOfPeriod{400, 80 << 10};
// As value_of() has them.
constexpr std::string_view kMetrics[] = {
    "UniqueContributors", "MaxContributorValue", "SampleCount", "Sum", "Minimum", "Maximum", "Average"};

Failure to_failure(const storage::Error& error) { return records::to_failure<Failure>(error); }

// The greatest value that each contributor had in any period, of those that had great ones.
class Peaks {
 public:
  void add(const TopContributors& period) {
    for (const TopContributors::Contributor& each : period.top(kOfPeriod.counters)) {
      auto [place, is_new] = peaks_.try_emplace(std::string(each.key), 0);
      if (is_new) key_bytes_ += each.key.size();
      place->second = std::max(place->second, each.value);
    }
    if (peaks_.size() > 2 * kCandidates.counters || key_bytes_ > 2 * kCandidates.key_bytes)
      keep(kCandidates.counters, kCandidates.key_bytes);
  }
  std::vector<std::string> top(std::size_t limit) {
    keep(limit, SIZE_MAX);
    std::vector<std::string> keys;
    for (const auto& [key, peak] : peaks_) keys.push_back(key);
    return keys;
  }

 private:
  void keep(std::size_t limit, std::size_t key_bytes) {
    std::vector<std::pair<double, std::string>> order;
    for (const auto& [key, peak] : peaks_) order.emplace_back(-peak, key);
    std::sort(order.begin(), order.end());
    std::size_t bytes = 0, kept = 0;
    for (const auto& [peak, key] : order) {
      if (kept < limit && bytes + key.size() <= key_bytes) {
        ++kept;
        bytes += key.size();
      } else {
        peaks_.erase(key);
      }
    }
    key_bytes_ = bytes;
  }

  std::unordered_map<std::string, double> peaks_;
  std::size_t key_bytes_ = 0;
};

Totals totals_of(std::int64_t second, const TopContributors& period) {
  return {second,
          static_cast<double>(period.unique()),
          period.greatest(),
          period.samples(),
          period.sum(),
          period.minimum(),
          period.maximum()};
}

// Ends a span where it makes no difference, so that numbers of periods stay small.
Span bounded(Span span, std::int64_t now) {
  span.begin = round_down(span.begin, 60);
  span.end = std::min(span.end, now + 60);
  return span;
}

}  // namespace

KeyInsights::KeyInsights(Parts parts)
    : parts_(parts), rounds_(parts.background, tasks_, [this] { return run_round(); }) {}

void KeyInsights::start() { rounds_.start(kPause, kPause); }

base::Task<> KeyInsights::stop() {
  rounds_.stop();
  co_await tasks_.wait();
  co_await flush();
}

base::Task<> KeyInsights::run_round() {
  co_await flush();
  const std::int64_t now = parts_.clock.unix_seconds();
  if (now < swept_seconds_ + kSweepSeconds) co_return;
  swept_seconds_ = now;
  auto done = co_await remove_expired();
  if (!done.ok())
    base::log_warning("insights", "the removal of old minutes has to wait: {}", done.error().message);
}

std::vector<Rule> KeyInsights::rules(const Scope& scope) const {
  return rules_of(parts_.catalog, {scope.account, scope.region});
}

std::optional<Rule> KeyInsights::find_rule(const Scope& scope, std::string_view name) const {
  for (Rule& rule : rules(scope))
    if (rule.name == name) return std::move(rule);
  return std::nullopt;
}

base::Task<> KeyInsights::flush() {
  const auto turn = co_await turn_.lock();
  base::TimeSlice slice;
  for (const db::table::KeyWindow& window : parts_.activity.take()) {
    for (std::size_t i = 0; i < db::table::kKeyCounts; ++i) {
      if (window.counts[i].empty()) continue;
      co_await slice.pause_if_used_up();
      waiting_[record_key(window, static_cast<KeyCount>(i))].add(window.counts[i]);
    }
  }
  while (!waiting_.empty()) {
    const bool kept = co_await keep_some();
    if (kept) continue;
    if (waiting_.size() > kMaxWaiting) {
      base::log_warning("insights", "what was counted cannot be kept, and is lost");
      waiting_.clear();
    }
    co_return;
  }
}

// Takes from what is waiting what was kept, and what may have been: twice would be worse than not at all.
// Nobody else writes these records. False: it cannot be kept now.
base::Task<bool> KeyInsights::keep_some() {
  std::vector<std::string_view> keys;
  for (const auto& [key, counts] : waiting_) {
    if (keys.size() == kMaxRecords) break;
    keys.emplace_back(key);
  }
  auto found = co_await parts_.engine.get(keys);
  if (!found.ok()) co_return false;
  storage::Commit commit;
  base::TimeSlice slice;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    co_await slice.pause_if_used_up();
    TopContributors counts;
    const storage::Record& before = (*found)[i];
    if (before.exists()) {
      auto old = TopContributors::decode(before.value);
      if (old) counts = *std::move(old);  // damaged: the check says so; the minute begins anew
    }
    counts.add(waiting_.at(std::string(keys[i])));
    commit.guards.push_back({std::string(keys[i]), before.version});
    commit.writes.push_back({std::string(keys[i]), counts.encode()});
  }
  auto done = co_await storage::commit(parts_.engine, std::move(commit));
  if (!done.ok() && done.error().code != storage::ErrorCode::kUnknownOutcome) co_return false;
  for (std::size_t left = keys.size(); left > 0; --left) waiting_.erase(waiting_.begin());
  co_return true;
}

// What is too old is not shown, be it removed yet or not.
base::Task<Result<base::Ok>> KeyInsights::scan(const Rule& rule, Span span, Each each) {
  const std::int64_t now = parts_.clock.unix_seconds();
  const std::int64_t end = span.end;
  std::int64_t at = std::max<std::int64_t>({span.begin, round_down(now - kKeptSeconds, 60), 0});
  base::TimeSlice slice;
  while (at < end) {
    const std::int64_t next = round_down(at, kHourSeconds) + kHourSeconds;
    std::optional<storage::KeyRange> rest = records_range(rule, at, std::min(end, next));
    while (rest) {
      auto page = co_await parts_.engine.scan(std::move(*rest), storage::Direction::kForward, {});
      if (!page.ok()) co_return to_failure(page.error());
      for (const storage::ScanPage::Entry& entry : page->entries()) {
        co_await slice.pause_if_used_up();
        const auto second = second_of(entry.key);
        auto minute = TopContributors::decode(entry.value);
        if (!second || !minute) co_return Failure{FailureKind::kInternal, "counts of keys are damaged"};
        each(*second, *std::move(minute));
      }
      rest = page->rest();
    }
    at = next;
  }
  co_return base::Ok{};
}

base::Task<Result<Report>> KeyInsights::summarise(const Rule& rule, Span span, Order order,
                                                  std::vector<std::string>* candidates) {
  Report report;
  TopContributors all(kCandidates), period(kOfPeriod);
  Peaks peaks;
  std::int64_t period_number = 0;
  const auto finish_period = [&] {
    if (period.empty()) return;
    report.totals.push_back(totals_of(span.begin + period_number * span.period, period));
    if (candidates != nullptr && order == Order::kMaximum) peaks.add(period);
    all.add(period);
    period = TopContributors(kOfPeriod);
  };
  auto each = [&](std::int64_t second, TopContributors minute) {
    const std::int64_t number = (second - span.begin) / span.period;
    if (number != period_number) finish_period();
    period_number = number;
    period.add(minute);
    ++report.minutes;
  };
  auto done = co_await scan(rule, span, std::move(each));
  if (!done.ok()) co_return std::move(done).error();
  finish_period();
  report.sum = all.sum();
  report.unique = all.unique();
  if (candidates != nullptr) {
    if (order == Order::kMaximum) {
      *candidates = peaks.top(candidates->capacity());
    } else {
      for (const auto& top : all.top(candidates->capacity())) candidates->emplace_back(top.key);
    }
  }
  co_return report;
}

base::Task<Result<Report>> KeyInsights::report(Rule rule, Span span, std::size_t max_contributors,
                                               Order order) {
  co_await flush();
  span = bounded(span, parts_.clock.unix_seconds());
  std::vector<std::string> keys;
  keys.reserve(max_contributors);
  auto report = co_await summarise(rule, span, order, &keys);
  if (!report.ok() || keys.empty()) co_return report;
  std::vector<Contributor> found(keys.size());
  auto each = [&](std::int64_t second, TopContributors minute) {
    const std::int64_t start = span.begin + (second - span.begin) / span.period * span.period;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const double value = minute.value(keys[i]);
      if (value <= 0) continue;
      auto& points = found[i].points;
      if (points.empty() || points.back().first != start) points.emplace_back(start, 0);
      points.back().second += value;
    }
  };
  auto done = co_await scan(rule, span, std::move(each));
  if (!done.ok()) co_return std::move(done).error();
  for (std::size_t i = 0; i < keys.size(); ++i) {
    auto texts = db::table::contributor_texts(keys[i]);
    if (!texts) co_return Failure{FailureKind::kInternal, "a key that was counted is damaged"};
    found[i].keys = *std::move(texts);
    for (const auto& [second, value] : found[i].points)
      found[i].value = order == Order::kSum ? found[i].value + value : std::max(found[i].value, value);
  }
  std::sort(found.begin(), found.end(), [](const Contributor& a, const Contributor& b) {
    return a.value != b.value ? a.value > b.value : a.keys < b.keys;
  });
  report->contributors = std::move(found);
  co_return report;
}

base::Task<Result<queries::InsightTotals>> KeyInsights::read(Scope scope, std::string rule,
                                                             queries::InsightSpan span) {
  queries::InsightTotals all;
  const auto found = find_rule(scope, rule);
  if (!found) co_return all;
  co_await flush();
  const Span wanted{span.begin, span.end, span.period};
  const Span read = bounded(wanted, parts_.clock.unix_seconds());
  auto report = co_await summarise(*found, read, Order::kSum, nullptr);
  if (!report.ok()) co_return std::move(report).error();
  all.minutes = report->minutes;
  for (const std::string_view metric : kMetrics) {
    math::Series& series = all.metrics[std::string(metric)];
    series.label = rule;
    series.period_seconds = span.period;
    for (const Totals& each : report->totals)
      series.points.push_back({each.unix_seconds, *value_of(each, metric)});
  }
  co_return all;
}

base::Task<Result<base::Ok>> KeyInsights::remove_expired() {
  auto expired = records_before(parts_.clock.unix_seconds() - kKeptSeconds);
  if (!expired) co_return base::Ok{};
  auto dropped = co_await storage::drop_expired(parts_.engine, std::move(*expired));
  if (!dropped.ok()) co_return to_failure(dropped.error());
  co_return base::Ok{};
}

std::optional<double> value_of(const Totals& totals, std::string_view metric) {
  if (metric == "UniqueContributors") return totals.unique;
  if (metric == "MaxContributorValue") return totals.greatest;
  if (metric == "SampleCount") return totals.samples;
  if (metric == "Sum") return totals.sum;
  if (metric == "Minimum") return totals.minimum;
  if (metric == "Maximum") return totals.maximum;
  if (metric == "Average") return totals.samples > 0 ? totals.sum / totals.samples : 0;
  return std::nullopt;
}

}  // namespace stator::monitoring::insights
