#include "records/records.h"

#include <algorithm>
#include <optional>

#include "aws/protocol/json_reader.h"
#include "aws/protocol/json_writer.h"

namespace stator::records {

bool is_transient(const storage::Error& error) {
  return error.code == storage::ErrorCode::kBusy || error.code == storage::ErrorCode::kConflict ||
         error.code == storage::ErrorCode::kUnavailable;
}

std::string encode(const aws::protocol::Structure& structure, const void* value) {
  std::string out(1, kRecordFormat);
  aws::protocol::write_json(structure, value, &out);
  return out;
}

Result<base::Ok> decode(const aws::protocol::Structure& structure, std::string_view bytes, void* value) {
  const storage::Error damaged{
      storage::ErrorCode::kCorrupt,
      "a record of " + std::string(structure.name) + " is damaged, or of a newer version of Stator"};
  if (bytes.empty() || bytes.front() != kRecordFormat) return damaged;
  const std::string text(bytes.substr(1));
  auto document = aws::protocol::JsonDocument::parse(text);
  if (!document.ok()) return damaged;
  if (!document->read(structure, value).ok()) return damaged;
  return base::Ok{};
}

base::Task<Result<std::vector<Found>>> list(storage::Engine& engine, storage::KeyRange range,
                                            std::size_t limit) {
  std::vector<Found> found;
  std::optional<storage::KeyRange> rest = std::move(range);
  while (rest && found.size() < limit) {
    storage::ScanLimits limits;
    limits.max_entries = std::min(limits.max_entries, limit - found.size());
    auto page = co_await engine.scan(std::move(*rest), storage::Direction::kForward, limits);
    if (!page.ok()) co_return std::move(page).error();
    for (const storage::ScanPage::Entry& entry : page->entries())
      found.push_back({std::string(entry.key), std::string(entry.value), entry.version});
    rest = page->rest();
  }
  co_return found;
}

}  // namespace stator::records
