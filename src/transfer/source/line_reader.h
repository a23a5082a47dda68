// Items of one line each, as exports have them: DynamoDB JSON or Ion.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/json_parser.h"
#include "transfer/source/record_reader.h"

namespace stator::transfer {

// What cannot be read as an item ends the object; what can, but has a value that is refused, does not
// (S3DataImport.Validation). Members beside Item, and with `conditions` those of its condition, are ignored;
// if one stands twice, the last one counts. A condition that is refused does not end the object either.
class LineReader : public RecordReader {
 public:
  LineReader(DataFormat format, bool conditions) : format_(format), conditions_(conditions) {}
  Step take(std::string_view* bytes) override;
  Step end() override;
  std::optional<ItemCondition> take_condition() override { return std::exchange(condition_, {}); }

 private:
  Step read_line();
  Step read_json(const std::string& json, const char* malformed);
  // What is wrong with it; nothing: condition_ is set, or there is none.
  std::optional<std::string> read_condition(base::JsonValue record);

  const DataFormat format_;
  const bool conditions_;
  std::optional<ItemCondition> condition_;  // of the last item
  std::string line_;
  std::size_t skipped_ = 0;  // bytes of blank lines before it
  base::JsonParser parser_;
};

}  // namespace stator::transfer
