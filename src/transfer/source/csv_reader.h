// Items of one line of CSV each (RFC 4180), which a quoted field may continue.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "db/table/schema.h"
#include "transfer/source/record_reader.h"

namespace stator::transfer {

// Key attributes of the table and its indexes have their types, all others are strings, and an empty field is
// an empty one (S3DataImport.Format). A double quote that is not escaped ends the object, as nobody knows
// where the next record begins.
class CsvReader : public RecordReader {
 public:
  // `table` must outlive this.
  CsvReader(const CsvOptions& options, const db::table::TableSchema& table);
  Step take(std::string_view* bytes) override;
  Step end() override;

 private:
  enum class Place : std::uint8_t {
    kStart,         // of a field
    kPlain,         // in a field that is not quoted
    kQuoted,        // in one that is
    kBehindQuote,   // which ends it, unless another one follows
    kBehindReturn,  // that follows it
  };
  struct Column {
    std::string name;
    db::model::Type type;
    std::size_t field;
  };

  std::size_t ordinary_bytes(std::string_view bytes) const;
  Step take_special(char next);
  Step end_field();
  Step end_record();

  Step set_header(std::vector<std::string> names);
  std::vector<std::string> fields_as_names() const;
  Step make_item();
  std::string_view field(std::size_t index) const;

  const db::table::TableSchema& table_;
  const char delimiter_;
  std::vector<Column> columns_;  // in order of name; none: there was no header yet
  Step header_ = Step::kMore;    // kBroken: the one of the options will not do

  Place place_ = Place::kStart;
  bool quoted_ = false;            // one of the record's fields
  std::size_t taken_ = 0;          // bytes of the record, and of blank lines before it
  std::size_t fields_ = 0;         // that ended
  std::string text_;               // of all fields, without quotes and delimiters
  std::vector<std::size_t> ends_;  // of fields in text_, no more than there are columns
};

}  // namespace stator::transfer
