// The items that changed in a period: what an incremental export consists of. Each is there once, with its
// state before the period and at its end; those that were there at neither have no output
// (S3DataExport.Output).
//
// They are collected from the table's history into data of their own, so that any number of changes can be
// told apart; then each is looked up in a copy of the table of the period's end.
#pragma once

#include <atomic>
#include <optional>
#include <string>

#include "base/task.h"
#include "db/recovery/table_fill.h"
#include "db/table/backup_registry.h"
#include "storage/engine.h"
#include "transfer/export_writer.h"
#include "transfer/item_filter.h"

namespace stator::transfer {

class ChangedItems final : public ExportSource {
 public:
  // `copy` is of the end of the period, and complete; `changes` is a copy of the same table where they are
  // collected, and stands for a reader of the history. All must outlive this.
  ChangedItems(storage::Engine& engine, const Export& job, const db::table::Backup& copy,
               const db::table::Backup& changes, const ItemFilter& filter, const std::atomic<bool>& stopped);

  // To be awaited before next(). False when stopped. May be done again from the start.
  base::Task<db::Result<bool>> collect();
  base::Task<db::Result<bool>> next(const ExportLayout& layout, std::string* lines,
                                    std::int64_t* items) override;

 private:
  base::Task<db::Result<bool>> collect(const storage::LogShard& shard);
  base::Task<db::Result<bool>> add(const storage::LogPage& page);

  storage::Engine& engine_;
  const Export& job_;
  const std::uint64_t log_;
  const db::table::TableSchema copied_;   // the data of the copy
  const db::table::TableSchema changed_;  // that of the changes
  const std::string before_, written_;    // names of attributes that no key has
  const ItemFilter& filter_;
  const std::atomic<bool>& stopped_;
  db::recovery::TableFill fill_;
  std::optional<storage::KeyRange> rest_;
};

}  // namespace stator::transfer
