#include "monitoring/metric_store.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <span>

#include "aws/protocol/shape.h"
#include "base/log.h"
#include "base/random.h"
#include "base/time_slice.h"
#include "keyspace/keys.h"
#include "monitoring/metric_keys.h"
#include "records/records.h"
#include "storage/drop_expired.h"

namespace stator::monitoring {
namespace {

using namespace aws::protocol;  // the vocabulary of shape tables

constexpr std::size_t kMaxLooked = 10'000;  // metrics of one page
// How old the note of a metric's last sample may become: most writes leave the directory alone.
constexpr std::int64_t kActivitySeconds = 10 * 60;
constexpr std::chrono::minutes kFirstRound{2};
constexpr std::chrono::minutes kPause{60};

struct MetricRecord {
  std::int64_t id = 0;            // of the keys of its values; random
  std::int64_t last_seconds = 0;  // when something was reported, about (kActivitySeconds)
};

constexpr auto kNumber = long_shape();
constexpr Member kMetricMembers[] = {
    member<&MetricRecord::id>("id", kNumber),
    member<&MetricRecord::last_seconds>("last", kNumber),
};
constexpr Structure kMetric{"metric", kMetricMembers};

Failure to_failure(const storage::Error& error) { return records::to_failure<Failure>(error); }

std::int64_t new_id() {
  return static_cast<std::int64_t>(base::SecureRandom::system().next() >> 1);  // the same number unsigned
}

std::vector<std::string_view> views_of(const auto& keys) {
  std::vector<std::string_view> views;
  views.reserve(keys.size());
  for (const auto& key : keys) views.emplace_back(key);
  return views;
}

bool has_dimensions(const Metric& metric, const std::vector<ListRequest::DimensionFilter>& wanted) {
  return std::all_of(wanted.begin(), wanted.end(), [&](const ListRequest::DimensionFilter& filter) {
    return std::any_of(metric.dimensions.begin(), metric.dimensions.end(), [&](const Dimension& dimension) {
      return dimension.name == filter.name && (!filter.value || dimension.value == *filter.value);
    });
  });
}

// The coarsest that has the periods as they were asked for.
const Tier& tier_for(const ReadRequest& request) {
  const Tier* best = &kTiers[0];
  for (const Tier& tier : kTiers) {
    if (request.period % tier.resolution_seconds == 0 && request.begin % tier.resolution_seconds == 0)
      best = &tier;
  }
  return *best;
}

// Values that come together, by their keys.
using Changes = std::map<std::string, Distribution>;

void collect(std::int64_t metric_id, const Sample& sample, std::int64_t now, Changes* changes) {
  for (const Tier& tier : kTiers) {
    if (tier.resolution_seconds == 1 && !sample.high_resolution) continue;
    if (sample.unix_seconds < now - tier.kept_seconds) continue;
    const std::int64_t begin = round_down(sample.unix_seconds, tier.resolution_seconds);
    (*changes)[datapoint_key(tier, metric_id, begin, sample.unit)].add(sample.values);
  }
}

}  // namespace

MetricStore::MetricStore(storage::Engine& engine, base::Clock& clock, base::Executor& background)
    : engine_(engine), clock_(clock), rounds_(background, tasks_, [this]() -> base::Task<> {
        auto done = co_await remove_expired();
        if (!done.ok())
          base::log_warning("metrics", "the removal of old values has to wait: {}", done.error().message);
      }) {}

void MetricStore::start() { rounds_.start(kFirstRound, kPause); }

base::Task<void> MetricStore::stop() {
  rounds_.stop();
  co_await tasks_.wait();
}

base::Task<std::vector<base::AsyncMutex::Lock>> MetricStore::latch(const std::vector<std::string>& keys) {
  std::set<std::size_t> wanted;
  for (const std::string& key : keys) wanted.insert(keyspace::stable_hash(key) % kLatches);
  std::vector<base::AsyncMutex::Lock> held;
  for (const std::size_t latch : wanted) {
    auto lock = co_await latches_[latch].lock();
    held.push_back(std::move(lock));
  }
  co_return held;
}

base::Task<Result<base::Ok>> MetricStore::put(Scope scope, std::vector<Sample> samples) {
  std::vector<std::string> keys;  // of the metric of each sample
  for (Sample& sample : samples) {
    normalize(&sample.metric);
    keys.push_back(metric_key(scope, sample.metric));
  }
  const auto held = co_await latch(keys);
  for (std::size_t attempt = 0; attempt < storage::kMaxCommitAttempts; ++attempt) {
    auto done = co_await try_put(keys, samples);
    if (!done.ok()) co_return std::move(done).error();
    if (*done) co_return base::Ok{};
  }
  co_return Failure{FailureKind::kBusy};
}

// False: another writer was there first.
base::Task<Result<bool>> MetricStore::try_put(const std::vector<std::string>& keys,
                                              const std::vector<Sample>& samples) {
  const std::int64_t now = clock_.unix_seconds();
  storage::Commit commit;
  std::map<std::string_view, std::int64_t> ids;
  const auto names = views_of(std::set<std::string_view>(keys.begin(), keys.end()));
  auto metrics = co_await engine_.get(std::span(names));
  if (!metrics.ok()) co_return to_failure(metrics.error());
  for (std::size_t i = 0; i < names.size(); ++i) {
    const storage::Record& found = (*metrics)[i];
    MetricRecord record;
    if (found.exists()) {
      auto decoded = records::decode(kMetric, found.value, &record);
      if (!decoded.ok()) co_return to_failure(decoded.error());
    } else {
      record.id = new_id();
    }
    ids.emplace(names[i], record.id);
    // Also where it stays as it is: it must not be removed meanwhile.
    commit.guards.push_back({std::string(names[i]), found.version});
    if (found.exists() && record.last_seconds >= now - kActivitySeconds) continue;
    record.last_seconds = now;
    commit.writes.push_back({std::string(names[i]), records::encode(kMetric, &record)});
  }
  base::TimeSlice slice;
  Changes changes;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    co_await slice.pause_if_used_up();
    collect(ids.at(keys[i]), samples[i], now, &changes);
  }
  std::vector<std::string_view> places;
  for (const auto& [key, values] : changes) places.emplace_back(key);
  auto kept = co_await engine_.get(std::span(std::as_const(places)));
  if (!kept.ok()) co_return to_failure(kept.error());
  std::size_t place = 0;
  for (auto& [key, values] : changes) {
    co_await slice.pause_if_used_up();
    const storage::Record& before = (*kept)[place++];
    commit.guards.push_back({key, before.version});
    if (before.exists()) {
      auto old = Distribution::decode(before.value);
      if (!old) co_return Failure{FailureKind::kInternal, "values of a metric are damaged"};
      old->add(values);
      values = std::move(*old);
    }
    commit.writes.push_back({key, values.encode()});
  }
  auto done = co_await storage::commit(engine_, std::move(commit));
  if (is_conflict(done)) co_return false;
  if (!done.ok()) co_return to_failure(done.error());
  co_return true;
}

base::Task<Result<std::vector<Datapoint>>> MetricStore::read(Scope scope, ReadRequest request) {
  std::vector<Datapoint> points;
  auto keep = [&points](Datapoint point) { points.push_back(std::move(point)); };
  auto done = co_await read(std::move(scope), std::move(request), std::move(keep));
  if (!done.ok()) co_return std::move(done).error();
  co_return points;
}

base::Task<Result<base::Ok>> MetricStore::read(Scope scope, ReadRequest request, Consumer each) {
  normalize(&request.metric);
  auto metric = co_await records::get<MetricRecord>(engine_, kMetric, metric_key(scope, request.metric));
  if (!metric.ok()) co_return to_failure(metric.error());
  if (!metric->exists()) co_return base::Ok{};
  const Tier& tier = tier_for(request);
  // What is too old is not shown, be it removed yet or not.
  const std::int64_t oldest = clock_.unix_seconds() - tier.kept_seconds;
  std::int64_t at =
      std::max<std::int64_t>(round_down(std::max(request.begin, oldest), tier.resolution_seconds), 0);
  const std::int64_t end = std::min(request.end, clock_.unix_seconds() + kMaxLeadSeconds + 1);
  std::int64_t period = 0;
  std::map<Unit, Distribution> units;  // of the period
  const auto finish_period = [&] {
    for (auto& [unit, values] : units)
      each({request.begin + period * request.period, unit, std::move(values)});
    units.clear();
  };
  base::TimeSlice slice;
  while (at < end) {
    const std::int64_t next = round_down(at, tier.span_seconds) + tier.span_seconds;
    std::optional<storage::KeyRange> rest = datapoints_range(tier, metric->value.id, at, std::min(end, next));
    while (rest) {
      auto page = co_await engine_.scan(std::move(*rest), storage::Direction::kForward, {});
      if (!page.ok()) co_return to_failure(page.error());
      for (const storage::ScanPage::Entry& entry : page->entries()) {
        co_await slice.pause_if_used_up();
        const auto place = place_of(entry.key);
        const auto values = Distribution::decode(entry.value);
        if (!place || !values) co_return Failure{FailureKind::kInternal, "values of a metric are damaged"};
        if (request.unit && place->unit != *request.unit) continue;
        const std::int64_t next_period = (place->unix_seconds - request.begin) / request.period;
        if (next_period != period) finish_period();
        period = next_period;
        units[place->unit].add(*values);
      }
      rest = page->rest();
    }
    at = next;
  }
  finish_period();
  co_return base::Ok{};
}

base::Task<Result<MetricPage>> MetricStore::list(Scope scope, ListRequest request) {
  storage::KeyRange range = metrics_range(scope);
  if (!request.name_space.empty()) {
    range = request.name.empty() ? metrics_range(scope, request.name_space)
                                 : metrics_range(scope, request.name_space, request.name);
  }
  if (!request.after.empty()) range.begin = std::max(range.begin, request.after + '\0');
  MetricPage found;
  std::string last;
  std::size_t looked = 0;
  base::TimeSlice slice;
  std::optional<storage::KeyRange> rest = std::move(range);
  while (rest && (rest->end.empty() || rest->begin < rest->end)) {
    auto page = co_await engine_.scan(std::move(*rest), storage::Direction::kForward, {});
    if (!page.ok()) co_return to_failure(page.error());
    for (const storage::ScanPage::Entry& entry : page->entries()) {
      if (found.metrics.size() == request.limit || looked++ == kMaxLooked) {
        found.next = std::move(last);
        co_return found;
      }
      co_await slice.pause_if_used_up();
      last = entry.key;
      auto metric = metric_of(entry.key);
      if (!metric) co_return Failure{FailureKind::kInternal, "a metric's key is damaged"};
      if (!request.name.empty() && metric->second.name != request.name) continue;
      if (!has_dimensions(metric->second, request.dimensions)) continue;
      MetricRecord record;
      auto decoded = records::decode(kMetric, entry.value, &record);
      if (!decoded.ok()) co_return to_failure(decoded.error());
      if (record.last_seconds < request.active_since) continue;
      found.metrics.push_back(std::move(metric->second));
    }
    rest = page->rest();
  }
  co_return found;
}

// Nobody writes into what is dropped: put() keeps nothing in a tier that is older than it keeps.
base::Task<Result<base::Ok>> MetricStore::remove_expired() {
  const std::int64_t now = clock_.unix_seconds();
  for (const Tier& tier : kTiers) {
    auto expired = datapoints_before(tier, now - tier.kept_seconds - tier.span_seconds);
    if (!expired) continue;
    auto dropped = co_await storage::drop_expired(engine_, std::move(*expired));
    if (!dropped.ok()) co_return to_failure(dropped.error());
  }
  const std::int64_t forgotten = now - std::end(kTiers)[-1].kept_seconds;
  base::TimeSlice slice;
  std::optional<storage::KeyRange> rest = all_metrics_range();
  while (rest && !rounds_.stopped()) {
    auto page = co_await engine_.scan(std::move(*rest), storage::Direction::kForward, {});
    if (!page.ok()) co_return to_failure(page.error());
    for (const storage::ScanPage::Entry& entry : page->entries()) {
      co_await slice.pause_if_used_up();
      MetricRecord record;
      auto decoded = records::decode(kMetric, entry.value, &record);
      if (!decoded.ok()) co_return to_failure(decoded.error());
      if (record.last_seconds >= forgotten) continue;
      storage::Commit commit;
      commit.guards.push_back({std::string(entry.key), entry.version});
      commit.writes.push_back({std::string(entry.key), std::nullopt});
      auto done = co_await storage::commit(engine_, std::move(commit));
      if (!done.ok() && !is_conflict(done)) co_return to_failure(done.error());
    }
    rest = page->rest();
  }
  co_return base::Ok{};
}

}  // namespace stator::monitoring
