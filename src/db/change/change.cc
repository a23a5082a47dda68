#include "db/change/change.h"

#include <cstddef>

namespace stator::db::change {

namespace {

constexpr std::size_t kHeaderBytes = 3;  // format, cause, event

void append_part(std::string_view bytes, std::string* out) {
  auto size = static_cast<std::uint32_t>(bytes.size());
  for (int shift = 24; shift >= 0; shift -= 8) out->push_back(static_cast<char>(size >> shift));
  out->append(bytes);
}

bool read_part(std::string_view* in, std::string_view* part) {
  if (in->size() < 4) return false;
  std::uint32_t size = 0;
  for (int i = 0; i < 4; ++i) size = size << 8 | static_cast<unsigned char>((*in)[i]);
  in->remove_prefix(4);
  if (in->size() < size) return false;
  *part = in->substr(0, size);
  in->remove_prefix(size);
  return true;
}

bool read_map(std::string_view* in, std::optional<model::ItemView>* out) {
  std::string_view part;
  if (!read_part(in, &part)) return false;
  if (part.empty()) return true;
  if (!model::valid(part) || model::ValueView(part).type() != model::Type::kM) return false;
  out->emplace(part);
  return true;
}

}  // namespace

std::string encode(const Change& change) {
  std::string_view old_image = change.old_image ? change.old_image->bytes() : std::string_view();
  std::string_view new_image = change.new_image ? change.new_image->bytes() : std::string_view();
  std::string out;
  out.reserve(kHeaderBytes + 3 * 4 + change.keys.bytes().size() + old_image.size() + new_image.size());
  out.push_back(kChangeFormat);
  out.push_back(static_cast<char>(change.cause));
  out.push_back(static_cast<char>(change.event));
  append_part(change.keys.bytes(), &out);
  append_part(old_image, &out);
  append_part(new_image, &out);
  return out;
}

std::optional<Change> decode(std::string_view record) {
  if (record.size() < kHeaderBytes || record[0] != kChangeFormat) return std::nullopt;
  const auto cause = static_cast<std::uint8_t>(record[1]);
  const auto event = static_cast<std::uint8_t>(record[2]);
  if (cause > static_cast<std::uint8_t>(Cause::kTransaction) ||
      event > static_cast<std::uint8_t>(Event::kRemove))
    return std::nullopt;
  record.remove_prefix(kHeaderBytes);
  Change change;
  change.cause = static_cast<Cause>(cause);
  change.event = static_cast<Event>(event);
  std::optional<model::ItemView> keys;
  if (!read_map(&record, &keys) || !keys) return std::nullopt;
  change.keys = *keys;
  if (!read_map(&record, &change.old_image) || !read_map(&record, &change.new_image)) return std::nullopt;
  if (!record.empty()) return std::nullopt;
  return change;
}

}  // namespace stator::db::change
