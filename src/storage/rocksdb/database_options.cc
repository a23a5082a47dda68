#include "storage/rocksdb/database_options.h"

#include <rocksdb/env.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>
#include <rocksdb/write_buffer_manager.h>

#include <algorithm>

namespace stator::storage::rocks {
namespace {

constexpr std::size_t kMiB = 1 << 20;
constexpr std::size_t kBlockBytes = 8 << 10;
constexpr double kBloomBitsPerKey = 10;
constexpr int kMaxOpenFiles = 512;
constexpr int kBackgroundJobs = 2;  // one flush, one compaction: made for two cores
constexpr std::size_t kInfoLogBytes = 4 * kMiB;
constexpr std::size_t kInfoLogsKept = 2;

rocksdb::BlockBasedTableOptions table_options(const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.block_size = kBlockBytes;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(kBloomBitsPerKey));
  table.optimize_filters_for_memory = true;
  table.cache_index_and_filter_blocks = true;  // everything counts against the one budget
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  table.format_version = 5;
  return table;
}

}  // namespace

Tuning tuning_for(const DatabaseOptions& options, const std::shared_ptr<rocksdb::Cache>& cache) {
  const std::size_t memtable_bytes = std::max(options.memory_budget_bytes / 3, 4 * kMiB);
  Tuning tuning;

  rocksdb::DBOptions& database = tuning.database;
  database.create_if_missing = true;
  database.create_missing_column_families = true;
  if (options.env != nullptr) database.env = options.env;
  // A power cut can leave torn, unacknowledged bytes at the end of the write-ahead log: stop there.
  database.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  database.avoid_flush_during_shutdown = true;
  database.allow_concurrent_memtable_write = false;  // there is one writer at a time
  database.enable_write_thread_adaptive_yield = false;
  database.max_background_jobs = kBackgroundJobs;
  database.max_open_files = kMaxOpenFiles;
  database.bytes_per_sync = kMiB;
  database.max_total_wal_size = 2 * memtable_bytes;  // bounds the time that the next start takes
  database.write_buffer_manager = std::make_shared<rocksdb::WriteBufferManager>(memtable_bytes, cache);
  database.avoid_unnecessary_blocking_io = true;
  // A start costs a few milliseconds, whatever the folder holds; no timers run while idle.
  database.skip_stats_update_on_db_open = true;
  database.skip_checking_sst_file_sizes_on_db_open = true;
  database.stats_dump_period_sec = 0;
  database.stats_persist_period_sec = 0;
  database.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  database.max_log_file_size = kInfoLogBytes;
  database.keep_log_file_num = kInfoLogsKept;

  rocksdb::ColumnFamilyOptions& family = tuning.family;
  family.write_buffer_size = std::clamp(memtable_bytes / 2, 2 * kMiB, 64 * kMiB);
  family.compression = rocksdb::kLZ4Compression;
  family.bottommost_compression = rocksdb::kZSTD;
  family.level_compaction_dynamic_level_bytes = true;
  family.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table_options(cache)));
  return tuning;
}

}  // namespace stator::storage::rocks
