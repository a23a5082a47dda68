#include "db/table/item_reader.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/time_slice.h"
#include "db/table/capacity.h"
#include "db/table/item_keys.h"
#include "db/table/storage_errors.h"
#include "messages/tables.h"

namespace stator::db::table {

namespace {

using model::ItemView;

// One engine page: small enough that an event loop stays responsive between two of them.
constexpr std::size_t kEnginePageBytes = 128 * 1024;
constexpr std::size_t kEnginePageEntries = 1024;

// Operators and operands of filters that are met between two pauses, and for a page. An expression's 4 KB
// never end a page of 1 MB of items; what does are hundreds of thousands of names in a ScanFilter or
// QueryFilter.
constexpr std::size_t kFilterWorkBetweenPauses = 64 * 1024;
constexpr std::size_t kMaxFilterWork = std::size_t{1} << 28;

// Nothing counts for more than twice the bytes that it is stored in (a null in a list does for just that), so
// what a small item consumes is known without a walk over it.
double units_of(ItemView item, bool consistent) {
  const std::size_t most = 2 * item.bytes().size();
  return read_units(most <= kReadUnitBytes ? most : item.size_bytes(), consistent);
}

GetOutcome get_outcome(const TableSchema& table, const GetRequest& request, storage::Record record) {
  GetOutcome outcome;
  outcome.consumed.table_name = table.name;
  if (!record.exists()) {
    outcome.consumed.table = read_units(0, request.consistent);
    return outcome;
  }
  ItemView item = stored_item(record.value);
  outcome.consumed.table = units_of(item, request.consistent);
  if (request.projection != nullptr) {
    request.projection->project(item, &outcome.item.emplace());
  } else {
    record.value.erase(0, 1);
    outcome.item = std::move(record.value);
  }
  return outcome;
}

Result<const IndexSchema*> find_index(const TableSchema& table, const ReadPageRequest& request) {
  if (request.index_name.empty()) return static_cast<const IndexSchema*>(nullptr);
  const IndexSchema* index = table.find_index(request.index_name);
  if (index == nullptr || index->status == IndexStatus::kDeleting)
    return validation_error(fmt::format(messages::kNoSuchIndex, request.index_name));
  if (index->global && request.consistent) return validation_error(messages::kConsistentGlobalIndex);
  if (index->backfilling) return validation_error(fmt::format(messages::kBackfillingIndex, index->name));
  return index;
}

// Attributes that the request needs and the index does not have (rules 90, 92).
Result<bool> needs_table(const IndexSchema& index, const ReadPageRequest& request) {
  if (request.select == Select::kAllAttributes && index.projection.type != ProjectionType::kAll) {
    if (index.global) return validation_error(fmt::format(messages::kSelectAllOnGlobalIndex, index.name));
    return true;
  }
  if (request.projection == nullptr) return false;
  std::string missing;
  for (const std::string& name : request.projection->root_names()) {
    if (index.projects(name)) continue;
    missing += missing.empty() ? "[" + name : ", " + name;
  }
  if (missing.empty()) return false;
  if (index.global)
    return validation_error(fmt::format(messages::kProjectionOutsideIndex, index.name, missing + "]"));
  return true;
}

bool within(const storage::KeyRange& range, const std::string& key) {
  return key >= range.begin && (range.end.empty() || key < range.end);
}

// What is left of the range behind the position.
void continue_after(const std::string& position, bool forward, storage::KeyRange* range) {
  if (forward) {
    range->begin = position + '\0';
  } else {
    range->end = position;
  }
}

}  // namespace

Result<base::Ok> check_filter(const expression::Condition& filter, const model::KeySchema& keys) {
  for (std::string_view name : filter.root_names())
    if (keys.contains(name)) return validation_error(fmt::format(messages::kFilterOnKey, name));
  return base::Ok{};
}

// The state of one page of Query or Scan.
struct ItemReader::PageRead {
  TableRef table;
  const IndexSchema* index = nullptr;
  const ReadPageRequest* request = nullptr;
  storage::KeyRange range;
  bool forward = true;
  bool fetch = false;  // a local index lacks attributes that are asked for
  std::uint64_t limit = ~0ULL;
  std::size_t bytes = 0;  // of the entries read
  double fetch_units = 0;
  std::string last_key;  // of the last item read
  bool full = false;     // Limit, 1 MB, or what a filter may cost was reached
  base::TimeSlice slice;
};

base::Task<Result<GetOutcome>> ItemReader::get_one(TableRef table, GetRequest request) {
  const std::string key = item_key(*table, request.key);
  auto record = co_await engine_.get_one(key);
  if (!record.ok()) co_return from_storage(record.error());
  co_return get_outcome(*table, request, std::move(*record));
}

base::Task<Result<std::vector<GetOutcome>>> ItemReader::get(TableRef table,
                                                            std::vector<GetRequest> requests) {
  std::vector<std::string> keys;
  keys.reserve(requests.size());
  for (const GetRequest& request : requests) keys.push_back(item_key(*table, request.key));
  std::vector<std::string_view> views(keys.begin(), keys.end());
  auto records = co_await engine_.get(views);
  if (!records.ok()) co_return from_storage(records.error());
  std::vector<GetOutcome> outcomes;
  outcomes.reserve(requests.size());
  base::TimeSlice slice;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    outcomes.push_back(get_outcome(*table, requests[i], std::move((*records)[i])));
    co_await slice.pause_if_used_up();
  }
  co_return outcomes;
}

base::Task<Result<ReadPage>> ItemReader::query(TableRef table, QueryRequest request) {
  PageRead read;
  read.request = &request;
  read.forward = request.forward;
  STATOR_CO_ASSIGN(read.index, find_index(*table, request));
  const model::KeySchema& keys = read.index != nullptr ? read.index->keys : table->keys;
  STATOR_CO_ASSIGN(auto bound, request.key_condition->bind(keys));
  if (request.filter != nullptr) {
    STATOR_CO_TRY(check_filter(*request.filter, keys));
  }
  read.range = query_range(*table, read.index, bound);
  if (request.start_key) {
    auto position = start_position(*table, read.index, *request.start_key);
    if (!position) co_return validation_error(messages::kStartKeyInvalid);
    if (!within(read.range, *position)) co_return validation_error(messages::kStartKeyOutside);
    continue_after(*position, read.forward, &read.range);
  }
  read.table = std::move(table);
  ReadPage page;
  auto done = co_await read_page(&read, &page);
  if (!done.ok()) co_return std::move(done).error();
  co_return std::move(page);
}

base::Task<Result<ReadPage>> ItemReader::scan(TableRef table, ScanRequest request) {
  PageRead read;
  read.request = &request;
  STATOR_CO_ASSIGN(read.index, find_index(*table, request));
  read.range = scan_range(*table, read.index, request.segment, request.total_segments);
  if (request.start_key) {
    auto position = start_position(*table, read.index, *request.start_key);
    if (!position) co_return validation_error(messages::kStartKeyMismatch);
    if (!within(read.range, *position))
      co_return validation_error(
          fmt::format(messages::kStartKeySegment, request.total_segments, request.segment));
    continue_after(*position, true, &read.range);
  }
  read.table = std::move(table);
  ReadPage page;
  auto done = co_await read_page(&read, &page);
  if (!done.ok()) co_return std::move(done).error();
  co_return std::move(page);
}

base::Task<Result<base::Ok>> ItemReader::read_page(PageRead* read, ReadPage* page) {
  const ReadPageRequest& request = *read->request;
  if (read->index != nullptr) {
    STATOR_CO_ASSIGN(read->fetch, needs_table(*read->index, request));
  }
  if (request.limit) read->limit = *request.limit;
  std::uint64_t engine_page_entries = kEnginePageEntries;
  if (request.filter != nullptr) {
    const std::size_t cost = request.filter->cost();
    read->limit = std::min<std::uint64_t>(read->limit, 1 + kMaxFilterWork / cost);
    engine_page_entries = std::min<std::uint64_t>(engine_page_entries, 1 + kFilterWorkBetweenPauses / cost);
  }

  std::optional<storage::KeyRange> rest = std::move(read->range);
  while (rest && !read->full) {
    storage::ScanLimits limits;
    limits.max_bytes = kEnginePageBytes;
    limits.max_entries = static_cast<std::size_t>(
        std::min<std::uint64_t>(engine_page_entries, read->limit - page->scanned_count));
    auto entries = co_await engine_.scan(
        std::move(*rest), read->forward ? storage::Direction::kForward : storage::Direction::kBackward,
        limits);
    if (!entries.ok()) co_return from_storage(entries.error());
    rest = entries->rest();
    auto taken = co_await take_entries(read, std::move(*entries), page);
    if (!taken.ok()) co_return std::move(taken).error();
    co_await read->slice.pause_if_used_up();
  }

  if (read->full) page->last_evaluated_key = std::move(read->last_key);

  ConsumedCapacity& consumed = page->consumed;
  consumed.table_name = read->table->name;
  double units = read_units(read->bytes, request.consistent);
  if (read->index == nullptr) {
    consumed.table = units;
  } else {
    auto& list = read->index->global ? consumed.global_indexes : consumed.local_indexes;
    list.emplace_back(read->index->name, units);
    consumed.table = read->fetch_units;
  }
  co_return base::Ok{};
}

base::Task<Result<base::Ok>> ItemReader::take_entries(PageRead* read, storage::ScanPage entries,
                                                      ReadPage* page) {
  const ReadPageRequest& request = *read->request;
  std::vector<ItemView> items;
  items.reserve(entries.entries().size());
  std::size_t taken = 0;
  ItemView last;
  for (const storage::ScanPage::Entry& entry : entries.entries()) {
    ItemView item = stored_item(entry.value);
    std::size_t size = item.size_bytes();
    // The item that would cross 1 MB opens the next page; alone it is always returned.
    if (page->scanned_count + taken > 0 && read->bytes + size > kPageBytes) {
      read->full = true;
      break;
    }
    read->bytes += size;
    last = item;
    items.push_back(item);
    ++taken;
    if (page->scanned_count + taken == read->limit) {
      read->full = true;
      break;
    }
  }
  page->scanned_count += taken;
  if (taken > 0)
    read->last_key = read->index != nullptr ? index_key_map(*read->table, *read->index, last)
                                            : key_map(*read->table, last);

  if (read->fetch) {
    std::vector<ItemView> whole;
    auto units = co_await fetch_from_table(read, items, &whole, page);
    if (!units.ok()) co_return std::move(units).error();
    items = std::move(whole);
  }
  const bool wanted = request.select != Select::kCount;
  if (wanted && request.filter == nullptr) page->items.reserve(page->items.size() + items.size());
  for (ItemView item : items) {
    if (request.filter != nullptr && !request.filter->matches(item)) continue;
    ++page->count;
    if (!wanted) continue;
    if (request.projection != nullptr) {
      auto projected = std::make_unique<std::string>();
      request.projection->project(item, projected.get());
      item = ItemView(*projected);
      page->buffers.push_back(std::move(projected));
    }
    page->items.push_back(item);
  }
  if (wanted && request.projection == nullptr && !read->fetch) page->pages.push_back(std::move(entries));
  co_return base::Ok{};
}

// Rule 92: each item that a local index does not hold completely is read from the table and charged by
// itself.
base::Task<Result<std::size_t>> ItemReader::fetch_from_table(PageRead* read,
                                                             const std::vector<ItemView>& entries,
                                                             std::vector<ItemView>* items, ReadPage* page) {
  std::vector<std::string> keys;
  keys.reserve(entries.size());
  for (ItemView entry : entries) keys.push_back(item_key(*read->table, entry));
  std::vector<std::string_view> views(keys.begin(), keys.end());
  auto records = co_await engine_.get(views);
  if (!records.ok()) co_return from_storage(records.error());
  for (storage::Record& record : *records) {
    if (!record.exists()) continue;  // deleted since the page was read
    page->buffers.push_back(std::make_unique<std::string>(std::move(record.value)));
    ItemView item = stored_item(*page->buffers.back());
    read->fetch_units += read_units(item.size_bytes(), read->request->consistent);
    items->push_back(item);
  }
  co_return items->size();
}

}  // namespace stator::db::table
