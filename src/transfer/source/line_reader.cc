#include "transfer/source/line_reader.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "db/attribute_json/attribute_json.h"
#include "db/ion/ion.h"

namespace stator::transfer {

RecordReader::Step LineReader::take(std::string_view* bytes) {
  while (!bytes->empty()) {
    const std::size_t room = kMaxRecordBytes - skipped_ - line_.size();
    const std::string_view part = bytes->substr(0, std::min(bytes->find('\n'), room + 1));
    if (part.size() > room) return too_large();
    line_ += part;
    bytes->remove_prefix(part.size());
    if (bytes->empty()) break;
    bytes->remove_prefix(1);
    if (const Step step = read_line(); step != Step::kMore) return step;
    if (skipped_ > kMaxRecordBytes) return too_large();
  }
  return Step::kMore;
}

RecordReader::Step LineReader::end() { return read_line(); }

RecordReader::Step LineReader::read_line() {
  if (line_.find_first_not_of(" \t\r") == line_.npos) {
    skipped_ += line_.size() + 1;
    line_.clear();
    return Step::kMore;
  }
  skipped_ = 0;
  Step step;
  if (format_ == DataFormat::kIon) {
    const std::optional<std::string> json = db::ion::to_dynamodb_json(line_);
    step = json ? read_json(*json, messages::kImportNotIon) : broken(messages::kImportNotIon);
  } else {
    line_.reserve(line_.size() + base::JsonParser::kPadding + 1);
    step = read_json(line_, messages::kImportNotJson);
  }
  line_.clear();
  return step;
}

RecordReader::Step LineReader::read_json(const std::string& json, const char* malformed) {
  const auto root = parser_.parse(json);
  if (!root) return broken(malformed);
  std::optional<base::JsonValue> found;
  if (root->is_object()) {
    for (const auto [name, value] : root->members())
      if (name == "Item") found = value;
  }
  if (!found) return broken(messages::kImportNoItem);
  auto parsed = db::attribute_json::read_map(*found);
  if (!parsed.ok()) return broken(std::move(parsed.error().message));
  if (parsed->invalid) return bad(std::move(*parsed->invalid));
  return good(std::move(parsed->bytes));
}

}  // namespace stator::transfer
