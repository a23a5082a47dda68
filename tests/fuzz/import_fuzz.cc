// Any bytes as an object that is imported: the same steps however it is fed, also when it is compressed
// first; items that are valid and can be written and read again; problems that are messages. The input begins
// with digits: of the format, the compression, the delimiter and header of CSV, and the parts that are fed.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/base64.h"
#include "base/check.h"
#include "base/utf8.h"
#include "db/attribute_json/attribute_json.h"
#include "db/ion/ion.h"
#include "fuzz_input.h"
#include "transfer/source/object_items.h"
#include "transfer/source/test_compression.h"

using namespace stator;
using namespace stator::transfer;
using db::model::MapView;
using db::model::Type;

namespace {

// Few bytes may stand for very many items.
constexpr std::size_t kMaxSteps = 1000;
constexpr std::size_t kMaxStepBytes = 4 << 20;

struct Said {
  ObjectItems::Step step;
  std::uint64_t index;
  std::string text;  // the item or the problem
  bool operator==(const Said&) const = default;
};

const db::table::TableSchema& table() {
  static const db::table::TableSchema table = [] {
    db::table::TableSchema made;
    made.keys = {{{"p", Type::kS}}, {{"n", Type::kN}}};
    made.indexes.emplace_back().keys = {{{"b", Type::kB}}, {}};
    return made;
  }();
  return table;
}

void check(const Said& said, std::uint64_t records) {
  STATOR_CHECK(said.index == records);
  if (said.step == ObjectItems::Step::kItem) {
    STATOR_CHECK(db::model::valid(said.text) && db::model::ValueView(said.text).type() == Type::kM);
  } else if (said.step != ObjectItems::Step::kDone) {
    STATOR_CHECK(!said.text.empty() && said.text.size() <= kMaxProblemBytes && base::valid_utf8(said.text));
  }
}

std::vector<Said> steps_of(const SourceFormat& format, std::string_view object, std::size_t part) {
  ObjectItems items(format, table());
  std::vector<Said> steps;
  std::size_t bytes = 0;
  while (steps.size() < kMaxSteps && bytes < kMaxStepBytes) {
    const auto step = items.next();
    if (step == ObjectItems::Step::kMore) {
      const std::string_view fed = object.substr(0, part);
      object.remove_prefix(fed.size());
      items.feed(fed, object.empty());
      continue;
    }
    Said said{step, items.index(), {}};
    if (step == ObjectItems::Step::kItem) {
      said.text = items.item();
    } else if (step != ObjectItems::Step::kDone) {
      said.text = items.problem();
    }
    check(said, steps.size());
    bytes += said.text.size();
    steps.push_back(std::move(said));
    if (step == ObjectItems::Step::kDone || step == ObjectItems::Step::kBroken) break;
  }
  return steps;
}

void append_field(std::string text, char end, std::string* csv) {
  for (std::size_t at = 0; (at = text.find('"', at)) != text.npos; at += 2) text.insert(at, 1, '"');
  *csv += '"' + text + '"' + end;
}

std::string text_of(db::model::ValueView value) {
  std::string text;
  if (value.type() == Type::kN) return value.number().to_string();
  if (value.type() == Type::kS) return std::string(value.text());
  base::append_base64(value.text(), text);
  return text;
}

// The items as an object of the same format. Of CSV all have the same columns.
std::string written(const SourceFormat& format, const std::vector<std::string>& items) {
  std::string object;
  for (const std::string& bytes : items) {
    const MapView item(bytes);
    if (format.format == DataFormat::kCsv) {
      std::size_t left = db::model::ValueView(bytes).count();
      for (const auto [name, value] : item) {
        const char end = --left > 0 ? format.csv.delimiter.front() : '\n';
        append_field(text_of(value), end, &object);
      }
    } else if (format.format == DataFormat::kIon) {
      object += "$ion_1_0 {Item:";
      db::ion::write_map(item, &object);
      object += "}\n";
    } else {
      object += "{\"Item\":";
      db::attribute_json::write_map(item, &object);
      object += "}\n";
    }
  }
  return object;
}

void check_again(SourceFormat format, const std::vector<Said>& steps) {
  std::vector<std::string> items;
  for (const Said& said : steps)
    if (said.step == ObjectItems::Step::kItem) items.push_back(said.text);
  if (items.empty()) return;
  format.compression = Compression::kNone;
  format.csv.header.clear();
  for (const auto [name, value] : MapView(items.front())) format.csv.header.emplace_back(name);
  const std::string object = written(format, items);
  if (object.size() > kMaxRecordBytes) return;
  const auto again = steps_of(format, object, object.size());
  STATOR_CHECK(again.size() >= items.size());
  for (std::size_t i = 0; i < items.size(); ++i) STATOR_CHECK(again[i].text == items[i]);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  SourceFormat format;
  format.format = static_cast<DataFormat>(input.byte() % 3);
  const unsigned compression = input.byte() % 4;
  format.compression = static_cast<Compression>(compression % 3);
  format.csv.delimiter = ",;:|\t "[input.byte() % 6];
  const unsigned options = input.byte();
  if (options % 2 == 1) format.csv.header = {"p", "n", "b"};
  format.conditions = options / 2 % 2 == 1;
  const std::size_t part = 1 + input.byte();
  const std::string_view object = input.rest();

  const auto steps = steps_of(format, object, object.size());
  STATOR_CHECK(steps_of(format, object, 1) == steps);
  STATOR_CHECK(steps_of(format, object, part) == steps);
  check_again(format, steps);
  if (compression == 3 && !object.empty()) {
    format.compression = Compression::kGzip;
    STATOR_CHECK(steps_of(format, gzip_of(object), part) == steps);
    format.compression = Compression::kZstd;
    STATOR_CHECK(steps_of(format, zstd_of(object, part % 2 == 0), part) == steps);
  }
  return 0;
}
