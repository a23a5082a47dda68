#include "storage/rocksdb/flushed.h"

#include <algorithm>
#include <string_view>

#include "storage/rocksdb/database.h"
#include "storage/rocksdb/log_pieces.h"
#include "storage/rocksdb/varint.h"

namespace stator::storage::rocks {
namespace {

// The fields of a record of RocksDB 7.8's MANIFEST: a tag and what belongs to it, until the record ends.
enum Tag : std::uint64_t {
  kComparator = 1,
  kLogNumber = 2,
  kNextFileNumber = 3,
  kLastSequence = 4,
  kCompactCursor = 5,
  kDeletedFile = 6,
  kPreviousLogNumber = 9,
  kMinLogNumberToKeep = 10,
  kNewFile = 103,
  kMaxColumnFamily = 203,
};
// Fields with this bit are a text, whatever they are about.
constexpr std::uint64_t kTextTag = 1 << 13;
constexpr std::uint64_t kEndOfNewFile = 1;

// After a failure everything reads as nothing.
class Fields {
 public:
  explicit Fields(std::string_view rest) : rest_(rest) {}

  bool at_end() const { return rest_.empty(); }
  bool failed() const { return failed_; }

  std::uint64_t number() {
    const std::optional<std::uint64_t> value = take_varint(rest_);
    if (!value) fail();
    return value.value_or(0);
  }
  void skip_text() {
    const std::uint64_t size = number();
    if (size > rest_.size()) return fail();
    rest_.remove_prefix(size);
  }
  void fail() {
    failed_ = true;
    rest_ = {};
  }

 private:
  std::string_view rest_;
  bool failed_ = false;
};

// Level, number, size, first and last key, first and last sequence number, then fields of its own. The last
// sequence number.
std::uint64_t read_new_file(Fields& fields) {
  for (int i = 0; i < 3; ++i) fields.number();
  for (int i = 0; i < 2; ++i) fields.skip_text();
  fields.number();
  const std::uint64_t last = fields.number();
  while (!fields.failed() && fields.number() != kEndOfNewFile) fields.skip_text();
  return last;
}

// The records of a list of files, as far as they are whole: what a crash tore off at its end never took
// effect.
class ListReader {
 public:
  void add_block(std::string_view block) {
    while (!ended_ && block.size() >= kPieceHeaderBytes) {
      const std::size_t length = piece_length(block);
      ended_ = length == 0;
      if (ended_) return;
      add_piece(block.substr(0, length));
      block.remove_prefix(length);
    }
  }
  std::optional<Flushed> flushed() const {
    return known_ ? std::optional(reader_.flushed()) : std::optional<Flushed>();
  }

 private:
  void add_piece(std::string_view piece) {
    const PieceType type = type_of_piece(piece);
    if (type == kWhole || type == kFirst) record_.clear();
    record_ += piece.substr(kPieceHeaderBytes);
    if (type == kWhole || type == kLast) known_ = reader_.add(record_) && known_;
  }

  FlushedReader reader_;
  std::string record_;
  bool known_ = true;
  bool ended_ = false;
};

}  // namespace

bool FlushedReader::add(std::string_view record) {
  Fields fields(record);
  while (!fields.at_end()) {
    const std::uint64_t tag = fields.number();
    switch (tag) {
      case kLogNumber:
      case kMinLogNumberToKeep:
        flushed_.first_needed_log = std::max(flushed_.first_needed_log, fields.number());
        break;
      case kLastSequence:
        flushed_.last_sequence = std::max(flushed_.last_sequence, fields.number());
        break;
      case kNewFile:
        flushed_.last_sequence = std::max(flushed_.last_sequence, read_new_file(fields));
        break;
      case kDeletedFile:
        fields.number();
        fields.number();
        break;
      case kCompactCursor:
        fields.number();
        fields.skip_text();
        break;
      case kNextFileNumber:
      case kPreviousLogNumber:
      case kMaxColumnFamily:
        fields.number();
        break;
      case kComparator:
        fields.skip_text();
        break;
      default:
        if ((tag & kTextTag) == 0) fields.fail();
        fields.skip_text();
    }
  }
  return !fields.failed();
}

Result<std::optional<Flushed>> read_flushed(rocksdb::Env& env, const std::string& database) {
  std::string current;
  const rocksdb::Status status = rocksdb::ReadFileToString(&env, database + "/CURRENT", &current);
  if (!current.empty() && current.back() == '\n') current.pop_back();
  if (!status.ok() || !env.FileExists(database + "/" + current).ok()) return std::optional<Flushed>();
  ListReader list;
  STATOR_TRY(
      each_block(env, database + "/" + current, [&](std::string_view block) { list.add_block(block); }));
  return list.flushed();
}

}  // namespace stator::storage::rocks
