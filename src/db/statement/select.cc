#include "db/statement/select.h"

#include <algorithm>
#include <utility>

#include "messages/dynamodb.h"
#include "messages/fill.h"
#include "messages/statements.h"

namespace stator::db::statement {
namespace {

using messages::fill;
using model::ItemView;
using model::ValueView;
using table::IndexSchema;
using Clause = expression::KeyCondition::Clause;

constexpr double kPageBytes = 1024 * 1024;  // rule 84
constexpr double kUnitBytes = 4096;         // rule 98

// How much was read, from what it cost.
double bytes_read(const table::ConsumedCapacity& consumed, bool consistent) {
  return consumed.total() * kUnitBytes * (consistent ? 1 : 2);
}

bool by_value(const Clause& a, const Clause& b) {
  const auto order = model::compare(ValueView(*a.low), ValueView(*b.low));
  return order && *order < 0;
}

// Query and Scan say it in other words.
Result<base::Ok> check_index(const Select& select, const table::TableSchema& table, bool consistent) {
  if (select.index.empty()) return base::Ok{};
  const IndexSchema* index = table.find_index(select.index);
  // Vector indexes are out of the reach of statements (VectorSearch.Requirements); that they are then as good
  // as not there is assumed.
  if (index == nullptr || index->vector || index->status == table::IndexStatus::kDeleting)
    return validation_error(std::string(messages::kStatementNoSuchIndex));
  if (index->global && consistent) return validation_error(std::string(messages::kStatementConsistentIndex));
  return base::Ok{};
}

bool has_attribute(const std::vector<model::KeyAttribute>& attributes, std::string_view name) {
  return std::any_of(attributes.begin(), attributes.end(), [&](const auto& a) { return a.name == name; });
}

}  // namespace

Result<BoundSelect> BoundSelect::bind(const Select& select, const table::TableSchema& table) {
  BoundSelect bound(select);
  const IndexSchema* index = select.index.empty() ? nullptr : table.find_index(select.index);
  // An index that is not there is reported by the read.
  const model::KeySchema& keys = index != nullptr && !index->vector ? index->keys : table.keys;
  if (select.index.empty()) bound.key_ = find_full_key(select.where, keys);
  STATOR_ASSIGN(bound.ranges_, find_key_ranges(select.where, keys));
  STATOR_TRY(bound.bind_order(keys));
  const Where& rest = bound.key_ ? bound.key_->rest : bound.ranges_.rest;
  if (rest) bound.rest_ = make_condition(*rest);
  if (!select.columns.empty()) bound.columns_.emplace(select.columns);
  return bound;
}

Result<base::Ok> BoundSelect::bind_order(const model::KeySchema& keys) {
  if (select_->order.empty()) return base::Ok{};
  if (!select_->where) return validation_error(std::string(messages::kOrderWithoutWhere));
  if (ranges_.partitions.empty()) return validation_error(std::string(messages::kOrderWithoutHash));
  bool sorted = false;
  for (const OrderTerm& term : select_->order) {
    if (!keys.contains(term.name)) return validation_error(fill(messages::kOrderNotKey, {term.name}));
    if (has_attribute(keys.partition, term.name)) {
      std::stable_sort(ranges_.partitions.begin(), ranges_.partitions.end(), by_value);
      if (term.descending) std::reverse(ranges_.partitions.begin(), ranges_.partitions.end());
    } else if (!sorted) {
      forward_ = !term.descending;
      sorted = true;
    }
  }
  return base::Ok{};
}

base::Task<Result<SelectPage>> BoundSelect::read(table::Database& database, table::TableRef table,
                                                 SelectOptions options) const {
  if (key_) return get(database, std::move(table), options.consistent);
  if (ranges_.partitions.empty()) return scan(database, std::move(table), std::move(options));
  return query(database, std::move(table), std::move(options));
}

base::Task<Result<SelectPage>> BoundSelect::get(table::Database& database, table::TableRef table,
                                                bool consistent) const {
  table::GetRequest request;
  request.key = key();
  request.consistent = consistent;
  auto outcome = co_await database.get_item(std::move(table), request);
  if (!outcome.ok()) co_return std::move(outcome).error();
  SelectPage page;
  page.consumed = std::move(outcome->consumed);
  if (!outcome->item) co_return std::move(page);
  auto selected = row(ItemView(*outcome->item));
  if (!selected) co_return std::move(page);
  page.buffers.push_back(std::make_unique<std::string>(std::move(*selected)));
  page.items.emplace_back(*page.buffers.back());
  co_return std::move(page);
}

std::optional<std::string> BoundSelect::row(ItemView item) const {
  if (rest_ && !rest_->matches(item)) return std::nullopt;
  if (!columns_) return std::string(item.bytes());
  std::string out;
  columns_->project(item, &out);
  return out;
}

void BoundSelect::set_parameters(const SelectOptions& options, table::ReadPageRequest* request) const {
  request->index_name = select_->index;
  request->limit = options.limit;
  request->consistent = options.consistent;
  if (!options.position.key.empty()) request->start_key = ItemView(options.position.key);
  if (filters_here()) return;  // needs whole items
  if (rest_) request->filter = &*rest_;
  if (columns_) request->projection = &columns_->attributes();
}

void BoundSelect::take(table::ReadPage read, SelectPage* page) const {
  for (const ItemView item : read.items) {
    if (filters_here() && !rest_->matches(item)) continue;
    if (!columns_ || (columns_->plain() && !filters_here())) {
      page->items.push_back(item);
      continue;
    }
    auto row = std::make_unique<std::string>();
    columns_->project(item, row.get());
    page->items.emplace_back(*row);
    page->buffers.push_back(std::move(row));
  }
  if (page->consumed.table_name.empty()) page->consumed.table_name = read.consumed.table_name;
  page->consumed.add(read.consumed);
  page->last_evaluated_key = std::move(read.last_evaluated_key);
  page->pages.push_back(std::move(read));
}

base::Task<Result<SelectPage>> BoundSelect::scan(table::Database& database, table::TableRef table,
                                                 SelectOptions options) const {
  STATOR_CO_TRY(check_index(*select_, *table, options.consistent));
  table::ScanRequest request;
  set_parameters(options, &request);
  auto read = co_await database.scan(std::move(table), request);
  if (!read.ok()) co_return std::move(read).error();
  SelectPage page;
  take(std::move(*read), &page);
  if (!page.last_evaluated_key.empty()) page.next = PagePosition{0, page.last_evaluated_key};
  co_return std::move(page);
}

// One Query a partition, until the page is full.
base::Task<Result<SelectPage>> BoundSelect::query(table::Database& database, table::TableRef table,
                                                  SelectOptions options) const {
  STATOR_CO_TRY(check_index(*select_, *table, options.consistent));
  SelectPage page;
  if (options.position.partition >= ranges_.partitions.size())
    co_return validation_error(std::string(messages::kInvalidNextToken));
  std::uint64_t evaluated = 0;
  for (std::uint32_t i = options.position.partition; i < ranges_.partitions.size(); ++i) {
    const expression::KeyCondition condition = ranges_.condition(i);
    SelectOptions part = options;
    if (options.limit) part.limit = static_cast<std::uint32_t>(*options.limit - evaluated);
    if (i != options.position.partition) part.position.key.clear();
    table::QueryRequest request;
    set_parameters(part, &request);
    request.key_condition = &condition;
    request.forward = forward_;
    auto read = co_await database.query(table, request);
    if (!read.ok()) co_return std::move(read).error();
    evaluated += read->scanned_count;
    take(std::move(*read), &page);
    if (!page.last_evaluated_key.empty()) {
      page.next = PagePosition{i, page.last_evaluated_key};
      break;
    }
    const bool full = (options.limit && evaluated >= *options.limit) ||
                      bytes_read(page.consumed, options.consistent) >= kPageBytes;
    if (full && i + 1 < ranges_.partitions.size()) {
      page.next = PagePosition{i + 1, {}};
      break;
    }
  }
  co_return std::move(page);
}

}  // namespace stator::db::statement
