// What is counted of one request to an API, gathered by whoever knows it while the request is handled.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace stator::metrics {

// Used by one thread at a time.
class RequestRecord {
 public:
  // A table whose items the request reads or writes, and what that consumed.
  struct TableUse {
    std::uint32_t id = 0;
    std::uint64_t name_hash = 0;
    double read_units = 0;
    double write_units = 0;
  };

  // Both of static storage; empty: the operation is unknown.
  std::string_view service;    // "dynamodb"
  std::string_view operation;  // "GetItem"
  std::string error_code;      // empty: it was done
  std::string access_key_id;   // empty: the request names none
  std::uint64_t request_bytes = 0;
  std::uint64_t response_bytes = 0;
  std::uint64_t items = 0;           // that a page has looked at
  std::int64_t returned_items = -1;  // of a page that has items to return; -1: it is none
  std::uint32_t failed_conditions =
      0;  // of the parts of a transaction or batch; the error code says the rest
  std::uint32_t conflicts = 0;
  std::uint32_t throttles = 0;

  void touch(std::uint32_t table_id, std::string_view name) {
    const TableUse use{table_id, std::hash<std::string_view>{}(name)};
    if (first_.id == 0) {
      first_ = use;
    } else if (first_.id != table_id && find(use.name_hash) == nullptr) {
      more_.push_back(use);
    }
  }

  // Of a table that was touched.
  void consume(std::string_view table_name, double read_units, double write_units) {
    TableUse* use = more_.empty() ? &first_ : find(std::hash<std::string_view>{}(table_name));
    if (use == nullptr) return;
    use->read_units += read_units;
    use->write_units += write_units;
  }

  // What of it an index took. The names of indexes are copied.
  struct IndexUse {
    std::uint32_t table = 0;
    std::string index;
    double read_units = 0;
    double write_units = 0;
  };
  void consume_in_index(std::string_view table_name, std::string_view index, double read_units,
                        double write_units) {
    const TableUse* use = more_.empty() ? &first_ : find(std::hash<std::string_view>{}(table_name));
    if (use != nullptr) indexes_.push_back({use->id, std::string(index), read_units, write_units});
  }
  const std::vector<IndexUse>& indexes() const { return indexes_; }

  // The table of a request that has one only; 0: it has none, or several.
  std::uint32_t only_table() const { return more_.empty() ? first_.id : 0; }

  template <typename Visit>
  void for_each_table(const Visit& visit) const {
    if (first_.id == 0) return;
    visit(first_);
    for (const TableUse& use : more_) visit(use);
  }

 private:
  TableUse* find(std::uint64_t name_hash) {
    if (first_.name_hash == name_hash) return &first_;
    for (TableUse& use : more_)
      if (use.name_hash == name_hash) return &use;
    return nullptr;
  }

  TableUse first_;  // most requests have one table at most; id 0: none
  std::vector<TableUse> more_;
  std::vector<IndexUse> indexes_;
};

// Error codes of requests beyond what a table, a function or the account may take.
inline bool is_throttling(std::string_view error_code) {
  return error_code == "ProvisionedThroughputExceededException" || error_code == "ThrottlingException" ||
         error_code == "RequestLimitExceeded" || error_code == "TooManyRequestsException";
}

struct FinishedRequest {
  const RequestRecord& record;
  std::chrono::nanoseconds duration;
  int status = 0;
  std::string_view request_id;
  std::string_view remote_address;
  std::string_view account = {};  // of whoever asked
  std::string_view region = {};
};

class RequestObserver {
 public:
  virtual ~RequestObserver() = default;
  // On the loop that served the request.
  virtual void finished(const FinishedRequest& request) = 0;
};

}  // namespace stator::metrics
