// Keeps what contributor insights count, by the minute, and reports on it.
//
// What the database counted since the last time is added to the records of its minutes every kPause, and
// before every report: a report says what has happened up to then. A minute is kept for kKeptSeconds. Each
// record is a TopContributors of bounded size; what is counted but not kept yet is lost with a crash.
//
// Thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/async_mutex.h"
#include "base/clock.h"
#include "base/executor.h"
#include "base/rounds.h"
#include "base/task.h"
#include "base/task_group.h"
#include "db/table/key_activity.h"
#include "monitoring/contributors/top_contributors.h"
#include "monitoring/insights/rules.h"
#include "monitoring/metric_store.h"
#include "monitoring/queries/insight_source.h"
#include "storage/engine.h"

namespace stator::monitoring::insights {

inline constexpr std::int64_t kKeptSeconds = 24LL * 3600;

// In unix seconds. The begin is rounded down to the minute; the period is a multiple of 60.
struct Span {
  std::int64_t begin = 0;
  std::int64_t end = 0;  // excluded
  std::int64_t period = 60;
};

enum class Order { kSum, kMaximum };

// All contributors together, in one period.
struct Totals {
  std::int64_t unix_seconds = 0;
  double unique = 0;
  double greatest = 0;  // of one contributor
  double samples = 0;
  double sum = 0;
  double minimum = 0;  // of one sample
  double maximum = 0;
};

// By the name that GetInsightRuleReport has for it; nothing for others.
std::optional<double> value_of(const Totals& totals, std::string_view metric);

struct Contributor {
  std::vector<std::string> keys;
  double value = 0;  // the sum, or the greatest of the points, as the order asks
  std::vector<std::pair<std::int64_t, double>> points;
};

struct Report {
  double sum = 0;
  std::uint64_t unique = 0;
  std::vector<Contributor> contributors;  // the greatest first
  std::vector<Totals> totals;             // of the periods that there is something of
  std::size_t minutes = 0;                // that there is something of
};

class KeyInsights final : public queries::InsightSource {
 public:
  static constexpr std::chrono::seconds kPause{10};
  static constexpr std::size_t kMaxWaiting =
      400;  // records that could not be kept; if there are more, all are forgotten

  // All must outlive this.
  struct Parts {
    storage::Engine& engine;
    db::table::KeyActivity& activity;
    const db::table::Catalog& catalog;
    base::Clock& clock;
    base::Executor& background;
  };
  explicit KeyInsights(Parts parts);

  void start();
  // Keeps once more.
  base::Task<> stop();

  std::vector<Rule> rules(const Scope& scope) const;
  std::optional<Rule> find_rule(const Scope& scope, std::string_view name) const;

  base::Task<Result<Report>> report(Rule rule, Span span, std::size_t max_contributors, Order order);
  base::Task<Result<queries::InsightTotals>> read(Scope scope, std::string rule,
                                                  queries::InsightSpan span) override;

  base::Task<> flush();
  base::Task<Result<base::Ok>> remove_expired();

 private:
  using Each = std::function<void(std::int64_t second, TopContributors minute)>;

  base::Task<> run_round();
  base::Task<bool> keep_some();
  base::Task<Result<base::Ok>> scan(const Rule& rule, Span span, Each each);
  base::Task<Result<Report>> summarise(const Rule& rule, Span span, Order order,
                                       std::vector<std::string>* candidates);

  Parts parts_;
  base::AsyncMutex turn_;                           // guards what follows
  std::map<std::string, TopContributors> waiting_;  // by the key of the record
  std::int64_t swept_seconds_ = 0;
  base::TaskGroup tasks_;
  base::Rounds rounds_;
};

}  // namespace stator::monitoring::insights
