// What a restored table has from its source, and what from who asks for it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "db/table/schema.h"

namespace stator::db::recovery {

// The table to restore to. What is absent is as it was in the source; streams, tags, policies, time to live
// and recovery itself are not restored.
struct RestoreTarget {
  std::string name;
  std::optional<table::BillingMode> billing;
  std::optional<table::Throughput> throughput;
  std::optional<table::OnDemandThroughput> on_demand;
  std::optional<std::vector<table::IndexSchema>> global_indexes;  // a subset of the source's, maybe none
  std::optional<std::vector<table::IndexSchema>> vector_indexes;  // the same
  std::optional<std::vector<table::IndexSchema>> local_indexes;
  std::optional<bool> sse_enabled;
  std::string sse_key;
};

// Of a table that is not there yet: it has no id, no status. Its streams, tags, policies, time to live, and
// protection against deletion are not those of the source (rule 121).
table::TableSchema restored_schema(const table::TableSchema& source, RestoreTarget target);

}  // namespace stator::db::recovery
