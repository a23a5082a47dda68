#include "db/table/database_impl.h"

#include "db/table/grown_traffic.h"
#include "db/table/item_keys.h"
#include "messages/tables.h"

namespace stator::db::table {

base::Task<Result<std::unique_ptr<Database>>> Database::open(storage::Engine& engine, Options options) {
  STATOR_CHECK(options.background != nullptr);
  auto database = std::make_unique<DatabaseImpl>(engine, options);
  auto started = co_await database->start();
  if (!started.ok()) {
    co_await database->stop();
    co_return std::move(started).error();
  }
  co_return std::unique_ptr<Database>(std::move(database));
}

DatabaseImpl::DatabaseImpl(storage::Engine& engine, Options options)
    : engine_(engine),
      options_(options),
      catalog_(engine),
      streams_(engine),
      backups_(engine),
      images_(options.image_memory),
      keys_(*options.clock),
      throttling_(options.enforce_capacity ? std::make_unique<Throttling>(*options.clock) : nullptr),
      reader_(engine),
      throttled_reader_(throttling_ ? std::make_unique<ThrottledReader>(reader_, *throttling_) : nullptr),
      searcher_(engine),
      writer_(engine, catalog_, latches_, images_, WriteCharge{throttling_.get(), keys_}),
      batch_writer_(engine, latches_, WriteCharge{throttling_.get(), keys_}, writer_),
      maintenance_(engine, catalog_),
      sweeper_(engine, catalog_, writer_, *options.clock, *options.background, tasks_,
               {options.expiry_delay, options.expiry_pause, options.expired}) {
  if (options.seed != 0) seeded_random_ = std::make_unique<base::SeededRandom>(options.seed);
}

base::Task<> DatabaseImpl::stop() {
  maintenance_.stop();
  sweeper_.stop();
  co_await tasks_.wait();
  if (started_ && throttling_ != nullptr) co_await store_peaks(engine_, *throttling_);
}

Result<TableRef> DatabaseImpl::find_table(const Scope& scope, std::string_view name) const {
  TableRef table = catalog_.find(scope, name);
  if (table == nullptr) return Error{ErrorKind::kResourceNotFound, messages::kResourceNotFound, {}};
  return table;
}

Result<base::Ok> DatabaseImpl::validate_key(const TableSchema& table, model::ItemView key) const {
  return check_key(table, key);
}

Result<base::Ok> DatabaseImpl::validate_item(const TableSchema& table, model::ItemView item) const {
  return check_item(table, item);
}

base::Task<Result<GetOutcome>> DatabaseImpl::get_item(TableRef table, GetRequest request) {
  STATOR_CO_TRY(check_key(*table, request.key));
  const TableRef counted = table->insights.empty() ? nullptr : table;
  auto read = throttled_reader_ ? throttled_reader_->get_one(std::move(table), request)
                                : reader_.get_one(std::move(table), request);
  auto outcome = co_await std::move(read);
  if (counted != nullptr) {
    if (outcome.ok()) {
      keys_.read(*counted, request.key, outcome->consumed.table);
    } else {
      keys_.throttled(*counted, request.key, outcome.error());
    }
  }
  co_return outcome;
}

base::Task<Result<std::vector<GetOutcome>>> DatabaseImpl::get_items(TableRef table,
                                                                    std::vector<GetRequest> requests) {
  for (const GetRequest& request : requests) {
    STATOR_CO_TRY(check_key(*table, request.key));
  }
  const TableRef counted = table->insights.empty() ? nullptr : table;
  std::vector<model::ItemView> keys;
  if (counted != nullptr)
    for (const GetRequest& request : requests) keys.push_back(request.key);
  auto read = throttled_reader_ ? throttled_reader_->get(std::move(table), std::move(requests))
                                : reader_.get(std::move(table), std::move(requests));
  auto outcomes = co_await std::move(read);
  for (std::size_t i = 0; i < keys.size() && outcomes.ok(); ++i) {
    const GetOutcome& outcome = (*outcomes)[i];
    if (outcome.throttled == nullptr) {
      keys_.read(*counted, keys[i], outcome.consumed.table);
    } else {
      keys_.throttled(*counted, keys[i], *outcome.throttled);
    }
  }
  co_return outcomes;
}

base::Task<Result<WriteOutcome>> DatabaseImpl::put_item(TableRef table, PutRequest request) {
  STATOR_CO_TRY(check_item(*table, request.item));
  WriteIntent intent = &request;
  auto outcome = co_await writer_.write(std::move(table), intent);
  co_return outcome;
}

base::Task<Result<WriteOutcome>> DatabaseImpl::update_item(TableRef table, UpdateRequest request) {
  STATOR_CO_TRY(check_key(*table, request.key));
  STATOR_CO_TRY(check_updated_paths(*table, request.update));
  WriteIntent intent = &request;
  auto outcome = co_await writer_.write(std::move(table), intent);
  co_return outcome;
}

base::Task<Result<WriteOutcome>> DatabaseImpl::delete_item(TableRef table, DeleteRequest request) {
  STATOR_CO_TRY(check_key(*table, request.key));
  WriteIntent intent = &request;
  auto outcome = co_await writer_.write(std::move(table), intent);
  co_return outcome;
}

base::Task<Result<BatchWriteOutcome>> DatabaseImpl::batch_write(TableRef table,
                                                                std::vector<BatchWrite> writes) {
  auto outcome = co_await batch_writer_.write(std::move(table), std::move(writes));
  co_return outcome;
}

void DatabaseImpl::count_page(const TableSchema& table, const QueryRequest& request,
                              const Result<ReadPage>& page) {
  const IndexSchema* index = request.index_name.empty() ? nullptr : table.find_index(request.index_name);
  if (index != nullptr && !index->global) index = nullptr;
  if (page.ok()) {
    keys_.queried(table, index, *request.key_condition, page->consumed.total());
  } else {
    keys_.throttled_query(table, index, *request.key_condition, page.error());
  }
}

base::Task<Result<ReadPage>> DatabaseImpl::query(TableRef table, QueryRequest request) {
  STATOR_CO_TRY(refuse_vector_index(*table, request.index_name, messages::kQueryOnVectorIndex));
  const TableRef counted = table->insights.empty() ? nullptr : table;
  auto read = throttled_reader_ ? throttled_reader_->query(std::move(table), request)
                                : reader_.query(std::move(table), request);
  auto page = co_await std::move(read);
  if (counted != nullptr) count_page(*counted, request, page);
  co_return page;
}

base::Task<Result<SearchOutcome>> DatabaseImpl::search(TableRef table, SearchRequest request) {
  auto outcome = co_await searcher_.search(std::move(table), std::move(request));
  co_return outcome;
}

base::Task<Result<ReadPage>> DatabaseImpl::scan(TableRef table, ScanRequest request) {
  STATOR_CO_TRY(refuse_vector_index(*table, request.index_name, messages::kScanOnVectorIndex));
  if (throttled_reader_) {
    auto page = co_await throttled_reader_->scan(std::move(table), request);
    co_return page;
  }
  auto page = co_await reader_.scan(std::move(table), request);
  co_return page;
}

}  // namespace stator::db::table
