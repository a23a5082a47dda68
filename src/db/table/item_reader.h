// Reads: GetItem, and pages of Query and Scan over the table and its indexes. Thread-safe.
#pragma once

#include "db/table/database.h"
#include "storage/engine.h"

namespace stator::db::table {

inline constexpr std::size_t kPageBytes =
    1024 * 1024;  // rule 84: of the items read, by DynamoDB's accounting

class ItemReader {
 public:
  explicit ItemReader(storage::Engine& engine) : engine_(engine) {}

  // Keys are already checked against the schema.
  base::Task<Result<std::vector<GetOutcome>>> get(TableRef table, std::vector<GetRequest> requests);
  base::Task<Result<GetOutcome>> get_one(TableRef table, GetRequest request);

  base::Task<Result<ReadPage>> query(TableRef table, QueryRequest request);
  base::Task<Result<ReadPage>> scan(TableRef table, ScanRequest request);

 private:
  struct PageRead;

  base::Task<Result<base::Ok>> read_page(PageRead* read, ReadPage* page);
  base::Task<Result<base::Ok>> take_entries(PageRead* read, storage::ScanPage entries, ReadPage* page);
  base::Task<Result<std::size_t>> fetch_from_table(PageRead* read,
                                                   const std::vector<model::ItemView>& entries,
                                                   std::vector<model::ItemView>* items, ReadPage* page);

  storage::Engine& engine_;
};

// A filter beside a key condition: it names none of the keys.
Result<base::Ok> check_filter(const expression::Condition& filter, const model::KeySchema& keys);

}  // namespace stator::db::table
