#include "transfer/source/csv_reader.h"

#include <algorithm>
#include <utility>

#include "base/base64.h"
#include "base/utf8.h"
#include "db/model/value_writer.h"
#include "messages/tables.h"
#include "messages/values.h"

namespace stator::transfer {

using db::model::Type;

CsvReader::CsvReader(const CsvOptions& options, const db::table::TableSchema& table)
    : table_(table), delimiter_(options.delimiter.front()) {
  if (!options.header.empty()) header_ = set_header(options.header);
}

RecordReader::Step CsvReader::take(std::string_view* bytes) {
  while (!bytes->empty()) {
    const std::size_t ordinary = ordinary_bytes(bytes->substr(0, kMaxRecordBytes + 1 - taken_));
    text_.append(*bytes, 0, ordinary);
    Step step = Step::kMore;
    if (ordinary > 0) {
      if (place_ == Place::kStart) place_ = Place::kPlain;
      taken_ += ordinary;
      bytes->remove_prefix(ordinary);
    } else {
      ++taken_;
      const char next = bytes->front();
      bytes->remove_prefix(1);
      step = take_special(next);
    }
    if (step != Step::kMore) return step;
    if (taken_ > kMaxRecordBytes) return too_large();
  }
  return Step::kMore;
}

RecordReader::Step CsvReader::end() {
  if (place_ == Place::kQuoted) return broken(messages::kImportOpenQuote);
  return end_record();
}

// At the front: what stands for itself, wherever in a record it is.
std::size_t CsvReader::ordinary_bytes(std::string_view bytes) const {
  switch (place_) {
    case Place::kQuoted:
      return std::min(bytes.find('"'), bytes.size());
    case Place::kBehindQuote:
    case Place::kBehindReturn:
      return 0;
    default:
      const auto special = std::find_if(bytes.begin(), bytes.end(), [this](char next) {
        return next == delimiter_ || next == '"' || next == '\n';
      });
      return static_cast<std::size_t>(special - bytes.begin());
  }
}

RecordReader::Step CsvReader::take_special(char next) {
  if (place_ == Place::kQuoted) {
    place_ = Place::kBehindQuote;
    return Step::kMore;
  }
  if (next == '"') {
    if (place_ != Place::kStart && place_ != Place::kBehindQuote) return broken(messages::kImportQuote);
    if (place_ == Place::kBehindQuote) text_ += next;
    place_ = Place::kQuoted;
    quoted_ = true;
    return Step::kMore;
  }
  if (next == '\n') return end_record();
  if (next == delimiter_ && place_ != Place::kBehindReturn) return end_field();
  if (next != '\r' || place_ != Place::kBehindQuote) return broken(messages::kImportQuote);
  place_ = Place::kBehindReturn;
  return Step::kMore;
}

RecordReader::Step CsvReader::end_field() {
  if (header_ == Step::kBroken) return header_;
  // The list of names must end; each has a byte at least.
  if (fields_ == db::model::kMaxItemBytes && columns_.empty()) return broken(messages::kItemTooLarge);
  if (fields_ < columns_.size() || columns_.empty()) ends_.push_back(text_.size());
  ++fields_;
  place_ = Place::kStart;
  return Step::kMore;
}

RecordReader::Step CsvReader::end_record() {
  if (place_ == Place::kPlain && text_.ends_with('\r')) text_.pop_back();
  if (fields_ == 0 && text_.empty() && !quoted_) {  // a blank line
    place_ = Place::kStart;
    return Step::kMore;
  }
  Step step = end_field();
  if (step == Step::kMore) step = columns_.empty() ? set_header(fields_as_names()) : make_item();
  quoted_ = false;
  taken_ = fields_ = 0;
  text_.clear();
  ends_.clear();
  return step;
}

RecordReader::Step CsvReader::set_header(std::vector<std::string> names) {
  const auto keys = table_.attribute_definitions();
  for (std::string& name : names) {
    if (!base::valid_utf8(name)) return broken(messages::kImportNotUtf8);
    if (name.empty()) return broken(messages::kAttributeNameEmpty);
    if (name.size() > db::model::kMaxAttributeNameBytes) return broken(messages::kAttributeNameTooLong);
    const auto key = std::find_if(keys.begin(), keys.end(), [&](const auto& k) { return k.name == name; });
    const std::size_t field = columns_.size();
    columns_.push_back({std::move(name), key == keys.end() ? Type::kS : key->type, field});
  }
  std::sort(columns_.begin(), columns_.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  const auto twice = std::adjacent_find(columns_.begin(), columns_.end(),
                                        [](const auto& a, const auto& b) { return a.name == b.name; });
  if (twice == columns_.end()) return Step::kMore;
  return broken(messages::fill(messages::kImportColumnTwice, {twice->name}));
}

std::vector<std::string> CsvReader::fields_as_names() const {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < fields_; ++i) names.emplace_back(field(i));
  return names;
}

RecordReader::Step CsvReader::make_item() {
  if (fields_ != columns_.size()) {
    return bad(
        messages::fill(messages::kImportColumns, {std::to_string(fields_), std::to_string(columns_.size())}));
  }
  std::string encoded, binary;
  db::model::ValueWriter writer(&encoded);
  writer.begin_map();
  for (const Column& column : columns_) {
    const std::string_view text = field(column.field);
    if (!base::valid_utf8(text)) return bad(messages::kImportNotUtf8);
    writer.name(column.name);
    if (column.type == Type::kN) {
      const auto number = db::model::Number::parse(text);
      if (!number.ok()) return bad(db::model::number_error_message(number.error(), text));
      writer.number(*number);
    } else if (column.type == Type::kB) {
      binary.clear();
      if (!base::append_base64_decoded(text, binary)) return bad(messages::kNotBase64);
      writer.binary(binary);
    } else {
      writer.string(text);
    }
  }
  writer.end_map();
  return good(std::move(encoded));
}

std::string_view CsvReader::field(std::size_t index) const {
  const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
  return std::string_view(text_).substr(begin, ends_[index] - begin);
}

}  // namespace stator::transfer
