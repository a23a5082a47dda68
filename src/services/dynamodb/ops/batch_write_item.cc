#include "services/dynamodb/ops/batch_write_item.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/measured.h"
#include "messages/dynamodb.h"
#include "messages/tables.h"
#include "services/dynamodb/common/errors.h"
#include "services/dynamodb/common/reports.h"
#include "services/dynamodb/common/table_name.h"

namespace stator::services::dynamodb {
namespace {

using db::model::ItemView;

constexpr std::size_t kMaxWrites = 25;  // rule 96, over all tables

// What is written to one table.
struct TableWrites {
  std::string name;                     // as the request calls it
  std::vector<WriteRequest>* requests;  // points into the request
  db::table::TableRef table;
};

const AttributeMap& item_or_key(const WriteRequest& request) {
  return request.put_request ? *request.put_request->item : *request.delete_request->key;
}

aws::Result<base::Ok> check_parameters(const BatchWriteItemRequest& request) {
  if (request.request_items->empty()) {
    return aws::validation_error(messages::kNothingToWrite);
  }
  std::size_t writes = 0;
  for (const auto& [name, requests] : *request.request_items) {
    writes += requests.size();
    for (const WriteRequest& write : requests) {
      if (write.put_request.has_value() == write.delete_request.has_value()) {
        return aws::validation_error(messages::kNotOneWrite);
      }
    }
  }
  if (writes > kMaxWrites)
    return aws::validation_error(fmt::format(messages::kTooManyItems, "BatchWriteItem"));
  for (const auto& [name, requests] : *request.request_items) {
    for (const WriteRequest& write : requests) {
      if (item_or_key(write).invalid) return value_error(Envelope::kNone, *item_or_key(write).invalid);
    }
  }
  return base::Ok{};
}

// The key of an item or key as comparable bytes. Nothing: one of its attributes is missing or has a wrong
// type, which gets a text of its own in a batch (rule 96).
std::optional<std::string> key_bytes(const db::model::KeySchema& keys, ItemView item) {
  std::string bytes;
  for (const auto* attributes : {&keys.partition, &keys.sort}) {
    for (const db::model::KeyAttribute& attribute : *attributes) {
      const auto value = item.find(attribute.name);
      if (!value || value->type() != attribute.type) return std::nullopt;
      bytes += value->bytes();
    }
  }
  return bytes;
}

aws::Result<base::Ok> check_against_schema(db::table::Database& database, const TableWrites& writes) {
  std::vector<std::string> keys;
  keys.reserve(writes.requests->size());
  for (const WriteRequest& write : *writes.requests) {
    const ItemView view(item_or_key(write).bytes);
    std::optional<std::string> key = key_bytes(writes.table->keys, view);
    if (!key) return aws::validation_error(messages::kKeySchemaMismatch);
    auto checked = write.put_request ? database.validate_item(*writes.table, view)
                                     : database.validate_key(*writes.table, view);
    if (!checked.ok()) return to_aws_error(std::move(checked).error());
    keys.push_back(*std::move(key));
  }
  std::sort(keys.begin(), keys.end());
  if (std::adjacent_find(keys.begin(), keys.end()) == keys.end()) return base::Ok{};
  return aws::validation_error(messages::kDuplicateKeys);
}

aws::Result<std::vector<TableWrites>> validate(db::table::Database& database,
                                               const aws::RequestContext& context,
                                               BatchWriteItemRequest& request) {
  STATOR_TRY(check_parameters(request));
  std::vector<TableWrites> tables;
  for (auto& [name, requests] : *request.request_items) {
    STATOR_ASSIGN(db::table::TableRef table, find_table(database, context, name));
    tables.push_back({name, &requests, std::move(table)});
    STATOR_TRY(check_against_schema(database, tables.back()));
  }
  return tables;
}

std::vector<db::table::BatchWrite> batch_of(const TableWrites& writes) {
  std::vector<db::table::BatchWrite> batch;
  batch.reserve(writes.requests->size());
  for (const WriteRequest& write : *writes.requests) {
    batch.push_back({write.put_request.has_value(), ItemView(item_or_key(write).bytes)});
  }
  return batch;
}

bool is_retryable(const db::Error& error) {
  return db::is_throttling(error.kind) || error.kind == db::ErrorKind::kTransactionConflict;
}

// Collects the answers of all tables.
class Collector {
 public:
  Collector(const aws::RequestContext& context, const BatchWriteItemRequest& request)
      : context_(context), request_(request) {
    if (wants_capacity(request.return_consumed_capacity)) response_.consumed_capacity.emplace();
    if (wants_metrics(request.return_item_collection_metrics)) response_.item_collection_metrics.emplace();
  }

  // Moves what was not written back out of the request.
  void add(const TableWrites& writes, db::table::BatchWriteOutcome& outcome) {
    std::vector<WriteRequest> unprocessed;
    for (std::size_t i = 0; i < outcome.results.size(); ++i) {
      std::optional<db::Error>& result = outcome.results[i];
      if (!result) {
        ++done_;
        continue;
      }
      count(*result);
      if (!first_error_ || !is_retryable(*result)) first_error_ = *result;
      unprocessed.push_back(std::move((*writes.requests)[i]));
    }
    if (!unprocessed.empty()) response_.unprocessed_items.emplace_back(writes.name, std::move(unprocessed));
    auto report =
        report_capacity(context_, Units::kWrite, request_.return_consumed_capacity, outcome.consumed);
    if (report) response_.consumed_capacity->push_back(std::move(*report));
    if (response_.item_collection_metrics && !outcome.collections.empty()) {
      auto& metrics =
          response_.item_collection_metrics->emplace_back(writes.name, std::vector<ItemCollectionMetrics>());
      for (const auto& collection : outcome.collections) metrics.second.push_back(report_metrics(collection));
    }
  }

  // The same error for every write of a table.
  void add_failed(const TableWrites& writes, const db::Error& error) {
    db::table::BatchWriteOutcome outcome;
    outcome.results.assign(writes.requests->size(), error);
    add(writes, outcome);
  }

  // A batch of which nothing was done, or that met an error for which a retry is no answer, fails.
  aws::Result<BatchWriteItemResponse> take() {
    if (first_error_ && (done_ == 0 || !is_retryable(*first_error_)))
      return to_aws_error(std::move(*first_error_));
    return std::move(response_);
  }

 private:
  void count(const db::Error& error) const {
    if (db::is_throttling(error.kind)) aws::measure_throttle(context_);
    if (error.kind == db::ErrorKind::kTransactionConflict) aws::measure_conflict(context_);
  }

  const aws::RequestContext& context_;
  const BatchWriteItemRequest& request_;
  BatchWriteItemResponse response_;
  std::size_t done_ = 0;
  std::optional<db::Error> first_error_;
};

}  // namespace

base::Task<aws::Result<BatchWriteItemResponse>> batch_write_item(db::table::Database& database,
                                                                 const aws::RequestContext& context,
                                                                 BatchWriteItemRequest& request) {
  STATOR_CO_ASSIGN(const std::vector<TableWrites> tables, validate(database, context, request));
  Collector collector(context, request);
  for (const TableWrites& writes : tables) {
    std::vector<db::table::BatchWrite> batch = batch_of(writes);
    auto outcome = co_await database.batch_write(writes.table, std::move(batch));
    if (outcome.ok()) {
      collector.add(writes, *outcome);
    } else {
      collector.add_failed(writes, outcome.error());
    }
  }
  co_return collector.take();
}

}  // namespace stator::services::dynamodb
