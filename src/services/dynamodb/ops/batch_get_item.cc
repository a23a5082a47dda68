#include "services/dynamodb/ops/batch_get_item.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/measured.h"
#include "base/time_slice.h"
#include "messages/dynamodb.h"
#include "services/dynamodb/common/reports.h"
#include "services/dynamodb/common/request_expressions.h"
#include "services/dynamodb/common/response_memory.h"
#include "services/dynamodb/common/table_name.h"

namespace stator::services::dynamodb {
namespace {

using db::model::ItemView;
using OptionalProjection = std::optional<db::expression::Projection>;

constexpr std::size_t kMaxKeys = 100;                        // rule 95, over all tables
constexpr std::size_t kMaxResponseBytes = 16 * 1024 * 1024;  // of items, as stored

// What is read from one table.
struct TableReads {
  std::string name;            // as the request calls it
  KeysAndAttributes* request;  // points into the request
  OptionalProjection projection;
  db::table::TableRef table;
};

bool has_duplicates(const std::vector<AttributeMap>& keys) {
  std::vector<std::string_view> sorted;
  sorted.reserve(keys.size());
  for (const AttributeMap& key : keys) sorted.push_back(key.bytes);
  std::sort(sorted.begin(), sorted.end());
  return std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end();
}

aws::Result<base::Ok> check_parameters(const BatchGetItemRequest& request) {
  if (request.request_items->empty()) {
    return request_error(Envelope::kValidation, messages::kNothingToGet);
  }
  std::size_t keys = 0;
  bool has_legacy = false;
  bool has_expression = false;
  for (const auto& [name, reads] : *request.request_items) {
    keys += reads.keys->size();
    has_legacy = has_legacy || reads.attributes_to_get;
    has_expression = has_expression || reads.projection_expression;
  }
  if (keys > kMaxKeys) return aws::validation_error(fmt::format(messages::kTooManyItems, "BatchGetItem"));
  if (has_legacy && has_expression) return aws::validation_error(messages::kMixedBatchProjections);
  return base::Ok{};
}

aws::Result<base::Ok> check_keys(const std::vector<AttributeMap>& keys) {
  for (const AttributeMap& key : keys) {
    if (key.invalid) return value_error(Envelope::kNone, *key.invalid);
  }
  if (has_duplicates(keys)) return aws::validation_error(messages::kDuplicateKeys);
  return base::Ok{};
}

aws::Result<std::vector<TableReads>> validate(db::table::Database& database,
                                              const aws::RequestContext& context,
                                              BatchGetItemRequest& request) {
  STATOR_TRY(check_parameters(request));
  std::vector<TableReads> tables;
  for (auto& [name, reads] : *request.request_items) {
    STATOR_TRY(check_keys(*reads.keys));
    // An UnprocessedKeys entry repeats the names, so parsing works on a copy.
    KeysAndAttributes copy = {
        {}, reads.attributes_to_get, {}, reads.projection_expression, reads.expression_attribute_names};
    STATOR_ASSIGN(OptionalProjection projection, read_projection(copy));
    tables.push_back({name, &reads, std::move(projection), nullptr});
  }
  for (TableReads& reads : tables) {
    STATOR_ASSIGN(reads.table, find_table(database, context, reads.name));
    for (const AttributeMap& key : *reads.request->keys) {
      STATOR_TRY(from_db(database.validate_key(*reads.table, ItemView(key.bytes))));
    }
  }
  return tables;
}

std::vector<db::table::GetRequest> get_requests(const TableReads& reads) {
  std::vector<db::table::GetRequest> requests;
  requests.reserve(reads.request->keys->size());
  for (const AttributeMap& key : *reads.request->keys) {
    db::table::GetRequest get;
    get.key = ItemView(key.bytes);
    get.consistent = reads.request->consistent_read.value_or(false);
    get.projection = pointer_or_null(reads.projection);
    requests.push_back(get);
  }
  return requests;
}

// How many keys are read at once: a few, then as many as have about kStepBytes if their items are like those
// before. So neither a loop nor the memory has to hold a hundred large items of which few fit the response.
class ReadSteps {
 public:
  static constexpr std::size_t kFirstKeys = 4;

  std::size_t next(std::size_t left) const {
    if (keys_ == 0) return std::min(left, kFirstKeys);
    return std::clamp<std::size_t>(kStepBytes / (bytes_ / keys_ + 1), 1, left);
  }
  std::size_t bytes_expected(std::size_t keys) const {
    return keys * (keys_ == 0 ? db::model::kMaxItemBytes : bytes_ / keys_);
  }
  void add(double read_units) {
    ++keys_;
    bytes_ += static_cast<std::size_t>(read_units * kBytesPerUnit);
  }

 private:
  static constexpr std::size_t kStepBytes = 1024 * 1024;
  static constexpr double kBytesPerUnit = 8192;  // twice as much as a consistent read gets for a unit

  std::size_t keys_ = 0;
  std::size_t bytes_ = 0;  // of their items, or more
};

// What of a table's request was throttled, or did not fit into the response or into the memory.
void add_unprocessed(const TableReads& reads, std::size_t index, Map<KeysAndAttributes>* unprocessed) {
  if (unprocessed->empty() || unprocessed->back().first != reads.name) {
    const KeysAndAttributes& request = *reads.request;
    unprocessed->emplace_back(
        reads.name,
        KeysAndAttributes{std::vector<AttributeMap>(), request.attributes_to_get, request.consistent_read,
                          request.projection_expression, request.expression_attribute_names});
  }
  unprocessed->back().second.keys->push_back((*reads.request->keys)[index]);
}

}  // namespace

base::Task<aws::Result<BatchGetItemResponse>> batch_get_item(db::table::Database& database,
                                                             const aws::RequestContext& context,
                                                             BatchGetItemRequest& request) {
  STATOR_CO_ASSIGN(std::vector<TableReads> tables, validate(database, context, request));

  BatchGetItemResponse response;
  if (wants_capacity(request.return_consumed_capacity)) response.consumed_capacity.emplace();
  std::size_t bytes = 0;
  bool any_done = false;
  std::unique_ptr<db::Error> throttled;  // the first that was
  ReadSteps steps;
  auto reserved = co_await reserve_response(context, ReadSteps::kFirstKeys, kMaxResponseBytes);
  if (!reserved.ok()) co_return std::move(reserved).error();
  base::TimeSlice slice;
  for (TableReads& reads : tables) {
    auto& items = response.responses.emplace_back(reads.name, std::vector<AttributeMap>()).second;
    const std::vector<db::table::GetRequest> gets = get_requests(reads);
    db::table::ConsumedCapacity consumed;
    consumed.table_name = reads.table->name;
    for (std::size_t at = 0; at < gets.size();) {
      const std::size_t count = steps.next(gets.size() - at);
      if (!grow_response(context, bytes + steps.bytes_expected(count))) {
        for (; at < gets.size(); ++at) add_unprocessed(reads, at, &response.unprocessed_keys);
        break;
      }
      const auto first = gets.begin() + static_cast<std::ptrdiff_t>(at);
      std::vector<db::table::GetRequest> some(first, first + static_cast<std::ptrdiff_t>(count));
      auto outcomes = co_await database.get_items(reads.table, std::move(some));
      if (!outcomes.ok()) co_return to_aws_error(std::move(outcomes).error());

      for (db::table::GetOutcome& outcome : *outcomes) {
        const std::size_t index = at++;
        if (outcome.throttled) {
          aws::measure_throttle(context);
          if (!throttled) throttled = std::move(outcome.throttled);
          add_unprocessed(reads, index, &response.unprocessed_keys);
          continue;
        }
        any_done = true;
        steps.add(outcome.consumed.table);
        const std::size_t size = outcome.item ? ItemView(*outcome.item).size_bytes() : 0;
        if (bytes + size > kMaxResponseBytes) {
          add_unprocessed(reads, index, &response.unprocessed_keys);
          continue;
        }
        bytes += size;
        consumed.add(outcome.consumed);
        if (outcome.item) items.push_back(attribute_map(std::move(*outcome.item)));
        co_await slice.pause_if_used_up();
      }
    }
    auto report = report_capacity(context, Units::kRead, request.return_consumed_capacity, consumed);
    if (report) response.consumed_capacity->push_back(std::move(*report));
  }
  // A batch of which nothing could be read fails (API_BatchGetItem).
  if (throttled && !any_done) co_return to_aws_error(std::move(*throttled));
  co_return response;
}

}  // namespace stator::services::dynamodb
