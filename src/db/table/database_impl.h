// Puts the parts of the database together: catalog, reader, writer, maintenance.
#pragma once

#include <functional>
#include <map>
#include <tuple>

#include "base/async_mutex.h"
#include "base/random.h"
#include "base/task_group.h"
#include "db/table/backup_registry.h"
#include "db/table/batch_writer.h"
#include "db/table/catalog.h"
#include "db/table/database.h"
#include "db/table/expiry_sweeper.h"
#include "db/table/histories.h"
#include "db/table/item_reader.h"
#include "db/table/item_writer.h"
#include "db/table/key_activity.h"
#include "db/table/maintenance.h"
#include "db/table/stream_registry.h"
#include "db/table/throttled_reader.h"
#include "db/table/throttling.h"
#include "db/table/vector_search.h"

namespace stator::db::table {

class DatabaseImpl final : public Database, public Histories {
 public:
  DatabaseImpl(storage::Engine& engine, Options options);

  // Loads the catalog and takes up maintenance that was interrupted.
  base::Task<Result<base::Ok>> start();
  base::Task<> stop() override;

  base::Task<Result<TableDescription>> create_table(TableSchema definition) override;
  base::Task<Result<TableDescription>> describe_table(Scope scope, std::string name) override;
  base::Task<Result<TableDescription>> update_table(Scope scope, std::string name,
                                                    TableUpdate update) override;
  base::Task<Result<TableDescription>> delete_table(Scope scope, std::string name) override;
  TableNames list_tables(const Scope& scope, std::optional<std::string_view> start_after,
                         std::size_t limit) override;
  base::Task<Result<base::Ok>> change_settings(Scope scope, std::string name,
                                               std::function<Result<base::Ok>(TableSchema*)> change) override;
  base::Task<Result<base::Ok>> update_time_to_live(Scope scope, std::string name, bool enable,
                                                   std::string attribute) override;
  base::Task<Result<std::uint64_t>> delete_expired() override;
  Result<TableRef> find_table(const Scope& scope, std::string_view name) const override;

  base::Task<Result<GetOutcome>> get_item(TableRef table, GetRequest request) override;
  base::Task<Result<std::vector<GetOutcome>>> get_items(TableRef table,
                                                        std::vector<GetRequest> requests) override;
  base::Task<Result<WriteOutcome>> put_item(TableRef table, PutRequest request) override;
  base::Task<Result<WriteOutcome>> update_item(TableRef table, UpdateRequest request) override;
  base::Task<Result<WriteOutcome>> delete_item(TableRef table, DeleteRequest request) override;
  base::Task<Result<BatchWriteOutcome>> batch_write(TableRef table, std::vector<BatchWrite> writes) override;
  base::Task<Result<ReadPage>> query(TableRef table, QueryRequest request) override;
  base::Task<Result<ReadPage>> scan(TableRef table, ScanRequest request) override;
  base::Task<Result<SearchOutcome>> search(TableRef table, SearchRequest request) override;

  Result<base::Ok> validate_key(const TableSchema& table, model::ItemView key) const override;
  Result<base::Ok> validate_item(const TableSchema& table, model::ItemView item) const override;
  DatabaseParts parts() override {
    return {engine_, catalog_,          latches_, *options_.clock, *options_.background,
            tasks_,  throttling_.get(), keys_,    images_};
  }

  Histories& histories() override { return *this; }

  base::Task<Result<TableRef>> keep_history(Scope scope, std::string name, Change begin,
                                            TimedChange kept) override;
  void release_history(TableRef table) override;
  base::Task<Result<TableDescription>> begin_filling(TableSchema definition, Beginning extra) override;
  base::Task<Result<base::Ok>> finish_filling(TableRef table, storage::Commit extra) override;
  base::Task<Result<TableRef>> settled(Scope scope, std::string name) override;
  base::Task<Result<std::uint32_t>> new_table_id() override;
  base::Task<Result<base::Ok>> remove_data_of(std::vector<TableSchema> schemas,
                                              storage::Commit extra) override;

 private:
  // Counters that give numbers: of tables, and of log groups.
  static constexpr std::string_view kTableIds = "table-ids";
  static constexpr std::string_view kLogGroups = "log-groups";

  // control_plane.cc
  base::Task<Result<TableDescription>> create(TableSchema definition, TableStatus status, Beginning extra);
  base::Task<Result<TableDescription>> describe(TableRef table);
  // Gives table->stream its log and label, and adds its record to the commit that will store the table.
  base::Task<Result<base::Ok>> start_stream(TableSchema* table, storage::Commit* commit);
  base::Task<Result<std::uint64_t>> next_id(std::string_view counter);
  base::Random& random();  // used under control_mutex_
  Backup last_backup(const TableDescription& table);
  // Counts a page that was read, or throttled, for contributor insights.
  void count_page(const TableSchema& table, const QueryRequest& request, const Result<ReadPage>& page);
  Result<TableRef> find_for_control(const Scope& scope, std::string_view name) const;

  // history.cc
  base::Task<Result<base::Ok>> drop_history(TableRef table);
  base::Task<Result<base::Ok>> drop_log(std::uint64_t log_group);
  base::Task<Result<base::Ok>> resume_history_ends();

  // background_work.cc. One piece per table at a time.
  base::Task<> run_build(TableRef table, std::uint16_t index_id);
  base::Task<> run_index_removal(TableRef table, std::uint16_t index_id);
  base::Task<> run_table_removal(TableRef table);
  base::Task<> run_time_index_change(TableRef table);
  base::Task<> until_done(std::string work, std::function<base::Task<Result<base::Ok>>()> attempt);
  base::Task<Result<base::Ok>> build_index(TableRef table, std::uint16_t index_id);
  base::Task<Result<base::Ok>> remove_index(TableRef table, std::uint16_t index_id);
  base::Task<Result<base::Ok>> finish_index(TableRef table, std::uint16_t index_id, bool keep);
  base::Task<Result<base::Ok>> remove_data(TableRef table);
  base::Task<Result<base::Ok>> remove_if_intended(TableRef data);
  base::Task<Result<base::Ok>> change_time_index(TableRef table);
  base::Task<Result<base::Ok>> resume_removals();
  base::Task<Result<base::Ok>> resume_stream_ends();
  static std::string removal_key(std::uint32_t table_id);

  // A change of the table's schema failed, perhaps after it was stored: finds that out in the background once
  // the disk works, and finishes it. `before` is the table before, nullptr where it was to be made. Returns
  // `error`. The caller holds control_mutex_.
  Error unsettled(const Scope& scope, const std::string& name, TableRef before, Error error);
  // Takes control_mutex_, with an earlier change of the table settled: the next one must not be planned on a
  // schema that is perhaps no longer the stored one.
  base::Task<Result<base::AsyncMutex::Lock>> lock_table(Scope scope, std::string name);
  // The caller holds control_mutex_. Does nothing for a table whose changes are settled.
  base::Task<Result<base::Ok>> settle(Scope scope, std::string name);
  void resume_indexes(const TableRef& before, const TableRef& now);

  storage::Engine& engine_;
  Options options_;
  Catalog catalog_;
  StreamRegistry streams_;
  BackupRegistry backups_;
  ItemLatches latches_;
  ImageMemory images_;
  KeyActivity keys_;
  std::unique_ptr<Throttling> throttling_;  // nullptr: capacity is not enforced
  ItemReader reader_;
  std::unique_ptr<ThrottledReader> throttled_reader_;
  VectorSearcher searcher_;
  ItemWriter writer_;
  BatchWriter batch_writer_;
  Maintenance maintenance_;
  base::AsyncMutex control_mutex_;  // one control-plane change at a time
  // Account, region and name of a table -> the table before the change. Used under control_mutex_.
  std::map<std::tuple<std::string, std::string, std::string>, TableRef> unsettled_;
  base::TaskGroup tasks_;
  ExpirySweeper sweeper_;
  bool started_ = false;
  std::unique_ptr<base::Random> seeded_random_;  // only with a seed; used under control_mutex_
};

}  // namespace stator::db::table
