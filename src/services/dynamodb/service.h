// The DynamoDB API: its operations, and its endpoint for the JSON protocol.
#pragma once

#include <span>

#include "aws/protocol/json_endpoint.h"
#include "db/recovery/backups.h"
#include "db/table/database.h"
#include "db/transaction/transactions.h"
#include "objects/object_store.h"
#include "transfer/bulk_puts.h"
#include "transfer/exports.h"
#include "transfer/imports.h"

namespace stator::services::dynamodb {

// What the operations work on; each takes the part that it needs. The parts must outlive it.
struct Service {
  db::table::Database& database;
  db::transaction::Transactions& transactions;
  db::recovery::Backups& backups;
  transfer::Exports& exports;
  transfer::Imports& imports;
  transfer::BulkPuts& bulk_puts;
  objects::ObjectStore& objects;

  operator db::table::Database&() { return database; }
  operator db::transaction::Transactions&() { return transactions; }
  operator db::recovery::Backups&() { return backups; }
  operator transfer::Exports&() { return exports; }
  operator transfer::Imports&() { return imports; }
  operator transfer::BulkPuts&() { return bulk_puts; }
};

// The one list of what is there: routing and the documentation come from it.
std::span<const aws::protocol::Operation> operations();

// Answers POST / with X-Amz-Target: DynamoDB_20120810.<operation>. Service and rules must outlive it; large
// requests run on `pool`, if there is one.
aws::protocol::JsonEndpoint json_endpoint(Service& service, const aws::IdentityRules& rules,
                                          base::Executor* pool = nullptr);

}  // namespace stator::services::dynamodb
