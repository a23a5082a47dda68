#include "storage/rocksdb/log_damage.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <vector>

#include "storage/rocksdb/database.h"
#include "storage/rocksdb/flushed.h"
#include "storage/rocksdb/log_pieces.h"

namespace stator::storage::rocks {
namespace {

// A record of the log begins with the sequence number of its first write and their number.
constexpr std::size_t kRecordHeadBytes = 12;

// What one file has.
class LogFile {
 public:
  // In order, each but the last of kLogBlockBytes.
  void add_block(std::string_view block) {
    std::size_t at = 0;
    while (at + kPieceHeaderBytes <= block.size()) {
      const std::size_t length = piece_length(block.substr(at));
      if (length > 0) {
        add_piece(block.substr(at, length), offset_ + at);
        at += length;
        continue;
      }
      break_at(offset_ + at);
      // The next piece may begin anywhere; its checksum may begin with zeros.
      const std::size_t next = block.find_first_not_of('\0', at + 1);
      if (next == block.npos) break;
      at = std::max(at + 1, next - std::min(next, kPieceChecksumBytes));
    }
    offset_ += block.size();
  }

  // Of the first write before the first damage.
  std::optional<std::uint64_t> first_sequence() const { return first_sequence_; }
  // Behind the last record before the first damage.
  std::uint64_t end_sequence() const { return end_sequence_; }
  std::optional<std::uint64_t> damaged_at() const {
    return continues_ ? broken_at_ : std::optional<std::uint64_t>();
  }

 private:
  void break_at(std::uint64_t offset) {
    if (!broken_at_) broken_at_ = offset;
    in_record_ = false;
  }

  void add_piece(std::string_view piece, std::uint64_t offset) {
    const PieceType type = type_of_piece(piece);
    const bool begins = type == kWhole || type == kFirst;
    if (begins == in_record_) break_at(begins ? record_offset_ : offset);
    if (begins) {
      head_.clear();
      record_offset_ = offset;
      in_record_ = true;
    }
    if (!in_record_) return;
    if (head_.size() < kRecordHeadBytes) head_ += piece.substr(kPieceHeaderBytes, kRecordHeadBytes);
    if (type == kWhole || type == kLast) {
      in_record_ = false;
      if (head_.size() >= kRecordHeadBytes) add_record();
    }
  }

  void add_record() {
    const std::uint64_t sequence = load_number(head_, 8);
    if (broken_at_) {
      // Older bytes that happen to look like a record prove nothing.
      if (sequence >= end_sequence_) continues_ = true;
      return;
    }
    const std::uint64_t writes = load_number(std::string_view(head_).substr(8), 4);
    // A record without writes is RocksDB's own mark of a start, made before that start has taken effect.
    if (!first_sequence_ && writes > 0) first_sequence_ = sequence;
    end_sequence_ = sequence + writes;
  }

  std::uint64_t offset_ = 0;
  std::optional<std::uint64_t> first_sequence_;
  std::uint64_t end_sequence_ = 0;
  std::optional<std::uint64_t> broken_at_;
  bool continues_ = false;  // a whole record follows

  bool in_record_ = false;
  std::uint64_t record_offset_ = 0;
  std::string head_;
};

struct Files {
  std::vector<std::uint64_t> logs;  // their numbers, in order
  bool has_tables = false;
};

Result<Files> list_files(rocksdb::Env& env, const std::string& database) {
  std::vector<std::string> names;
  const rocksdb::Status status = env.GetChildren(database, &names);
  if (!status.ok()) return to_error(status);
  Files files;
  for (const std::string& name : names) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (error != std::errc()) continue;
    const std::string_view kind(end, name.data() + name.size());
    if (kind == ".log") files.logs.push_back(number);
    if (kind == ".sst") files.has_tables = true;
  }
  std::sort(files.logs.begin(), files.logs.end());
  return files;
}

std::string name_of(std::uint64_t log) { return fmt::format("db/{:06}.log", log); }

Result<LogFile> read_log(rocksdb::Env& env, const std::string& path) {
  LogFile log;
  STATOR_TRY(each_block(env, path, [&](std::string_view block) { log.add_block(block); }));
  return log;
}

}  // namespace

Result<std::optional<std::string>> find_log_damage(rocksdb::Env& env, const std::string& database) {
  STATOR_ASSIGN(const Files files, list_files(env, database));
  if (files.logs.empty() && files.has_tables)
    return std::optional<std::string>("the write-ahead log (db/*.log) is missing");
  STATOR_ASSIGN(const std::optional<Flushed> flushed, read_flushed(env, database));
  std::uint64_t expected = flushed ? flushed->last_sequence + 1 : 0;
  for (const std::uint64_t number : files.logs) {
    // It was to be deleted, and may be there again after a power cut.
    if (flushed && number < flushed->first_needed_log) continue;
    STATOR_ASSIGN(const LogFile log, read_log(env, database + name_of(number).substr(2)));
    if (const auto damaged_at = log.damaged_at()) {
      return std::optional(
          fmt::format("the write-ahead log {} is damaged at byte {}, and whole records follow",
                      name_of(number), *damaged_at));
    }
    if (flushed && log.first_sequence() && *log.first_sequence() > expected)
      return std::optional(
          fmt::format("writes before those of the write-ahead log {} are missing", name_of(number)));
    expected = std::max(expected, log.end_sequence());
  }
  return std::optional<std::string>();
}

}  // namespace stator::storage::rocks
