#include "db/table/throttled_reader.h"

#include "db/table/capacity.h"
#include "db/table/item_keys.h"

namespace stator::db::table {

namespace {

double least_units(bool consistent) { return read_units(0, consistent); }

// Local indexes share the table's capacity. A name that is no index is the reader's to refuse.
const IndexSchema* global_index(const TableSchema& table, std::string_view name) {
  const IndexSchema* index = name.empty() ? nullptr : table.find_index(name);
  return index != nullptr && index->global ? index : nullptr;
}

// A storage key of the partition that is queried; empty for a bad key condition, which the reader refuses.
std::string queried_partition(const TableSchema& table, const QueryRequest& request) {
  const IndexSchema* index = request.index_name.empty() ? nullptr : table.find_index(request.index_name);
  auto bound = request.key_condition->bind(index != nullptr ? index->keys : table.keys);
  if (!bound.ok()) return {};
  const IndexSchema* partitioned = index != nullptr && index->global ? index : nullptr;
  return query_range(table, partitioned, *bound).begin;
}

}  // namespace

base::Task<Result<GetOutcome>> ThrottledReader::get_one(TableRef table, GetRequest request) {
  const std::string key = item_key(*table, request.key);
  const ReadTarget target{*table, nullptr, key};
  const double least = least_units(request.consistent);
  STATOR_CO_TRY(throttling_.read(target, least));
  auto outcome = co_await reader_.get_one(table, request);
  if (outcome.ok()) throttling_.read_more(target, outcome->consumed.table - least);
  co_return outcome;
}

base::Task<Result<std::vector<GetOutcome>>> ThrottledReader::get(TableRef table,
                                                                 std::vector<GetRequest> requests) {
  std::vector<GetOutcome> outcomes(requests.size());
  std::vector<GetRequest> admitted;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const std::string key = item_key(*table, requests[i].key);
    auto taken = throttling_.read({*table, nullptr, key}, least_units(requests[i].consistent));
    if (taken.ok()) {
      admitted.push_back(requests[i]);
      places.push_back(i);
    } else {
      outcomes[i].throttled = std::make_unique<Error>(std::move(taken).error());
    }
  }
  auto read = co_await reader_.get(table, std::move(admitted));
  if (!read.ok()) co_return std::move(read).error();
  for (std::size_t i = 0; i < places.size(); ++i) {
    const GetRequest& request = requests[places[i]];
    const std::string key = item_key(*table, request.key);
    GetOutcome& outcome = outcomes[places[i]];
    outcome = std::move((*read)[i]);
    throttling_.read_more({*table, nullptr, key}, outcome.consumed.table - least_units(request.consistent));
  }
  co_return outcomes;
}

base::Task<Result<ReadPage>> ThrottledReader::query(TableRef table, QueryRequest request) {
  const std::string partition = queried_partition(*table, request);
  const ReadTarget target{*table, global_index(*table, request.index_name), partition};
  const double least = least_units(request.consistent);
  STATOR_CO_TRY(throttling_.read(target, least));
  auto page = co_await reader_.query(table, request);
  if (page.ok()) throttling_.read_more(target, page->consumed.total() - least);
  co_return page;
}

base::Task<Result<ReadPage>> ThrottledReader::scan(TableRef table, ScanRequest request) {
  const ReadTarget target{*table, global_index(*table, request.index_name), {}};
  const double least = least_units(request.consistent);
  STATOR_CO_TRY(throttling_.read(target, least));
  auto page = co_await reader_.scan(table, request);
  if (page.ok()) throttling_.read_more(target, page->consumed.total() - least);
  co_return page;
}

}  // namespace stator::db::table
