#include "storage/rocksdb/database_options.h"

#include <rocksdb/env.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>
#include <rocksdb/write_buffer_manager.h>

#include <algorithm>

#include "storage/rocksdb/compaction_pace.h"
#include "storage/rocksdb/key_groups.h"
#include "storage/rocksdb/skip_list_memtable.h"
#include "storage/rocksdb/stored_form.h"
#include "storage/rocksdb/table_footer.h"

namespace stator::storage::rocks {
namespace {

constexpr std::size_t kMiB = 1 << 20;
constexpr std::size_t kBlockBytes = 8 << 10;
constexpr std::size_t kIndexBlockBytes = 8 << 10;
constexpr std::size_t kCompactionReadBytes = 256 << 10;
constexpr std::size_t kFirstLevelBytes = 512 * kMiB;
constexpr double kBloomBitsPerKey = 10;
constexpr double kMemtableBloomShare = 0.02;  // of its memory: enough for items of 100 bytes
constexpr int kMaxOpenFiles = 512;
constexpr int kBackgroundJobs = 2;  // one flush, one compaction: made for two cores
constexpr int kStopAtTables = 24;   // of level 0, which every read has to look into
constexpr int kCompactTables = 8;   // of level 0: fewer would cost more compaction, more would slow reads

rocksdb::BlockBasedTableOptions table_options(const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.block_size = kBlockBytes;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(kBloomBitsPerKey));
  table.optimize_filters_for_memory = true;
  table.cache_index_and_filter_blocks = true;  // everything counts against the one budget
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  // The index of a table comes in pieces. As one block it can be megabytes (small entries that are well
  // packed), which a lookup would read and unpack anew whenever the cache had no room for it.
  table.index_type = rocksdb::BlockBasedTableOptions::kTwoLevelIndexSearch;
  table.metadata_block_size = kIndexBlockBytes;
  table.metadata_cache_options.top_level_index_pinning = rocksdb::PinningTier::kAll;
  table.format_version = kTableFormatVersion;
  table.checksum = rocksdb::kXXH3;
  return table;
}

}  // namespace

rocksdb::Options tuning_for(const DatabaseOptions& options, const std::shared_ptr<rocksdb::Cache>& cache) {
  const std::size_t memtable_bytes = std::max(options.memory_budget_bytes / 3, 4 * kMiB);
  rocksdb::Options tuning;
  tuning.create_if_missing = true;
  // A power cut can leave torn, unacknowledged bytes at the end of the write-ahead log: stop there.
  tuning.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  tuning.avoid_flush_during_shutdown = true;
  tuning.allow_concurrent_memtable_write = false;  // there is one writer at a time
  tuning.enable_write_thread_adaptive_yield = false;
  tuning.max_background_jobs = kBackgroundJobs;
  tuning.max_open_files = kMaxOpenFiles;
  tuning.max_file_opening_threads = 1;
  tuning.bytes_per_sync = kMiB;
  tuning.max_total_wal_size = 2 * memtable_bytes;  // bounds the time that the next start takes
  tuning.write_buffer_manager = std::make_shared<rocksdb::WriteBufferManager>(memtable_bytes, cache);
  tuning.avoid_unnecessary_blocking_io = true;
  // A start costs a few milliseconds, whatever the folder holds; no timers run while idle.
  tuning.skip_stats_update_on_db_open = true;
  tuning.skip_checking_sst_file_sizes_on_db_open = true;
  tuning.stats_dump_period_sec = 0;
  tuning.stats_persist_period_sec = 0;
  tuning.keep_log_file_num = 1;  // of those that RocksDB itself wrote; now there is one (diary.h)

  pace_compaction(tuning);
  tuning.memtable_factory =
      skip_list_memtable({.rewritten = kCounterKind, .growing = kLogKind, .growing_prefix = kLogShardBytes});
  // The committer waits itself where RocksDB stops writes (committer.cc), so there are only full stops.
  tuning.level0_stop_writes_trigger = kStopAtTables;
  tuning.level0_slowdown_writes_trigger = kStopAtTables;
  tuning.soft_pending_compaction_bytes_limit = 0;

  // One being flushed, which takes a moment, and the next one: together they rarely are more than the share,
  // and what they are is taken from the cache.
  tuning.write_buffer_size = std::clamp(memtable_bytes / 4 * 3, 2 * kMiB, 64 * kMiB);
  tuning.level0_file_num_compaction_trigger = kCompactTables;
  tuning.prefix_extractor = stored_key_groups();
  tuning.memtable_prefix_bloom_size_ratio =
      kMemtableBloomShare;  // most puts look for a key that is not there
  tuning.memtable_whole_key_filtering = true;
  tuning.level_compaction_dynamic_level_bytes = true;
  tuning.max_bytes_for_level_base = kFirstLevelBytes;
  tuning.compaction_readahead_size = kCompactionReadBytes;
  // What a flush and the first compaction write is soon written again, so packing it would cost more time
  // than all else that they do. The levels below hold nine tenths of a database of some size.
  tuning.compression_per_level.assign(tuning.num_levels, rocksdb::kLZ4Compression);
  tuning.compression_per_level[0] = tuning.compression_per_level[1] = rocksdb::kNoCompression;
  tuning.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table_options(cache)));
  return tuning;
}

}  // namespace stator::storage::rocks
