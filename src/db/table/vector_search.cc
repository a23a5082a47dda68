#include "db/table/vector_search.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/time_slice.h"
#include "db/model/value_writer.h"
#include "db/table/item_keys.h"
#include "db/table/storage_errors.h"
#include "db/table/vector_distance.h"
#include "db/table/vector_entry.h"
#include "keyspace/keys.h"
#include "messages/expressions.h"
#include "messages/tables.h"

namespace stator::db::table {

namespace {

using expression::SearchCondition;
using model::ItemView;
using model::ValueView;

constexpr std::size_t kPageBytes = 128 * 1024;
constexpr std::size_t kPageEntries = 1024;
// Operators and operands of a condition that are met between two pauses.
constexpr std::size_t kConditionWorkBetweenPauses = 16 * 1024;
// Items that are read at once.
constexpr std::size_t kItemsAtOnce = 8;

struct Candidate {
  double score = 0;
  std::string item_key;
};

Result<const IndexSchema*> find_vector_index(const TableSchema& table, std::string_view name) {
  const IndexSchema* index = table.find_index(name);
  if (index == nullptr || !index->vector || index->status == IndexStatus::kDeleting)
    return validation_error(fmt::format(messages::kNoSuchIndex, name));
  if (index->backfilling) return validation_error(fmt::format(messages::kBackfillingVectorIndex, name));
  return index;
}

Result<std::vector<float>> to_vector(const IndexSchema& index, const std::vector<ValueView>& elements) {
  if (elements.size() != index.vector->dimensions)
    return validation_error(fmt::format(messages::kSearchVectorDimensions, elements.size(), index.name,
                                        index.vector->dimensions));
  std::vector<float> vector;
  vector.reserve(elements.size());
  for (const ValueView element : elements) {
    if (element.type() != model::Type::kN) return validation_error(messages::kSearchVectorElement);
    const std::optional<float> number = to_float(element);
    if (!number) return validation_error(messages::kSearchVectorElement);
    vector.push_back(*number);
  }
  return vector;
}

// The vector itself is in the index, whatever is projected beside it.
Result<base::Ok> check_projection(const IndexSchema& index, const expression::Projection* projection) {
  if (projection == nullptr) return base::Ok{};
  std::string missing;
  for (const std::string& name : projection->root_names()) {
    if (index.projects(name) || name == index.vector->attribute) continue;
    missing += missing.empty() ? "[" + name : ", " + name;
  }
  if (missing.empty()) return base::Ok{};
  return validation_error(fmt::format(messages::kProjectionOutsideVectorIndex, index.name, missing + "]"));
}

Result<SearchCondition::Bound> bind(const IndexSchema& index, const SearchCondition* condition) {
  if (condition != nullptr) return condition->bind(index.keys.partition, index.vector->filters);
  if (!index.keys.partition.empty()) return validation_error(messages::kSearchConditionMissing);
  return SearchCondition::Bound{};
}

std::string partition_prefix(const TableSchema& table, const IndexSchema& index,
                             const std::string& partition) {
  std::string key;
  model::ValueWriter writer(&key);
  writer.begin_map();
  if (!index.keys.partition.empty()) {
    writer.name(index.keys.partition.front().name);
    writer.value(ValueView(partition));
  }
  writer.end_map();
  return vector_partition(table, index, ItemView(key));
}

}  // namespace

struct VectorSearcher::Search {
  const TableSchema& table;
  const IndexSchema& index;
  const SearchRequest& request;
  VectorDistance distance;
  std::string prefix;           // of the entries that are compared
  bool filters = false;         // more is asked than the partition
  std::vector<Candidate> best;  // a heap: the farthest first
  SearchOutcome outcome;
  base::TimeSlice slice;

  const VectorSpec& vector() const { return *index.vector; }
  bool is_nearer(const Candidate& a, const Candidate& b) const {
    if (a.score != b.score) return distance.nearer(a.score, b.score);
    return a.item_key < b.item_key;
  }
  bool matches(const VectorEntryView& entry) const {
    return !filters || request.condition->condition().matches(entry.attributes(vector().dimensions));
  }
  void compare(const storage::ScanPage::Entry& stored);
};

void VectorSearcher::Search::compare(const storage::ScanPage::Entry& stored) {
  const VectorEntryView entry(stored.value);
  outcome.bytes += static_cast<double>(vector().dimensions * sizeof(float));
  if (!matches(entry)) return;
  const auto farther_first = [this](const Candidate& a, const Candidate& b) { return is_nearer(a, b); };
  const double score = distance.score(entry.vector(vector().dimensions));
  if (best.size() == request.top_k) {
    if (!distance.nearer(score, best.front().score)) return;
    std::pop_heap(best.begin(), best.end(), farther_first);
    best.pop_back();
  }
  best.push_back({score, entry.item_key(table, stored.key)});
  std::push_heap(best.begin(), best.end(), farther_first);
}

base::Task<Result<SearchOutcome>> VectorSearcher::search(TableRef table, SearchRequest request) {
  STATOR_CO_ASSIGN(const IndexSchema* index, find_vector_index(*table, request.index_name));
  STATOR_CO_ASSIGN(const std::vector<float> wanted, to_vector(*index, request.vector));
  STATOR_CO_TRY(check_projection(*index, request.projection));
  STATOR_CO_ASSIGN(const SearchCondition::Bound bound, bind(*index, request.condition));
  Search search{.table = *table,
                .index = *index,
                .request = request,
                .distance = VectorDistance(index->vector->distance, wanted),
                .prefix = partition_prefix(*table, *index, bound.partition),
                .filters = bound.filters};
  auto compared = co_await compare_all(&search);
  if (!compared.ok()) co_return std::move(compared).error();
  auto read = co_await read_items(&search);
  if (!read.ok()) co_return std::move(read).error();
  co_return std::move(search.outcome);
}

base::Task<Result<base::Ok>> VectorSearcher::compare_all(Search* search) {
  storage::ScanLimits limits;
  limits.max_bytes = kPageBytes;
  limits.max_entries = kPageEntries;
  if (search->filters) {
    const std::size_t cost = search->request.condition->condition().cost();
    limits.max_entries = std::min(kPageEntries, 1 + kConditionWorkBetweenPauses / cost);
  }
  std::optional<storage::KeyRange> rest = keyspace::prefix_range(search->prefix);
  while (rest) {
    auto page = co_await engine_.scan(std::move(*rest), storage::Direction::kForward, limits);
    if (!page.ok()) co_return from_storage(page.error());
    for (const storage::ScanPage::Entry& entry : page->entries()) search->compare(entry);
    rest = page->rest();
    co_await search->slice.pause_if_used_up();
  }
  co_return base::Ok{};
}

base::Task<Result<base::Ok>> VectorSearcher::read_items(Search* search) {
  struct Found {
    Candidate place;
    SearchResult result;
  };
  std::vector<Found> found;
  std::size_t bytes = 0;
  const std::vector<Candidate>& best = search->best;
  for (std::size_t begin = 0; begin < best.size(); begin += kItemsAtOnce) {
    const std::size_t end = std::min(best.size(), begin + kItemsAtOnce);
    std::vector<std::string_view> keys;
    for (std::size_t i = begin; i < end; ++i) keys.push_back(best[i].item_key);
    auto records = co_await engine_.get(keys);
    if (!records.ok()) co_return from_storage(records.error());
    for (std::size_t i = begin; i < end; ++i) {
      const storage::Record& record = (*records)[i - begin];
      if (!record.exists()) continue;
      const ItemView item = stored_item(record.value);
      const std::optional<IndexEntry> entry = index_entry(search->table, search->index, item);
      if (!entry || !entry->key.starts_with(search->prefix)) continue;
      const VectorEntryView view(entry->value);
      if (!search->matches(view)) continue;
      const double score = search->distance.score(view.vector(search->vector().dimensions));
      Found& each = found.emplace_back(Found{{score, best[i].item_key}, {{}, score}});
      if (search->request.projection != nullptr) {
        search->request.projection->project(item, &each.result.item);
      } else {
        each.result.item = projected(search->index, item);
      }
      bytes += ItemView(each.result.item).size_bytes();
      if (bytes > kMaxSearchBytes) co_return validation_error(messages::kSearchTooLarge);
    }
    co_await search->slice.pause_if_used_up();
  }
  std::sort(found.begin(), found.end(),
            [&](const Found& a, const Found& b) { return search->is_nearer(a.place, b.place); });
  for (Found& each : found) search->outcome.results.push_back(std::move(each.result));
  search->outcome.bytes += static_cast<double>(bytes);
  co_return base::Ok{};
}

Result<base::Ok> refuse_vector_index(const TableSchema& table, std::string_view index_name,
                                     std::string_view message) {
  const IndexSchema* index = index_name.empty() ? nullptr : table.find_index(index_name);
  if (index == nullptr || !index->vector) return base::Ok{};
  return validation_error(std::string(message));
}

}  // namespace stator::db::table
