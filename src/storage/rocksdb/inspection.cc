#include "storage/rocksdb/inspection.h"

#include <fmt/format.h>
#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/sst_file_reader.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "storage/rocksdb/cached_files.h"
#include "storage/rocksdb/data_folder.h"
#include "storage/rocksdb/database.h"
#include "storage/rocksdb/database_options.h"
#include "storage/rocksdb/diary.h"
#include "storage/rocksdb/key_groups.h"
#include "storage/rocksdb/log_damage.h"
#include "storage/rocksdb/stored_form.h"

namespace stator::storage {
namespace {

using rocks::to_view;

constexpr std::size_t kCacheBytes = 64 << 20;
constexpr std::size_t kReadAheadBytes = 1 << 20;

rocksdb::Status verify_table(const rocksdb::Options& options, const std::string& path) {
  rocksdb::ReadOptions once;
  once.fill_cache = false;
  once.readahead_size = kReadAheadBytes;
  rocksdb::SstFileReader reader(options);
  const rocksdb::Status opened = reader.Open(path);
  return opened.ok() ? reader.VerifyChecksum(once) : opened;
}

std::string damaged_table(const std::string& name, const rocksdb::Status& status) {
  return fmt::format("file db/{} is damaged: {}", name, status.ToString());
}

// Why a database cannot be opened RocksDB does not always say: of all tables that are there.
void verify_tables_of(const std::string& database, const rocksdb::Options& options,
                      const Inspection::Problem& problem) {
  std::error_code error;
  for (std::filesystem::directory_iterator at(database, error), end; !error && at != end;
       at.increment(error)) {
    if (at->path().extension() != ".sst") continue;
    const rocksdb::Status status = verify_table(options, at->path().string());
    if (!status.ok()) problem(damaged_table(at->path().filename().string(), status));
  }
}

std::string unknown_form(std::string_view what) { return fmt::format("{} has an unknown form", what); }

}  // namespace

base::Result<FolderLock, std::string> FolderLock::take(const std::string& data_folder) {
  rocksdb::FileLock* lock = nullptr;
  const std::string path = rocks::database_path(data_folder) + "/LOCK";
  const rocksdb::Status status = rocksdb::Env::Default()->LockFile(path, &lock);
  if (!status.ok()) return rocks::explain_opening(data_folder, status);
  return FolderLock(lock);
}

FolderLock::~FolderLock() {
  if (lock_ != nullptr) rocksdb::Env::Default()->UnlockFile(lock_).PermitUncheckedError();
}

base::Result<base::Ok, FolderProblem> recognize_data_folder(const std::string& data_folder) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::path folder(data_folder);
  if (!fs::is_directory(folder, error))
    return FolderProblem{
        fmt::format("there is no folder '{}': name the data folder with --data", data_folder)};
  if (!fs::exists(folder / "FORMAT", error)) {
    // A name apart from its file is damage, where the rest of a data folder is there.
    const bool damaged = fs::exists(folder / "db" / "CURRENT", error);
    return FolderProblem{fmt::format("folder '{}' has no FORMAT file{}", data_folder,
                                     damaged ? "" : ": it is no data folder of stator"),
                         damaged};
  }
  if (auto prepared = rocks::check_data_folder(data_folder); !prepared.ok()) {
    const bool mistaken = rocks::is_backup(data_folder) || rocks::is_of_newer_format(data_folder);
    return FolderProblem{std::move(prepared).error(), !mistaken};
  }
  return base::Ok{};
}

Inspection::Inspection(std::string data_folder)
    : data_folder_(std::move(data_folder)), env_(rocksdb::NewCompositeEnv(rocks::cached_file_system())) {}
Inspection::~Inspection() = default;

base::Result<std::unique_ptr<Inspection>, std::string> Inspection::open(const std::string& data_folder,
                                                                        const Problem& problem) {
  std::unique_ptr<Inspection> inspection(new Inspection(data_folder));
  const std::string path = rocks::database_path(data_folder);
  auto damage = rocks::find_log_damage(*rocksdb::Env::Default(), path);
  if (!damage.ok()) problem(damage.error().message);
  if (damage.ok() && *damage) problem(**damage);
  inspection->cache_ = rocksdb::NewLRUCache(kCacheBytes);
  rocksdb::Options options =
      rocks::tuning_for({.data_folder = data_folder, .memory_budget_bytes = kCacheBytes}, inspection->cache_);
  options.env = inspection->env_.get();
  options.info_log = rocks::no_diary();
  options.create_if_missing = false;
  options.skip_checking_sst_file_sizes_on_db_open = false;
  rocksdb::DB* opened = nullptr;
  const rocksdb::Status status = rocksdb::DB::OpenForReadOnly(options, path, &opened);
  if (!status.ok()) {
    verify_tables_of(path, options, problem);
    return rocks::explain_opening(data_folder, status);
  }
  inspection->db_.reset(opened);
  return inspection;
}

void Inspection::verify_files(const Problem& problem, const std::function<void(std::uint64_t)>& read) const {
  std::vector<rocksdb::LiveFileMetaData> files;
  db_->GetLiveFilesMetaData(&files);
  const rocksdb::Options options = db_->GetOptions();
  for (const rocksdb::LiveFileMetaData& file : files) {
    const rocksdb::Status status = verify_table(options, file.db_path + file.name);
    if (!status.ok()) problem(damaged_table(file.relative_filename, status));
    read(file.size);
  }
}

void Inspection::each(const KeyRange& stored, const Problem& problem,
                      const std::function<void(std::string_view, std::string_view)>& visit) const {
  rocksdb::ReadOptions options = rocks::reads_in_order();
  options.fill_cache = false;
  options.readahead_size = kReadAheadBytes;
  const rocksdb::Slice lower(stored.begin), upper(stored.end);
  options.iterate_lower_bound = &lower;
  if (!stored.end.empty()) options.iterate_upper_bound = &upper;
  const std::unique_ptr<rocksdb::Iterator> iterator(db_->NewIterator(options));
  for (iterator->SeekToFirst(); iterator->Valid(); iterator->Next())
    visit(to_view(iterator->key()), to_view(iterator->value()));
  if (!iterator->status().ok()) problem("what follows cannot be read: " + iterator->status().ToString());
}

void Inspection::each_record(
    const KeyRange& range, const Problem& problem,
    const std::function<void(std::string_view, CommitVersion, std::string_view)>& visit) const {
  each(rocks::record_range(range), problem, [&](std::string_view key, std::string_view value) {
    const auto record = rocks::decode_record(value);
    if (record) {
      visit(rocks::user_key(key), record->version, record->payload);
    } else {
      problem(unknown_form("a record"));
    }
  });
}

void Inspection::each_counter(const KeyRange& range, const Problem& problem,
                              const std::function<void(std::string_view, std::int64_t)>& visit) const {
  each(rocks::counter_range(range), problem, [&](std::string_view key, std::string_view value) {
    const auto number = rocks::decode_number(value);
    if (number) {
      visit(rocks::user_key(key), static_cast<std::int64_t>(*number));
    } else {
      problem(unknown_form("a counter"));
    }
  });
}

void Inspection::each_log_group(const Problem& problem,
                                const std::function<void(std::uint64_t, const LogGroup&)>& visit) const {
  const KeyRange all{rocks::log_group_key(0), rocks::log_group_key(~0ULL)};
  each(all, problem, [&](std::string_view key, std::string_view value) {
    const auto group = rocks::decode_log_group(value);
    const auto id = rocks::number_of_key(key);
    if (group && id) {
      visit(*id, *group);
    } else {
      problem(unknown_form("a log group"));
    }
  });
}

void Inspection::each_log_record(std::uint64_t group, const Problem& problem,
                                 const std::function<void(std::uint64_t, const LogRecord&)>& visit) const {
  each(rocks::log_group_range(group), problem, [&](std::string_view key, std::string_view value) {
    const auto record = rocks::decode_log_record(key, value);
    if (record) {
      visit(rocks::shard_of_log_key(key), *record);
    } else {
      problem(unknown_form("a record of a change log"));
    }
  });
}

void Inspection::check_bookkeeping(const Problem& problem) const {
  // Kinds and what must be true of each; those of users are read in full elsewhere.
  rocksdb::ReadOptions options = rocks::reads_in_order();
  options.fill_cache = false;
  const std::unique_ptr<rocksdb::Iterator> iterator(db_->NewIterator(options));
  iterator->SeekToFirst();
  while (iterator->Valid()) {
    const std::string_view key = to_view(iterator->key());
    switch (key.empty() ? '\0' : key.front()) {
      case rocks::kCounterKind:
      case 'g':
      case 'k':
      case 'l':
        // The next kind.
        iterator->Seek(std::string(1, static_cast<char>(key.front() + 1)));
        continue;
      case 'f':
        if (!rocks::decode_number(to_view(iterator->value()))) problem(unknown_form("a fence"));
        break;
      case 'v':
        if (!rocks::decode_number(to_view(iterator->value())))
          problem(unknown_form("the reservation of versions"));
        break;
      case 'd':
        if (!rocks::decode_range(to_view(iterator->value()))) problem(unknown_form("a range to be dropped"));
        break;
      default:
        problem("an entry of an unknown kind");
        break;
    }
    iterator->Next();
  }
  if (!iterator->status().ok()) problem("what follows cannot be read: " + iterator->status().ToString());
}

CommitVersion Inspection::reserved_versions() const {
  std::string stored;
  const rocksdb::Status status = db_->Get(rocksdb::ReadOptions(), rocks::version_reservation_key(), &stored);
  return status.ok() ? rocks::decode_number(stored).value_or(0) : 0;
}

Result<Record> Inspection::get(std::string_view key) const {
  rocksdb::PinnableSlice stored;
  const rocksdb::Status status =
      db_->Get(rocksdb::ReadOptions(), db_->DefaultColumnFamily(), rocks::record_key(key), &stored);
  if (status.IsNotFound()) return Record{};
  if (!status.ok()) return rocks::to_error(status);
  const auto record = rocks::decode_record(to_view(stored));
  if (!record) return rocks::damaged_error();
  return Record{record->version, std::string(record->payload)};
}

Result<std::int64_t> Inspection::counter(std::string_view key) const {
  std::string stored;
  const rocksdb::Status status = db_->Get(rocksdb::ReadOptions(), rocks::counter_key(key), &stored);
  if (status.IsNotFound()) return std::int64_t{0};
  if (!status.ok()) return rocks::to_error(status);
  const auto number = rocks::decode_number(stored);
  if (!number) return rocks::damaged_error();
  return static_cast<std::int64_t>(*number);
}

}  // namespace stator::storage
