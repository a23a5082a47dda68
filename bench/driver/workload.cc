#include "driver/workload.h"

#include <algorithm>
#include <array>

namespace stator::bench {

namespace {

constexpr std::uint64_t kQueryItems = 25;
constexpr std::uint64_t kBatchReadKeys = 100;
constexpr std::uint64_t kScanItems = 100;

bool has(std::string_view body, std::string_view text) { return body.find(text) != body.npos; }

std::size_t occurrences(std::string_view body, std::string_view text) {
  std::size_t count = 0;
  for (auto at = body.find(text); at != body.npos; at = body.find(text, at + text.size())) ++count;
  return count;
}

// "Count":25 or "Count": 25.
bool has_count(std::string_view body, std::uint64_t count) {
  for (auto at = body.find("\"Count\""); at != body.npos; at = body.find("\"Count\"", at + 1)) {
    auto digit = body.find_first_not_of(": ", at + 7);
    std::uint64_t value = 0;
    for (; digit < body.size() && body[digit] >= '0' && body[digit] <= '9'; ++digit) {
      value = value * 10 + static_cast<std::uint64_t>(body[digit] - '0');
    }
    if (value == count) return true;
  }
  return false;
}

class Base : public Workload {
 public:
  Base(Dataset& dataset, std::uint64_t seed) : dataset_(dataset), random_(seed) {}

  bool is_right(std::string_view) const override { return true; }

 protected:
  // One of the items that requests name: of all, or of the hot ones, which are evenly apart.
  std::uint64_t any_item() {
    if (dataset_.hot_items == 0) return random_.below(dataset_.items);
    return random_.below(dataset_.hot_items) * (dataset_.items / dataset_.hot_items);
  }
  std::uint64_t any_partition() {
    const std::uint64_t all = dataset_.items / kItemsPerPartition;
    const std::uint64_t hot = dataset_.hot_items / kItemsPerPartition;
    return hot == 0 ? random_.below(all) : random_.below(hot) * (all / hot);
  }
  std::uint64_t any_written() { return random_.below(dataset_.write_keys); }

  // {"TableName":"bench"
  static void open(std::string& body, std::string_view table) {
    body = R"({"TableName":")";
    body += table;
    body += '"';
  }
  static void append_key_of(std::string& body, std::uint64_t item) {
    body += R"(,"Key":{)";
    append_key(body, item);
    body += '}';
  }
  static void get(RequestText& request, std::string_view table, std::uint64_t item) {
    request.operation = "GetItem";
    open(request.body, table);
    append_key_of(request.body, item);
    request.body += '}';
  }
  void put(RequestText& request, std::string_view table, std::uint64_t item) {
    request.operation = "PutItem";
    open(request.body, table);
    request.body += R"(,"Item":)";
    if (table == kLargeTable) {
      dataset_.text.append_large(request.body, item, dataset_.next_revision++, random_);
    } else {
      dataset_.text.append(request.body, item, dataset_.next_revision++, random_);
    }
    request.body += '}';
  }
  void update(RequestText& request, std::uint64_t item) {
    request.operation = "UpdateItem";
    open(request.body, kTable);
    append_key_of(request.body, item);
    request.body +=
        R"~(,"UpdateExpression":"ADD #c :one SET #f = :v","ConditionExpression":"attribute_exists(pk)",)~"
        R"("ExpressionAttributeNames":{"#c":"count","#f":"field0"},)"
        R"("ExpressionAttributeValues":{":one":{"N":"1"},":v":{"S":")";
    request.body += dataset_.text.any_field(random_);
    request.body += R"("}}})";
  }

  Dataset& dataset_;
  Random random_;
};

class Get : public Base {
 public:
  Get(Dataset& dataset, std::uint64_t seed, std::string_view table) : Base(dataset, seed), table_(table) {}
  bool next(RequestText& request) override {
    get(request, table_, any_item());
    return true;
  }
  bool is_right(std::string_view body) const override { return has(body, "\"note\""); }

 private:
  const std::string_view table_;
};

// Of a random key; in the tables that were loaded, it replaces an item.
class Put : public Base {
 public:
  Put(Dataset& dataset, std::uint64_t seed, std::string_view table) : Base(dataset, seed), table_(table) {}
  bool next(RequestText& request) override {
    const bool is_loaded = table_ == kTable || table_ == kLargeTable;
    put(request, table_, is_loaded ? any_item() : any_written());
    return true;
  }

 private:
  const std::string_view table_;
};

class Update : public Base {
 public:
  using Base::Base;
  bool next(RequestText& request) override {
    update(request, any_item());
    return true;
  }
};

class Mixed : public Base {
 public:
  using Base::Base;
  bool next(RequestText& request) override {
    const std::uint64_t item = pick();
    if (random_.next() % 2 == 0) {
      get(request, kTable, item);
    } else {
      update(request, item);
    }
    return true;
  }

 protected:
  virtual std::uint64_t pick() { return any_item(); }
};

class ZipfianMixed : public Mixed {
 public:
  ZipfianMixed(Dataset& dataset, std::uint64_t seed) : Mixed(dataset, seed) {
    if (!dataset.zipf) dataset.zipf.emplace(dataset.items);
  }

 protected:
  std::uint64_t pick() override { return scattered(dataset_.zipf->next(random_), dataset_.items); }
};

class Query : public Base {
 public:
  using Base::Base;
  bool next(RequestText& request) override {
    const std::uint64_t partition = any_partition();
    const std::uint64_t first =
        partition * kItemsPerPartition + random_.below(kItemsPerPartition - kQueryItems + 1);
    request.operation = "Query";
    open(request.body, kTable);
    request.body += R"(,"KeyConditionExpression":"pk = :p AND sk >= :s","Limit":25,)"
                    R"("ExpressionAttributeValues":{":p":{"S":"part#)";
    append_digits(request.body, partition, 5);
    request.body += R"("},":s":{"S":"item#)";
    append_digits(request.body, first, 8);
    request.body += R"("}}})";
    return true;
  }
  bool is_right(std::string_view body) const override { return has_count(body, kQueryItems); }
};

class Scan : public Base {
 public:
  using Base::Base;
  bool next(RequestText& request) override {
    request.operation = "Scan";
    open(request.body, kTable);
    request.body += R"(,"Limit":100,"ExclusiveStartKey":{)";
    append_key(request.body, any_item());
    request.body += "}}";
    return true;
  }
  // A scan that starts near the end of the table has less.
  bool is_right(std::string_view body) const override {
    return has_count(body, kScanItems) || !has(body, "\"LastEvaluatedKey\"");
  }
};

// Whole pages of 1 MB of one segment, over and over.
class ScanAll : public Base {
 public:
  ScanAll(Dataset& dataset, int segment, int segments) : Base(dataset, 0) {
    open(opening_, kTable);
    opening_ +=
        R"(,"Segment":)" + std::to_string(segment) + R"(,"TotalSegments":)" + std::to_string(segments);
  }
  bool next(RequestText& request) override {
    request.operation = "Scan";
    request.body = opening_;
    if (!last_key_.empty()) request.body += R"(,"ExclusiveStartKey":)" + last_key_;
    request.body += '}';
    return true;
  }
  bool is_right(std::string_view body) const override { return has(body, "\"Count\""); }
  void answered(std::string_view body) override {
    last_key_.clear();
    const auto at = body.rfind("\"LastEvaluatedKey\"");
    if (at == body.npos) return;
    const auto begin = body.find('{', at);
    int depth = 0;
    for (auto i = begin; i < body.size(); ++i) {  // no key of ours holds a brace
      if (body[i] == '{') ++depth;
      if (body[i] == '}' && --depth == 0) {
        last_key_ = body.substr(begin, i + 1 - begin);
        return;
      }
    }
  }

 private:
  std::string opening_, last_key_;
};

class BatchWrite : public Base {
 public:
  using Base::Base;
  bool next(RequestText& request) override {
    // Evenly apart, so no key comes twice.
    const std::uint64_t first = any_written(), step = dataset_.write_keys / kBatchWriteItems;
    begin(request, kWriteTable);
    for (std::uint64_t i = 0; i < kBatchWriteItems; ++i) {
      append(request.body, (first + i * step) % dataset_.write_keys);
    }
    end(request);
    return true;
  }
  bool is_right(std::string_view body) const override {
    const auto at = body.find("\"UnprocessedItems\"");
    if (at == body.npos) return false;
    const auto brace = body.find('{', at);
    return brace != body.npos && body[body.find_first_not_of(' ', brace + 1)] == '}';
  }

 protected:
  static void begin(RequestText& request, std::string_view table) {
    request.operation = "BatchWriteItem";
    request.body = R"({"RequestItems":{")";
    request.body += table;
    request.body += R"(":[)";
  }
  void append(std::string& body, std::uint64_t item, bool large = false) {
    body += R"({"PutRequest":{"Item":)";
    if (large) {
      dataset_.text.append_large(body, item, dataset_.next_revision++, random_);
    } else {
      dataset_.text.append(body, item, dataset_.next_revision++, random_);
    }
    body += "}},";
  }
  static void end(RequestText& request) {
    request.body.pop_back();  // the last comma
    request.body += "]}}";
  }
};

// Every item of a table once.
class LoadItems : public BatchWrite {
 public:
  LoadItems(Dataset& dataset, std::uint64_t seed, std::string_view table)
      : BatchWrite(dataset, seed), table_(table) {}
  bool next(RequestText& request) override {
    const std::uint64_t first = dataset_.next_to_load.fetch_add(kBatchWriteItems);
    if (first >= dataset_.load_end) return false;
    begin(request, table_);
    const std::uint64_t last = std::min(first + kBatchWriteItems, dataset_.load_end);
    for (std::uint64_t item = first; item < last; ++item) append(request.body, item, table_ == kLargeTable);
    end(request);
    return true;
  }

 private:
  const std::string_view table_;
};

// Small items, as sessions are, which all expire at one moment.
class LoadExpiring : public BatchWrite {
 public:
  using BatchWrite::BatchWrite;
  bool next(RequestText& request) override {
    const std::uint64_t first = dataset_.next_to_load.fetch_add(kBatchWriteItems);
    if (first >= dataset_.load_end) return false;
    begin(request, kExpiringTable);
    const std::uint64_t last = std::min(first + kBatchWriteItems, dataset_.load_end);
    for (std::uint64_t item = first; item < last; ++item) {
      request.body += R"({"PutRequest":{"Item":{"pk":{"S":"session#)";
      append_digits(request.body, item, 8);
      request.body += R"("},"expires":{"N":")" + std::to_string(dataset_.expires_at) + R"("},"data":{"S":")";
      request.body += dataset_.text.any_field(random_);
      request.body += R"("}}}},)";
    }
    end(request);
    return true;
  }
};

class BatchRead : public Base {
 public:
  using Base::Base;
  bool next(RequestText& request) override {
    const std::uint64_t first = any_item(), step = dataset_.items / kBatchReadKeys;
    request.operation = "BatchGetItem";
    request.body = R"({"RequestItems":{"bench":{"Keys":[)";
    for (std::uint64_t i = 0; i < kBatchReadKeys; ++i) {
      request.body += i == 0 ? "{" : ",{";
      append_key(request.body, (first + i * step) % dataset_.items);
      request.body += '}';
    }
    request.body += "]}}}";
    return true;
  }
  bool is_right(std::string_view body) const override {
    return occurrences(body, "\"note\"") == kBatchReadKeys;
  }
};

class Transact : public Base {
 public:
  using Base::Base;
  bool next(RequestText& request) override {
    request.operation = "TransactWriteItems";
    request.body = R"({"TransactItems":[{"Put":{"TableName":"benchw","Item":)";
    dataset_.text.append(request.body, any_written(), dataset_.next_revision++, random_);
    request.body += R"(}},{"Update":{"TableName":"bench")";
    append_key_of(request.body, any_item());
    request.body +=
        R"~(,"UpdateExpression":"ADD #c :one","ConditionExpression":"attribute_exists(pk)",)~"
        R"("ExpressionAttributeNames":{"#c":"count"},"ExpressionAttributeValues":{":one":{"N":"1"}}}}]})";
    return true;
  }
};

class Select : public Base {
 public:
  using Base::Base;
  bool next(RequestText& request) override {
    const std::uint64_t item = any_item();
    request.operation = "ExecuteStatement";
    request.body =
        R"({"Statement":"SELECT * FROM \"bench\" WHERE pk = ? AND sk = ?","Parameters":[{"S":"part#)";
    append_digits(request.body, item / kItemsPerPartition, 5);
    request.body += R"("},{"S":"item#)";
    append_digits(request.body, item, 8);
    request.body += R"("}]})";
    return true;
  }
  bool is_right(std::string_view body) const override { return occurrences(body, "\"note\"") == 1; }
};

// ADD to one item that all share, or to an item of this connection's own.
class Add : public Base {
 public:
  Add(Dataset& dataset, int item) : Base(dataset, 0) {
    open(body_, kWriteTable);
    body_ += R"(,"Key":{"pk":{"S":"counter"},"sk":{"S":"counter#)";
    append_digits(body_, static_cast<std::uint64_t>(item), 5);
    body_ += R"("}},"UpdateExpression":"ADD hits :one","ExpressionAttributeValues":{":one":{"N":"1"}}})";
  }
  bool next(RequestText& request) override {
    request.operation = "UpdateItem";
    request.body = body_;
    return true;
  }

 private:
  std::string body_;
};

constexpr std::array<WorkloadName, 21> kNames{{
    {"get", "GetItem of a random item"},
    {"put", "PutItem of a random key"},
    {"update", "UpdateItem, ADD and SET, on condition that the item exists"},
    {"mixed", "half get, half update"},
    {"zipfian", "the same, of items picked by Zipf's law"},
    {"replace", "PutItem that replaces a random item"},
    {"get_4k", "GetItem of an item of 4 KB with 20 attributes"},
    {"put_4k", "PutItem that replaces an item of 4 KB with 20 attributes"},
    {"put_stream", "PutItem of a random key into a table with a stream"},
    {"query", "Query of 25 items from a random place in a partition"},
    {"batch_write", "BatchWriteItem of 25 items with random keys"},
    {"batch_read", "BatchGetItem of 100 random keys"},
    {"scan", "Scan of 100 items from a random place"},
    {"transact", "TransactWriteItems of a Put and a conditional Update in two tables"},
    {"select", "ExecuteStatement, a SELECT by the whole key"},
    {"add_hot", "UpdateItem, ADD 1 to one item that all connections share"},
    {"add_distinct", "UpdateItem, ADD 1 to an item of each connection's own"},
    {"scan_all", "Scan of whole pages, one segment a connection, over and over"},
    {"load", "every item once, by BatchWriteItem of 25; ends"},
    {"load_4k", "every item of 4 KB once, by BatchWriteItem of 25; ends"},
    {"load_expiring", "small items that expire at --expires-at, by BatchWriteItem of 25; ends"},
}};

}  // namespace

std::span<const WorkloadName> workload_names() { return kNames; }

std::unique_ptr<Workload> make_workload(std::string_view name, Dataset& dataset, std::uint64_t seed,
                                        int number, int connections) {
  const std::uint64_t own_seed = Random(seed * 100'003 + static_cast<std::uint64_t>(number)).next();
  if (name == "get") return std::make_unique<Get>(dataset, own_seed, kTable);
  if (name == "get_4k") return std::make_unique<Get>(dataset, own_seed, kLargeTable);
  if (name == "put") return std::make_unique<Put>(dataset, own_seed, kWriteTable);
  if (name == "put_4k") return std::make_unique<Put>(dataset, own_seed, kLargeTable);
  if (name == "put_stream") return std::make_unique<Put>(dataset, own_seed, kStreamTable);
  if (name == "replace") return std::make_unique<Put>(dataset, own_seed, kTable);
  if (name == "update") return std::make_unique<Update>(dataset, own_seed);
  if (name == "mixed") return std::make_unique<Mixed>(dataset, own_seed);
  if (name == "zipfian") return std::make_unique<ZipfianMixed>(dataset, own_seed);
  if (name == "query") return std::make_unique<Query>(dataset, own_seed);
  if (name == "batch_write") return std::make_unique<BatchWrite>(dataset, own_seed);
  if (name == "batch_read") return std::make_unique<BatchRead>(dataset, own_seed);
  if (name == "scan") return std::make_unique<Scan>(dataset, own_seed);
  if (name == "transact") return std::make_unique<Transact>(dataset, own_seed);
  if (name == "select") return std::make_unique<Select>(dataset, own_seed);
  if (name == "add_hot") return std::make_unique<Add>(dataset, 0);
  if (name == "add_distinct") return std::make_unique<Add>(dataset, number + 1);
  if (name == "scan_all") return std::make_unique<ScanAll>(dataset, number, connections);
  if (name == "load") return std::make_unique<LoadItems>(dataset, own_seed, kTable);
  if (name == "load_4k") return std::make_unique<LoadItems>(dataset, own_seed, kLargeTable);
  if (name == "load_expiring") return std::make_unique<LoadExpiring>(dataset, own_seed);
  return nullptr;
}

}  // namespace stator::bench
