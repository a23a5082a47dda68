// What the engine tells Prometheus.
#include "storage/rocksdb/committer.h"
#include "storage/rocksdb/database.h"
#include "storage/rocksdb/engine_statistics.h"
#include "storage/rocksdb/rocksdb_engine.h"

namespace stator::storage {
namespace {

using metrics::Exposition;
using metrics::Type;
using Properties = rocksdb::DB::Properties;
using rocks::EngineStatistics;

double property(rocksdb::DB& db, const std::string& name) {
  std::uint64_t value = 0;
  return db.GetIntProperty(name, &value) ? static_cast<double>(value) : 0;
}

void write_work(const EngineStatistics& statistics, Exposition* out) {
  const auto count = [&](EngineStatistics::Count which) {
    return static_cast<double>(statistics.count(which));
  };
  const EngineStatistics::Work flushes = statistics.flushes(), compactions = statistics.compactions();
  out->counter("stator_storage_log_written_bytes", "Bytes written to the write-ahead log.",
               count(EngineStatistics::kLogBytes));
  out->family("stator_storage_log_sync_seconds", Type::kHistogram,
              "How long it took to sync the write-ahead log.");
  out->sample({}, statistics.log_syncs());
  out->counter("stator_storage_flushes", "Memtables written to table files.",
               static_cast<double>(flushes.times));
  out->counter("stator_storage_flushed_bytes", "Bytes of table files written from memtables.",
               count(EngineStatistics::kFlushedBytes));
  out->counter("stator_storage_compactions", "Compactions that were done.",
               static_cast<double>(compactions.times));
  out->counter("stator_storage_compaction_seconds", "Time that compactions took.", compactions.seconds);
  out->counter("stator_storage_compaction_read_bytes", "Bytes read by compactions.",
               count(EngineStatistics::kCompactionReadBytes));
  out->counter("stator_storage_compaction_written_bytes", "Bytes written by compactions.",
               count(EngineStatistics::kCompactionWrittenBytes));
}

void write_caches(const EngineStatistics& statistics, const rocks::RecordCache::Usage& records,
                  Exposition* out) {
  out->family("stator_storage_cache_hits", Type::kCounter,
              "Reads that found what they looked for in a cache.");
  out->sample({{"cache", "block"}}, static_cast<double>(statistics.count(EngineStatistics::kBlockHits)));
  out->sample({{"cache", "record"}}, static_cast<double>(records.hits));
  out->family("stator_storage_cache_misses", Type::kCounter, "Reads that did not.");
  out->sample({{"cache", "block"}}, static_cast<double>(statistics.count(EngineStatistics::kBlockMisses)));
  out->sample({{"cache", "record"}}, static_cast<double>(records.misses));
}

}  // namespace

void RocksDbEngine::write_metrics(Exposition* out) const {
  const EngineStatistics& statistics = database_->statistics();
  const rocks::RecordCache::Usage records = database_->record_usage();
  write_work(statistics, out);
  write_caches(statistics, records, out);

  const rocks::Committer::State commits = committer_->state();
  out->gauge("stator_storage_commit_queue", "Commits that wait to be written.",
             static_cast<double>(commits.queued));
  out->gauge("stator_storage_commit_queue_bytes", "What they take of the memory.",
             static_cast<double>(commits.queued_bytes));
  out->counter("stator_storage_stalls", "How often writes had to wait for flushes or compactions.",
               static_cast<double>(commits.stalls));
  out->counter("stator_storage_stall_seconds", "How long they waited.", commits.stall_seconds);
  out->gauge("stator_storage_writable", "1 while writes are taken, 0 after one that failed.",
             commits.failed ? 0 : 1);

  const rocks::Database::Use use = database_->use();
  out->gauge("stator_storage_open", "1, or 0 while the database is opened again after a failed write.",
             use ? 1 : 0);
  if (!use) return;
  rocksdb::DB& db = use.db();
  out->family("stator_storage_cache_bytes", Type::kGauge, "What caches hold.");
  out->sample({{"cache", "block"}}, property(db, Properties::kBlockCacheUsage));
  out->sample({{"cache", "record"}}, static_cast<double>(records.bytes));
  out->family("stator_storage_cache_capacity_bytes", Type::kGauge,
              "What they may hold; memtables take from that of blocks.");
  out->sample({{"cache", "block"}}, property(db, Properties::kBlockCacheCapacity));
  out->sample({{"cache", "record"}}, static_cast<double>(records.capacity));
  out->gauge("stator_storage_memtable_bytes", "Writes that are not in table files yet.",
             property(db, Properties::kCurSizeAllMemTables));
  out->gauge("stator_storage_table_file_bytes", "Table files that are in use.",
             property(db, Properties::kLiveSstFilesSize));
  out->gauge("stator_storage_compaction_pending_bytes", "What compactions have yet to write, estimated.",
             property(db, Properties::kEstimatePendingCompactionBytes));
  out->gauge("stator_storage_compactions_running", "Compactions under way.",
             property(db, Properties::kNumRunningCompactions));
  out->gauge("stator_storage_flushes_running", "Flushes under way.",
             property(db, Properties::kNumRunningFlushes));
  out->gauge("stator_storage_stalled", "1 while writes wait for flushes or compactions.",
             property(db, Properties::kIsWriteStopped));
}

}  // namespace stator::storage
