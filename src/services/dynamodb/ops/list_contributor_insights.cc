#include "services/dynamodb/ops/list_contributor_insights.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/base64.h"
#include "db/table/catalog.h"
#include "messages/dynamodb.h"
#include "services/dynamodb/common/contributor_insights.h"
#include "services/dynamodb/common/errors.h"
#include "services/dynamodb/common/table_name.h"

namespace stator::services::dynamodb {

namespace {

constexpr std::int64_t kDefaultResults = 100;

// Tables in order of their names; of each, itself and then its indexes.
using Place = std::pair<std::string, std::uint16_t>;

std::string to_token(const Place& last) {
  std::string token;
  base::append_base64(last.first + "/" + std::to_string(last.second), token);
  return token;
}

std::optional<Place> from_token(std::string_view token) {
  std::string text;
  if (!base::append_base64_decoded(token, text)) return std::nullopt;
  const std::size_t slash = text.find('/');
  if (slash == std::string::npos) return std::nullopt;
  Place place{text.substr(0, slash), 0};
  const char* const end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data() + slash + 1, end, place.second);
  if (error != std::errc() || at != end) return std::nullopt;
  return place;
}

ContributorInsightsSummary summary_of(const db::table::TableSchema& table,
                                      const db::table::Insights& insights) {
  ContributorInsightsSummary summary;
  summary.table_name = table.name;
  for (const db::table::IndexSchema& index : table.indexes)
    if (insights.index_id != 0 && index.id == insights.index_id) summary.index_name = index.name;
  summary.status = status_of(&insights);
  summary.mode = mode_of(&insights);
  return summary;
}

}  // namespace

// Lists what is enabled, or was.
base::Task<aws::Result<ListContributorInsightsResponse>> list_contributor_insights(
    db::table::Database& database, const aws::RequestContext& context,
    ListContributorInsightsRequest& request) {
  std::vector<db::table::TableRef> tables;
  if (request.table_name) {
    STATOR_CO_ASSIGN(db::table::TableRef table, find_named_table(database, context, *request.table_name));
    tables.push_back(std::move(table));
  } else {
    tables = database.parts().catalog.all();
    std::erase_if(tables, [&](const db::table::TableRef& table) {
      return table->insights.empty() || table->scope != scope_of(context);
    });
    std::sort(tables.begin(), tables.end(), [](const auto& a, const auto& b) { return a->name < b->name; });
  }
  std::optional<Place> after;
  if (request.next_token) {
    after = from_token(*request.next_token);
    if (!after) co_return aws::validation_error(messages::kInvalidNextToken);
  }
  const std::int64_t asked = request.max_results.value_or(kDefaultResults);
  const auto limit = static_cast<std::size_t>(asked > 0 ? asked : kDefaultResults);
  ListContributorInsightsResponse response;
  Place last;
  for (const db::table::TableRef& table : tables) {
    for (const db::table::Insights& insights : table->insights) {
      Place place{table->name, insights.index_id};
      if (after && place <= *after) continue;
      if (response.summaries.size() == limit) {
        response.next_token = to_token(last);
        co_return response;
      }
      response.summaries.push_back(summary_of(*table, insights));
      last = std::move(place);
    }
  }
  co_return response;
}

}  // namespace stator::services::dynamodb
