// Reads where capacity is enforced: ItemReader behind Throttling. What a read costs is known when it is done,
// so the least that it can cost is taken before, the rest after. Thread-safe.
#pragma once

#include "db/table/database.h"
#include "db/table/item_reader.h"
#include "db/table/throttling.h"

namespace stator::db::table {

class ThrottledReader {
 public:
  ThrottledReader(ItemReader& reader, Throttling& throttling) : reader_(reader), throttling_(throttling) {}

  // As ItemReader's. In get() each read is let in or throttled by itself (GetOutcome::throttled). A page of
  // a Query or Scan is throttled before it starts, or not at all.
  base::Task<Result<GetOutcome>> get_one(TableRef table, GetRequest request);
  base::Task<Result<std::vector<GetOutcome>>> get(TableRef table, std::vector<GetRequest> requests);
  base::Task<Result<ReadPage>> query(TableRef table, QueryRequest request);
  base::Task<Result<ReadPage>> scan(TableRef table, ScanRequest request);

 private:
  ItemReader& reader_;
  Throttling& throttling_;
};

}  // namespace stator::db::table
