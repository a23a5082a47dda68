// Items of one line each, as exports have them: DynamoDB JSON or Ion.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/json_parser.h"
#include "transfer/source/record_reader.h"

namespace stator::transfer {

// What cannot be read as an item ends the object; what can, but has a value that is refused, does not
// (S3DataImport.Validation). Members beside Item are ignored; if it stands twice, the last one counts.
class LineReader : public RecordReader {
 public:
  explicit LineReader(DataFormat format) : format_(format) {}
  Step take(std::string_view* bytes) override;
  Step end() override;

 private:
  Step read_line();
  Step read_json(const std::string& json, const char* malformed);

  const DataFormat format_;
  std::string line_;
  std::size_t skipped_ = 0;  // bytes of blank lines before it
  base::JsonParser parser_;
};

}  // namespace stator::transfer
