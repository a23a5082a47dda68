#include "services/dynamodb/ops/update_contributor_insights.h"

#include <algorithm>

#include "monitoring/insights/rules.h"
#include "services/dynamodb/common/contributor_insights.h"
#include "services/dynamodb/common/errors.h"
#include "services/dynamodb/common/table_name.h"

namespace stator::services::dynamodb {

namespace {

namespace insights = monitoring::insights;
using db::table::Insights;
using db::table::InsightsMode;
using db::table::TableSchema;

Insights& place_in(TableSchema* table, std::uint16_t index_id) {
  auto place = std::find_if(table->insights.begin(), table->insights.end(),
                            [&](const Insights& each) { return each.index_id >= index_id; });
  if (place == table->insights.end() || place->index_id != index_id)
    place = table->insights.insert(place, Insights{index_id});
  return *place;
}

// What is asked of one place. Enabling what is enabled keeps its rules; only its mode may change (assumed).
struct Change {
  const db::table::Catalog& catalog;
  std::int64_t now_micros;
  std::uint16_t index_id;
  bool enable;
  std::optional<InsightsMode> mode;

  // Whether anything changes. There may be so many rules; without room, the place says so (FailureException
  // of DescribeContributorInsights).
  bool apply(TableSchema* table) const {
    const Insights* known = table->find_insights(index_id);
    if (!enable && (known == nullptr || (!known->enabled && !known->refused))) return false;
    Insights next = known == nullptr ? Insights{index_id} : *known;
    if (!next.enabled) {
      next.mode = InsightsMode::kAccessedAndThrottledKeys;
      next.since_millis = insights::new_since(catalog, table->scope, now_micros / 1000);
    }
    next.mode = mode.value_or(next.mode);
    next.enabled = enable;
    next.refused = false;
    if (enable && known != nullptr && known->enabled && known->mode == next.mode) return false;
    next.updated_micros = now_micros;
    if (enable && too_many_rules(*table, next)) {
      next.enabled = false;
      next.refused = true;
    }
    place_in(table, index_id) = next;
    return true;
  }

  bool too_many_rules(const TableSchema& table, const Insights& next) const {
    std::size_t count = insights::rules_of(table, next).size();
    for (const insights::Rule& rule : insights::rules_of(catalog, table.scope))
      count += rule.table_id != table.id || rule.index_id != index_id;
    return count > insights::kMaxRules;
  }
};

}  // namespace

// The change is done when the answer leaves; it says ENABLING or DISABLING, as on AWS.
base::Task<aws::Result<ContributorInsightsSummary>> update_contributor_insights(
    db::table::Database& database, const aws::RequestContext& context,
    UpdateContributorInsightsRequest& request) {
  STATOR_CO_ASSIGN(const db::table::TableRef table, find_named_table(database, context, *request.table_name));
  STATOR_CO_ASSIGN(const std::uint16_t place, insights_place(*table, request.index_name));
  const bool enable = request.action->get() == ContributorInsightsAction::kEnable;
  std::optional<InsightsMode> mode;
  if (request.mode) {
    mode = request.mode->get() == ContributorInsightsMode::kThrottledKeys
               ? InsightsMode::kThrottledKeys
               : InsightsMode::kAccessedAndThrottledKeys;
  }
  const Change wanted{database.parts().catalog, context.clock->unix_micros(), place, enable, mode};
  ContributorInsightsSummary response;
  response.table_name = table->name;
  response.index_name = request.index_name;
  auto change = [&](TableSchema* next) -> db::Result<base::Ok> {
    if (next->id != table->id) return db::Error{db::ErrorKind::kResourceInUse, {}, {}};
    const bool changed = wanted.apply(next);
    const Insights* now = next->find_insights(place);
    response.status = status_of(now);
    if (changed)
      response.status = enable ? ContributorInsightsStatus::kEnabling : ContributorInsightsStatus::kDisabling;
    response.mode = mode_of(now);
    return base::Ok{};
  };
  auto done = co_await database.change_settings(scope_of(context), table->name, std::move(change));
  if (!done.ok()) co_return to_aws_error(std::move(done).error());
  co_return response;
}

}  // namespace stator::services::dynamodb
