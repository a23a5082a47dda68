#include "backup/backup.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <optional>

#include "backup/file_list.h"
#include "base/file_text.h"
#include "keyspace/keys.h"
#include "objects/model.h"
#include "storage/rocksdb/data_folder.h"
#include "storage/rocksdb/inspection.h"

namespace stator::backup {

namespace {

namespace fs = std::filesystem;
using keyspace::Space;

constexpr std::string_view kTls = "tls";  // the certificate that a server made for itself

class Maker {
 public:
  Maker(fs::path source, NewFolder& target) : source_(std::move(source)), target_(target) {}

  Result<base::Ok> copy_database(const std::vector<storage::DatabaseFile>& files) {
    STATOR_TRY(add(target_.copy(source_ / "FORMAT", std::nullopt, "FORMAT")));
    STATOR_TRY(target_.make_folder("db"));
    for (const storage::DatabaseFile& file : files) {
      const std::string path = "db/" + file.name;
      const bool is_copied = file.size > 0 && file.content.empty();
      STATOR_TRY(
          add(is_copied ? target_.copy(source_ / path, file.size, path) : target_.write(file.content, path)));
    }
    return base::Ok{};
  }

  // What the copy says is in use, since that is what the backup will have.
  Result<base::Ok> copy_blobs() {
    STATOR_TRY(target_.make_folder("blobs"));
    STATOR_TRY(target_.make_folder("blobs/data"));
    STATOR_TRY(target_.make_folder("blobs/new"));
    std::optional<std::string> failed;
    const auto problem = [&](std::string text) {
      if (!failed) failed = std::move(text);
    };
    auto copy = storage::Inspection::open(target_.path().string(), problem);
    if (!copy.ok()) return damaged(copy.error());
    (*copy)->verify_files(problem, [](std::uint64_t) {});
    if (failed) return damaged(*failed);
    const auto each = [&](const storage::KeyRange& range, auto copy_of) {
      (*copy)->each_record(range, problem,
                           [&](std::string_view key, storage::CommitVersion, std::string_view value) {
                             if (failed) return;
                             auto copied = copy_of(key, value);
                             if (!copied.ok()) failed = std::move(copied).error();
                           });
    };
    each(keyspace::table_range_all(Space::kObject, 0),
         [this](std::string_view, std::string_view value) { return copy_object(value); });
    each(keyspace::table_range_all(Space::kUploadPart, 0),
         [this](std::string_view, std::string_view value) { return copy_part(value); });
    // What nothing refers to should not be there; it is not for a backup to leave it out.
    each(keyspace::table_range(Space::kBlob, 0, 0), [this](std::string_view key, std::string_view) {
      return copy_blob(keyspace::KeyReader(key).bytes().value_or("?"), nullptr);
    });
    if (failed) return std::move(*failed);
    return base::Ok{};
  }

  Result<base::Ok> copy_certificate() {
    std::error_code error;
    if (!fs::is_directory(source_ / kTls, error)) return base::Ok{};
    STATOR_TRY(target_.make_folder(std::string(kTls)));
    for (fs::directory_iterator at(source_ / kTls, error), end; !error && at != end; at.increment(error)) {
      const std::string path = fmt::format("{}/{}", kTls, at->path().filename().string());
      STATOR_TRY(add(target_.copy(at->path(), std::nullopt, path)));
    }
    return base::Ok{};
  }

  FileList take() { return std::move(list_); }

 private:
  Result<base::Ok> add(Result<CopiedFile> copied) {
    if (!copied.ok()) return std::move(copied).error();
    list_.files.push_back(*std::move(copied));
    return base::Ok{};
  }

  Result<base::Ok> damaged(const std::string& what) const {
    return fmt::format("data folder '{}' is damaged, so it is not backed up ({}): see stator check",
                       source_.string(), what);
  }

  Result<base::Ok> copy_object(std::string_view record) {
    const auto object = objects::decode_object(record);
    if (!object) return damaged("the record of an object cannot be read");
    for (const objects::BlobPart& blob : object->blobs) {
      STATOR_TRY(copy_blob(blob.id, &blob));
    }
    return base::Ok{};
  }

  Result<base::Ok> copy_part(std::string_view record) {
    const auto part = objects::decode_part(record);
    if (!part) return damaged("the record of a part of an upload cannot be read");
    return copy_blob(part->blob.id, &part->blob);
  }

  // `expected`: what is known of it. Nothing is done for one that is copied already.
  Result<base::Ok> copy_blob(const std::string& id, const objects::BlobPart* expected) {
    const std::string path = "blobs/data/" + id;
    std::error_code ignored;
    if (fs::exists(target_.path() / path, ignored)) return base::Ok{};
    // It may move from the second to the first, and to the third, while we look.
    for (const char* folder : {"data", "new", "data", "held"}) {
      const fs::path from = source_ / "blobs" / folder / id;
      std::error_code error;
      if (fs::exists(from, error)) {
        auto copied = target_.copy(from, std::nullopt, path);
        if (copied.ok() && expected != nullptr &&
            (copied->size != expected->size || copied->crc32c != expected->crc32c))
          return damaged(fmt::format("file {} is not what it was", path));
        if (copied.ok() || fs::exists(from, error)) return add(std::move(copied));
      }
    }
    return damaged(fmt::format("file {} is missing", path));
  }

  const fs::path source_;
  NewFolder& target_;
  FileList list_;
};

Summary summary_of(const FileList& list) {
  Summary summary;
  for (const CopiedFile& file : list.files) {
    ++summary.files;
    summary.bytes += file.size;
  }
  return summary;
}

}  // namespace

Result<std::vector<storage::DatabaseFile>> database_files(const std::string& data_folder) {
  std::vector<storage::DatabaseFile> files;
  std::error_code error;
  for (fs::directory_iterator at(fs::path(data_folder) / "db", error), end; !error && at != end;
       at.increment(error)) {
    const std::string name = at->path().filename().string();
    // RocksDB's own notes, which it makes anew.
    if (name == "LOCK" || name == "IDENTITY" || name.starts_with("LOG") || name.starts_with("OPTIONS-"))
      continue;
    if (name.ends_with(storage::rocks::kDeletedSuffix)) continue;
    const std::uint64_t size = at->file_size(error);
    if (!error) files.push_back({name, size, {}});
  }
  if (error) return fmt::format("cannot read data folder '{}': {}", data_folder, error.message());
  return files;
}

Result<Summary> make(const std::string& data_folder, const std::vector<storage::DatabaseFile>& files,
                     const std::string& destination, std::string_view program_version,
                     const std::function<bool()>& still_held, const std::atomic<bool>& cancelled) {
  STATOR_ASSIGN(NewFolder folder, NewFolder::make(destination, cancelled));
  Maker maker(data_folder, folder);
  STATOR_TRY(maker.copy_database(files));
  STATOR_TRY(maker.copy_blobs());
  STATOR_TRY(maker.copy_certificate());
  if (!still_held()) return std::string("the server stopped meanwhile: try again");
  FileList list = maker.take();
  list.program = program_version;
  list.made =
      fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                  fmt::gmtime(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now())));
  STATOR_TRY(folder.write(encode(list), std::string(kListName)));
  STATOR_TRY(folder.finish());
  return summary_of(list);
}

Result<Summary> restore(const std::string& backup, const std::string& destination,
                        const std::atomic<bool>& cancelled) {
  const fs::path source(backup);
  const auto text = base::read_file_text(source / kListName);
  if (!text && errno == ENOENT) return fmt::format("'{}' is no backup: it has no file {}", backup, kListName);
  if (!text) return fmt::format("cannot read {}: {}", (source / kListName).string(), std::strerror(errno));
  const auto list = decode(*text);
  if (!list)
    return fmt::format("the backup '{}' is damaged, or of a newer version: see its file {}", backup,
                       kListName);
  STATOR_ASSIGN(NewFolder folder, NewFolder::make(destination, cancelled));
  for (const char* made : {"db", "blobs", "blobs/data", "blobs/new"}) {
    STATOR_TRY(folder.make_folder(made));
  }
  for (const CopiedFile& listed : list->files) {
    if (listed.path.starts_with(kTls)) {
      STATOR_TRY(folder.make_folder(std::string(kTls)));
    }
    auto copied = folder.copy(source / listed.path, std::nullopt, listed.path);
    if (!copied.ok()) return std::move(copied).error();
    if (copied->size != listed.size || copied->sha256 != listed.sha256)
      return fmt::format("the backup '{}' is damaged: file {} is not what it was", backup, listed.path);
  }
  STATOR_TRY(folder.finish());
  return summary_of(*list);
}

}  // namespace stator::backup
