// SearchVectors: compares the vector that is searched for with every one of the partition (or of the whole
// index, where that has no HASH), and reads the items of the nearest. Exact;
// docs/decisions/vector-search-is-exact.md.
//
// Runs on the event loop of its caller and lets others run every 250 us. Holds one page of entries (128 KB),
// up to 100 keys, and the items of the response (16 MB).
//
// Thread-safety: stateless; may be used from every executor.
#pragma once

#include <string_view>

#include "db/table/database.h"

namespace stator::db::table {

class VectorSearcher {
 public:
  explicit VectorSearcher(storage::Engine& engine) : engine_(engine) {}

  // Errors: kValidation (no such vector index, one that is being built, and what the request asks of it),
  // those of storage. An item that a writer changes meanwhile is compared as it is when it is read, or left
  // out.
  base::Task<Result<SearchOutcome>> search(TableRef table, SearchRequest request);

 private:
  struct Search;

  base::Task<Result<base::Ok>> compare_all(Search* search);
  base::Task<Result<base::Ok>> read_items(Search* search);

  storage::Engine& engine_;
};

// `message` for a read by another operation of an index that is one of vectors.
Result<base::Ok> refuse_vector_index(const TableSchema& table, std::string_view index_name,
                                     std::string_view message);

}  // namespace stator::db::table
