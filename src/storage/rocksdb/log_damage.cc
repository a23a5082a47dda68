#include "storage/rocksdb/log_damage.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <memory>
#include <vector>

#include "base/digest.h"
#include "storage/rocksdb/database.h"

namespace stator::storage::rocks {
namespace {

// RocksDB's log: blocks of 32 KB with pieces of records, never across a block's end. A piece is a header
// (checksum, length, type), then its bytes. A record begins with the sequence number of its first write and
// their number.
constexpr std::size_t kBlockBytes = 32 << 10;
constexpr std::size_t kChecksumBytes = 4;
constexpr std::size_t kHeaderBytes = 7;
constexpr std::size_t kRecordHeadBytes = 12;
enum PieceType : unsigned char { kWhole = 1, kFirst = 2, kMiddle = 3, kLast = 4 };

std::uint64_t load(std::string_view bytes, std::size_t count) {
  std::uint64_t number = 0;
  std::memcpy(&number, bytes.data(), count);
  return number;
}

// The length of the whole piece at the front of the bytes; 0 where there is none.
std::size_t piece_length(std::string_view bytes) {
  if (bytes.size() < kHeaderBytes) return 0;
  const auto type = static_cast<unsigned char>(bytes[6]);
  const std::size_t length = kHeaderBytes + load(bytes.substr(4), 2);
  if (type < kWhole || type > kLast || length > bytes.size()) return 0;
  const std::uint32_t sum = base::crc32c(bytes.substr(6, length - 6));
  const std::uint32_t masked = ((sum >> 15) | (sum << 17)) + 0xa282ead8U;
  return masked == load(bytes, 4) ? length : 0;
}

// What one file has.
class LogFile {
 public:
  // In order, each but the last of kBlockBytes.
  void add_block(std::string_view block) {
    std::size_t at = 0;
    while (at + kHeaderBytes <= block.size()) {
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
      at = std::max(at + 1, next - std::min(next, kChecksumBytes));
    }
    offset_ += block.size();
  }

  std::optional<std::uint64_t> damaged_at() const {
    return continues_ ? broken_at_ : std::optional<std::uint64_t>();
  }

 private:
  void break_at(std::uint64_t offset) {
    if (!broken_at_) broken_at_ = offset;
    in_record_ = false;
  }

  void add_piece(std::string_view piece, std::uint64_t offset) {
    const auto type = static_cast<unsigned char>(piece[6]);
    const bool begins = type == kWhole || type == kFirst;
    if (begins == in_record_) break_at(begins ? record_offset_ : offset);
    if (begins) {
      head_.clear();
      record_offset_ = offset;
      in_record_ = true;
    }
    if (!in_record_) return;
    if (head_.size() < kRecordHeadBytes) head_ += piece.substr(kHeaderBytes, kRecordHeadBytes);
    if (type == kWhole || type == kLast) {
      in_record_ = false;
      if (head_.size() >= kRecordHeadBytes) add_record();
    }
  }

  void add_record() {
    const std::uint64_t sequence = load(head_, 8);
    if (broken_at_) {
      // Older bytes that happen to look like a record prove nothing.
      if (sequence >= end_sequence_) continues_ = true;
      return;
    }
    end_sequence_ = sequence + load(std::string_view(head_).substr(8), 4);
  }

  std::uint64_t offset_ = 0;
  std::uint64_t end_sequence_ = 0;  // behind the last record before the first damage
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
  std::unique_ptr<rocksdb::SequentialFile> file;
  rocksdb::Status status = env.NewSequentialFile(path, &file, rocksdb::EnvOptions());
  LogFile log;
  std::string buffer(kBlockBytes, '\0');
  while (status.ok()) {
    std::size_t size = 0;
    while (status.ok() && size < kBlockBytes) {
      rocksdb::Slice part;
      status = file->Read(kBlockBytes - size, &part, buffer.data() + size);
      if (!status.ok() || part.empty()) break;
      if (part.data() != buffer.data() + size) std::memcpy(buffer.data() + size, part.data(), part.size());
      size += part.size();
    }
    if (!status.ok() || size == 0) break;
    log.add_block(std::string_view(buffer).substr(0, size));
    if (size < kBlockBytes) break;
  }
  if (!status.ok()) return to_error(status);
  return log;
}

}  // namespace

Result<std::optional<std::string>> find_log_damage(rocksdb::Env& env, const std::string& database) {
  STATOR_ASSIGN(const Files files, list_files(env, database));
  if (files.logs.empty() && files.has_tables)
    return std::optional<std::string>("the write-ahead log (db/*.log) is missing");
  // Whether a log between two is missing is not asked: one that is all in table files, and was to be deleted,
  // may be there again after a power cut, and end anywhere.
  for (const std::uint64_t number : files.logs) {
    STATOR_ASSIGN(const LogFile log, read_log(env, database + name_of(number).substr(2)));
    if (const auto damaged_at = log.damaged_at()) {
      return std::optional(
          fmt::format("the write-ahead log {} is damaged at byte {}, and whole records follow",
                      name_of(number), *damaged_at));
    }
  }
  return std::optional<std::string>();
}

}  // namespace stator::storage::rocks
