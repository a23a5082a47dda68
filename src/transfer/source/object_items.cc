#include "transfer/source/object_items.h"

#include <utility>

#include "base/check.h"
#include "messages/dynamodb.h"
#include "messages/fill.h"
#include "transfer/source/csv_reader.h"
#include "transfer/source/expansion.h"
#include "transfer/source/line_reader.h"

namespace stator::transfer {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

std::unique_ptr<RecordReader> reader_of(const SourceFormat& format, const db::table::TableSchema& table) {
  if (format.format == DataFormat::kCsv) return std::make_unique<CsvReader>(format.csv, table);
  return std::make_unique<LineReader>(format.format, format.conditions);
}

std::string problem_of(Expansion::Step step, Compression compression) {
  const std::string_view name = compression == Compression::kGzip ? "GZIP" : "ZSTD";
  switch (step) {
    case Expansion::Step::kLargeWindow:
      return messages::fill(messages::kImportLargeWindow, {std::to_string(kMaxZstdWindow)});
    case Expansion::Step::kCutOff:
      return messages::fill(messages::kImportCutOff, {name});
    default:
      return messages::fill(messages::kImportDamaged, {name});
  }
}

// Between two characters.
std::string_view shortened(std::string_view utf8) {
  if (utf8.size() <= kMaxProblemBytes) return utf8;
  std::size_t end = kMaxProblemBytes;
  while ((static_cast<unsigned char>(utf8[end]) & 0xC0) == 0x80) --end;
  return utf8.substr(0, end);
}

}  // namespace

struct ObjectItems::State {
  State(const SourceFormat& format, const db::table::TableSchema& table)
      : compression(format.compression),
        expansion(Expansion::of(format.compression)),
        reader(reader_of(format, table)) {}

  // What the bytes that are there say next.
  Step next() {
    for (;;) {
      if (!plain.empty()) {
        if (const Step step = reader->take(&plain); step != Step::kMore) return of_reader(step);
        continue;
      }
      if (ended) return Step::kDone;
      const auto step = expansion->next(&bytes, last, &plain);
      if (step == Expansion::Step::kMore) return Step::kMore;
      if (step == Expansion::Step::kPiece) {
        skip_mark();
      } else if (step == Expansion::Step::kDone) {
        ended = true;
        give_back_mark();
        if (const Step step = reader->end(); step != Step::kMore) return of_reader(step);
      } else {
        problem = problem_of(step, compression);
        return Step::kBroken;
      }
    }
  }

  Step of_reader(Step step) {
    if (step != Step::kItem) problem = shortened(reader->problem());
    return step;
  }

  // Drops a byte order mark, which comes in pieces, too.
  void skip_mark() {
    while (mark_bytes < kByteOrderMark.size() && !plain.empty()) {
      if (plain.front() != kByteOrderMark[mark_bytes]) return give_back_mark();
      plain.remove_prefix(1);
      ++mark_bytes;
    }
  }
  // It was none. Its bytes end a record in no format.
  void give_back_mark() {
    if (mark_bytes == kByteOrderMark.size()) return;
    std::string_view begun = kByteOrderMark.substr(0, std::exchange(mark_bytes, kByteOrderMark.size()));
    STATOR_CHECK(reader->take(&begun) == Step::kMore);
  }

  const Compression compression;
  const std::unique_ptr<Expansion> expansion;
  const std::unique_ptr<RecordReader> reader;
  std::string_view bytes;  // that were fed
  bool last = false;
  std::string_view plain;      // of a piece that was expanded
  std::size_t mark_bytes = 0;  // found at the beginning; all: whatever was there, it is passed
  bool ended = false;          // the plain bytes did
  bool over = false;           // the last step was taken
  std::uint64_t records = 0;
  std::uint64_t index = 0;
  std::string problem;
};

ObjectItems::ObjectItems(const SourceFormat& format, const db::table::TableSchema& table)
    : state_(std::make_unique<State>(format, table)) {}
ObjectItems::~ObjectItems() = default;

ObjectItems::Step ObjectItems::next() {
  STATOR_CHECK(!state_->over);
  const Step step = state_->next();
  state_->over = step == Step::kBroken || step == Step::kDone;
  state_->index = state_->records;
  if (step == Step::kItem || step == Step::kBad) ++state_->records;
  return step;
}

void ObjectItems::feed(std::string_view bytes, bool last) {
  STATOR_CHECK(state_->bytes.empty() && !state_->last);
  state_->bytes = bytes;
  state_->last = last;
}

std::string_view ObjectItems::item() const { return state_->reader->item(); }
std::optional<ItemCondition> ObjectItems::take_condition() { return state_->reader->take_condition(); }
const std::string& ObjectItems::problem() const { return state_->problem; }
std::uint64_t ObjectItems::index() const { return state_->index; }

}  // namespace stator::transfer
