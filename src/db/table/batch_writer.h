// BatchWriteItem: plans the puts and deletes of a batch together and commits them in few commits, so that
// each costs less than one by itself. Thread-safe.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "db/table/item_latches.h"
#include "db/table/item_writer.h"

namespace stator::db::table {

class BatchWriter {
 public:
  // `single` writes what cannot be written together.
  BatchWriter(storage::Engine& engine, ItemLatches& latches, WriteCharge charge, ItemWriter& single)
      : engine_(engine), latches_(latches), charge_(charge), single_(single) {}

  // Each write takes place or fails by itself, although those of one commit take effect at one moment. Keys
  // are distinct, and checked against the schema, as are the items.
  base::Task<Result<BatchWriteOutcome>> write(TableRef table, std::vector<BatchWrite> writes);

 private:
  struct Part;
  struct Group;

  base::Task<storage::Result<std::vector<storage::Record>>> read(std::span<const std::string_view> keys,
                                                                 std::vector<Part>& parts);
  base::Task<void> write_together(const TableSchema& table, const std::vector<storage::Record>& found,
                                  std::vector<Part>& parts);
  base::Task<void> write_alone(TableRef table, Part& part);
  Result<base::Ok> plan(const TableSchema& table, const storage::Record& found, Part& part);
  base::Task<Result<base::Ok>> check_collection(const TableSchema& table, Part& part);
  void submit(Group& group);
  base::Task<void> settle(Group& group);

  storage::Engine& engine_;
  ItemLatches& latches_;
  WriteCharge charge_;
  ItemWriter& single_;
};

}  // namespace stator::db::table
